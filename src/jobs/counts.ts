import type { Tx } from "#src/db/db.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { storeLooks } from "#src/queue/door/looks.ts";
import { storeShown } from "#src/record/shown.ts";
import { lastly } from "./last.ts";

/** Stores which questions were shown. */
export function noteShown({ db, shown }: Helpline) {
  return stored(db, shown, storeShown);
}

/** Stores how often doors that let nobody in were looked at. */
export function noteLooks({ db, looks }: Helpline) {
  return stored(db, looks, storeLooks);
}

/** Stores both before the process ends. */
export async function noteCountsLast(helpline: Helpline) {
  const both = () => Promise.all([noteShown(helpline), noteLooks(helpline)]);
  await lastly(helpline, both, "what was counted last is not stored");
}

async function stored<One>(
  db: Helpline["db"],
  counted: { take(): One[]; giveBack(taken: One[]): void },
  store: (tx: Tx, taken: One[]) => void,
) {
  const taken = counted.take();
  if (taken.length === 0) return;
  try {
    await db.change("porchlight", (tx) => store(tx, taken));
  } catch (error) {
    counted.giveBack(taken);
    throw error;
  }
}
