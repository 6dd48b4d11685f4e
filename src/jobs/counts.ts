import type { Tx } from "#src/db/db.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { storeLooks } from "#src/queue/door/looks.ts";
import { storeShown } from "#src/record/shown.ts";
import { lastly } from "./last.ts";

// What is counted in memory, since a page that is only looked at stores nothing.

/** The questions that stood on pages. */
export function noteShown({ db, shown }: Helpline) {
  return stored(db, shown, storeShown);
}

/** The looks at doors that let nobody in. */
export function noteLooks({ db, looks }: Helpline) {
  return stored(db, looks, storeLooks);
}

/** Both before the process ends. */
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
