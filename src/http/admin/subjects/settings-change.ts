import type { Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { changeLightly, heavy, TooHeavy } from "#src/http/frame/budget.tsx";
import { type NotDone, type TooLate, unlessTaken } from "#src/http/frame/history.ts";
import type { C, Helpline } from "#src/http/server/context.ts";
import type { Subject } from "#src/settings/subjects.ts";

/**
 * Makes a change of a subject, for whoever asks, who had seen what `tooLate` says. Gives the id of the change, 0 when nothing was
 * different; or why nothing was changed, for the page to show. Rejects with `not_found`, and with what is no refusal.
 */
export async function changeSubject(
  c: C,
  helpline: Helpline,
  subject: Subject,
  tooLate: TooLate,
  verb: (tx: Tx, emit: Emit) => number,
): Promise<number | NotDone> {
  try {
    const id = await unlessTaken(changeLightly(c, helpline, subject, verb));
    return id ?? { late: tooLate };
  } catch (error) {
    if (error instanceof TooHeavy) return { refused: heavy(error) };
    if (error instanceof HelplineError && error.code !== "not_found") return { refused: error };
    throw error;
  }
}
