import type { Helpline } from "#src/http/server/context.ts";
import { chatState, linesNow } from "#src/live/youth/youth-data.ts";
import { inLine } from "#src/queue/claim.ts";
import { forgetOldPromises, hasOldPromises } from "#src/queue/wait/announced-wait.ts";
import { forgetOldGone, hasOldGone } from "#src/queue/wait/departures.ts";

/**
 * As an evening goes on, it gets too late for some who wait, and who waits in danger is told whom to call: they are told so. What was
 * said last is kept per run of jobs.
 */
export function watchOutlook() {
  const said = new WeakMap<Helpline, string>();
  return (helpline: Helpline) => {
    const lineOf = linesNow(helpline);
    const told = inLine(helpline.db).flatMap((one) => {
      const state = chatState(helpline, one, lineOf);
      if (state.kind !== "waiting" || (state.closing === null && state.danger === null)) return [];
      return [`${one.id} ${state.closing !== null} ${state.danger?.late} ${state.danger?.called}`];
    });
    const now = String(told);
    if (now !== (said.get(helpline) ?? "")) helpline.db.announce({ type: "wait.outlook" });
    said.set(helpline, now);
  };
}

/** How lines moved long ago says nothing of how they move, and what was told long ago nothing of what is told. */
export async function forgetMoves({ db, clock }: Helpline) {
  if (hasOldGone(db, clock.now())) await db.change("porchlight", forgetOldGone);
  if (hasOldPromises(db, clock.now())) await db.change("porchlight", forgetOldPromises);
}
