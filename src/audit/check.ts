import type { Db, Tx } from "#src/db/db.ts";
import type { Standing } from "#src/db/trail.ts";
import { chains, chainsBefore } from "./codes.ts";
import { itemsAfter, lastRowOf, type WayThrough, walking } from "./walk.ts";

/** What looking through the whole trail has found. */
export interface TrailCheck extends WayThrough {
  /** When it was begun, ms UTC. */
  at: number;
  /** Its last row, and the short code of it; null without a master key, and then nothing could be looked at. */
  head: { id: number; code: string } | null;
}

/**
 * Looks through the whole trail, in pieces; `rest` lets everything else come between (it gets when the piece was begun). Whatever was changed, deleted, put in, put
 * elsewhere or cut off by hand is found (PROMISES.md S15). `standing` is how far the trail goes, as the process that writes it knows.
 */
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
    if (!last) return { at, ...walk.end(standing()) };
    after = lastRowOf(last);
    await rest(started);
  }
}
