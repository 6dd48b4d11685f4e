import { rest } from "#src/directory/time-slice.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { forgetPresence, hasOldPresence, nextToRollUp, noteAwake, rollUp } from "#src/queue/line/staffed.ts";
import { availableStaff } from "#src/staff/shift/availability.ts";

/** While somebody is available it is noted that Porchlight runs: what it does not, nobody served. */
export async function noteOnShift({ db }: Helpline) {
  if (availableStaff(db).length > 0) await db.change("porchlight", noteAwake);
}

/** Each day that is over, one change for each: a process that is killed between two goes on with the next. Then what is old goes. */
export async function rollUpPresence({ db, clock }: Helpline) {
  for (let next = nextToRollUp(db, clock.now()); next; next = nextToRollUp(db, clock.now())) {
    const due = next;
    const started = performance.now();
    await db.change("porchlight", (tx) => rollUp(tx, due));
    await rest(started);
  }
  if (hasOldPresence(db, clock.now())) await db.change("porchlight", forgetPresence);
}
