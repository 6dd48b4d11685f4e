import type { Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { type RepliesChange, repliesChange } from "./changes.ts";
import { isSameReply, type RepliesOf, repliesOf, setReplies } from "./replies.ts";
import { maxReply, type Reply } from "./reply.ts";

/** Undoes a change by another. Returns and throws as `setReplies`, `not_found`, and `bad_input` for a taken name or full list. */
export function undoReplies(tx: Tx, emit: Emit, input: RepliesOf & { changeId: number; basedOn: number }): number {
  const { changeId, ...rest } = input;
  const change = repliesChange(tx, input.ownerId, changeId);
  if (!change) throw new HelplineError("not_found");
  refuseMore(repliesOf(tx, input.ownerId), change.before);
  return setReplies(tx, emit, { ...rest, wanted: new Map(Object.entries(change.before)) });
}

function refuseMore(now: Reply[], wanted: RepliesChange["before"]) {
  const others = now.filter(({ id }) => !Object.hasOwn(wanted, id));
  const back = Object.values(wanted).filter((one) => one !== null);
  const double = back.find((one) => others.some((other) => isSameReply(one, other)));
  if (double) throw new HelplineError("bad_input", "admin.replies.problem.name_taken", { part: double.name });
  const isFull = back.length > 0 && others.length + back.length > maxReply.replies;
  if (!isFull) return;
  throw new HelplineError("bad_input", "admin.replies.problem.too_many", { part: String(maxReply.replies) });
}
