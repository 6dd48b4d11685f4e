import type { Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { type RepliesChange, repliesChange } from "./changes.ts";
import { isSameReply, type RepliesOf, repliesOf, setReplies } from "./replies.ts";
import { maxReply, type Reply } from "./reply.ts";

/**
 * Sets the replies that a change touched as they were before it; a change of its own, so it can be undone too. Returns and throws
 * as `setReplies`, `not_found` for a change of another list, and `bad_input` where two would be called the same, or there would
 * be more than a list holds.
 */
export function undoReplies(tx: Tx, emit: Emit, input: RepliesOf & { changeId: number; basedOn: number }): number {
  const { changeId, ...rest } = input;
  const change = repliesChange(tx, input.ownerId, changeId);
  if (!change) throw new HelplineError("not_found");
  refuseMore(repliesOf(tx, input.ownerId), change.before);
  return setReplies(tx, emit, { ...rest, wanted: new Map(Object.entries(change.before)) });
}

/** Since then somebody may have called another one the same, or filled the list. */
function refuseMore(now: Reply[], wanted: RepliesChange["before"]) {
  const others = now.filter(({ id }) => !Object.hasOwn(wanted, id));
  const back = Object.values(wanted).filter((one) => one !== null);
  const double = back.find((one) => others.some((other) => isSameReply(one, other)));
  if (double) throw new HelplineError("bad_input", "admin.replies.problem.name_taken", { part: double.name });
  const isFull = back.length > 0 && others.length + back.length > maxReply.replies;
  if (!isFull) return;
  throw new HelplineError("bad_input", "admin.replies.problem.too_many", { part: String(maxReply.replies) });
}
