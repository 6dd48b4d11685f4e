import { setImmediate, setTimeout } from "node:timers/promises";
import type { Db, Tx } from "#src/db/db.ts";
import type { Actor } from "#src/events.ts";
import type { Learned } from "./per-change-memo.ts";

/** How long a piece of long work may take, ms: whoever chats meanwhile must not notice. */
const sliceMs = 3;

/** Does long work in pieces, with everything else that is due between them. `work` yields often: after a millisecond or two. */
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

/** A piece that took longer was kept waiting itself, ms. */
const maxRest = 20;

/** How many rest now; from when the next of them may go on (performance.now()), and how long that is waited for at most, ms. */
let resting = 0;
let nextAt = 0;
const maxOthers = 1_000;

/**
 * Rests after a piece that began then (performance.now()) as long as it took: every other moment is free. Only what is done at once
 * is followed by more at once: a message takes several turns from one side to the other, and would meet a piece in each. However
 * many do something in pieces, all of them together leave that much free: they take turns, with a rest behind each.
 */
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

/** Makes a file when those are made that were asked for before: fifty at once would take the memory of all of them, and longer each. */
export function fileInTurn<Made>(make: () => Promise<Made>): Promise<Made> {
  const mine = lastFile.then(make);
  // That it is made, and not the file itself, which nobody may need for hours.
  lastFile = mine.then(
    () => {},
    () => {},
  );
  return mine;
}

/** Takes from a list as many as fit into a piece, at least one. What is left is for the next. */
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
  /** "porchlight" unless said. */
  actor?: Actor;
  /** Hears after each piece how many of how many are done. */
  tell?: ((done: number, of: number) => void) | undefined;
  /** What `work` comes to know from one to the next. */
  learned?: Learned;
  /** What each piece leaves to be done. */
  after?: (db: Db) => Promise<unknown>;
}

/** Changes something of each of many, in pieces: each piece is one change, and everything else that is due comes between. */
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
