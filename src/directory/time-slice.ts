import { setImmediate, setTimeout } from "node:timers/promises";
import type { Db, Tx } from "#src/db/db.ts";
import type { Actor } from "#src/events.ts";
import type { Learned } from "./per-change-memo.ts";

/** How long a piece of long work may take, so that chats do not notice. */
const sliceMs = 3;

/** Does long work in pieces, with everything else between them. `work` must yield every millisecond or two. */
export async function inSlices<Result>(work: Generator<unknown, Result>): Promise<Result> {
  let started = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() - started < sliceMs) continue;
    await rest(started);
    started = performance.now();
  }
}

/** In ms. A piece that took longer was kept waiting itself. */
const maxRest = 20;

/** How many rest; when the next may go on (performance.now()), and how long that is waited for at most, ms. */
let resting = 0;
let nextAt = 0;
const maxOthers = 1_000;

/** Rests as long as the piece since `started` (performance.now()) took: all long work together leaves half of the time free. */
export async function rest(started: number): Promise<void> {
  const now = performance.now();
  const took = Math.min(now - started, maxRest);
  const others = resting > 0 ? Math.min(nextAt - now, maxOthers) : 0;
  const wait = Math.max(took, others);
  nextAt = now + wait + 2 * took;
  resting += 1;
  await (wait < 1 ? setImmediate() : setTimeout(Math.ceil(wait)));
  resting -= 1;
}

let lastFile: Promise<unknown> = Promise.resolve();

/** Makes a file after those asked for before: fifty at once would need the memory of all of them, and longer each. */
export function fileInTurn<Made>(make: () => Promise<Made>): Promise<Made> {
  const mine = lastFile.then(make);
  // Holds that it is made, not the file itself, which no one may need for hours.
  lastFile = mine.then(
    () => {},
    () => {},
  );
  return mine;
}

function takeSlice<Item>(items: readonly Item[], done: number, work: (item: Item, index: number) => void): number {
  const started = performance.now();
  let next = done;
  while (next < items.length && (next === done || performance.now() - started < sliceMs)) {
    work(items[next]!, next);
    next += 1;
  }
  return next;
}

interface Pieces {
  actor?: Actor;
  tell?: ((done: number, of: number) => void) | undefined;
  learned?: Learned;
  after?: (db: Db) => Promise<unknown>;
}

/** Does `work` for many items in pieces: each piece is one change, with everything else between them. */
export async function inPieces<Item>(
  db: Db,
  items: readonly Item[],
  work: (tx: Tx, item: Item, index: number) => void,
  { actor = "porchlight", tell, learned, after }: Pieces = {},
): Promise<void> {
  let done = 0;
  while (done < items.length) {
    const started = performance.now();
    done = await db.change(actor, (tx) => {
      learned?.forget();
      return takeSlice(items, done, (one, index) => work(tx, one, index));
    });
    learned?.keep();
    tell?.(done, items.length);
    await rest(started);
    await after?.(db);
  }
}
