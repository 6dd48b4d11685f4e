import type { Helpline } from "#src/http/server/context.ts";
import { chatState, linesNow } from "#src/live/youth/youth-data.ts";
import { inLine } from "#src/queue/claim.ts";
import { forgetOldPromises, hasOldPromises } from "#src/queue/wait/announced-wait.ts";
import { forgetOldGone, hasOldGone } from "#src/queue/wait/departures.ts";

/** Returns a job that tells people in line when it gets too late for them, and people in danger whom to call. */
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

/** Forgets how lines moved and what was announced long ago: it says nothing about now. */
export async function forgetMoves({ db, clock }: Helpline) {
  if (hasOldGone(db, clock.now())) await db.change("porchlight", forgetOldGone);
  if (hasOldPromises(db, clock.now())) await db.change("porchlight", forgetOldPromises);
}
