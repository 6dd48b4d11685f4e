import { rest } from "#src/directory/time-slice.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { forgetPresence, hasOldPresence, nextToRollUp, noteAwake, rollUp } from "#src/queue/line/staffed.ts";
import { availableStaff } from "#src/staff/shift/availability.ts";

/** Notes, while someone is available, that Porchlight runs: while it does not, nobody is served. */
export async function noteOnShift({ db }: Helpline) {
  if (availableStaff(db).length > 0) await db.change("porchlight", noteAwake);
}

/** Rolls up each day that is over in its own change, so that a killed process goes on with the next; then forgets old ones. */
export async function rollUpPresence({ db, clock }: Helpline) {
  for (let next = nextToRollUp(db, clock.now()); next; next = nextToRollUp(db, clock.now())) {
    const due = next;
    const started = performance.now();
    await db.change("porchlight", (tx) => rollUp(tx, due));
    await rest(started);
  }
  if (hasOldPresence(db, clock.now())) await db.change("porchlight", forgetPresence);
}
