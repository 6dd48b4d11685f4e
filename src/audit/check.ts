import type { Db, Tx } from "#src/db/db.ts";
import type { Standing } from "#src/db/trail.ts";
import { chains, chainsBefore } from "./codes.ts";
import { itemsAfter, lastRowOf, type WayThrough, walking } from "./walk.ts";

export interface TrailCheck extends WayThrough {
  at: number;
  head: { id: number; code: string } | null;
}

/** Checks the whole trail in pieces and finds every change by hand (PROMISES.md S15). `rest` lets other work run in between. */
export async function checkTrail(
  db: Db,
  { at, standing, rest }: { at: number; standing: () => Standing; rest: (started: number) => Promise<void> },
): Promise<TrailCheck> {
  const parts = await db.change("porchlight", (tx: Tx) => [chains(tx.keys), chainsBefore(tx.keys)] as const);
  const walk = walking(db.keyring, ...parts);
  let after = 0;
  for (;;) {
    const started = performance.now();
    const items = db.look((now) => itemsAfter(now, after));
    for (const one of items) walk.step(one);
    const last = items.at(-1);
    // A damaged file may give a row of before again, for ever.
    if (!last || lastRowOf(last) <= after) return { at, ...walk.end(standing()) };
    after = lastRowOf(last);
    await rest(started);
  }
}
