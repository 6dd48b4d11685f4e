import type { Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { repliesChange } from "./changes.ts";
import { type RepliesOf, setReplies } from "./replies.ts";

/**
 * Sets the replies that a change touched as they were before it; a change of its own, so it can be undone too. Returns and throws
 * as `setReplies`, and `not_found` for a change of another list.
 */
export function undoReplies(tx: Tx, emit: Emit, input: RepliesOf & { changeId: number; basedOn: number }): number {
  const { changeId, ...rest } = input;
  const change = repliesChange(tx, input.ownerId, changeId);
  if (!change) throw new HelplineError("not_found");
  return setReplies(tx, emit, { ...rest, wanted: new Map(Object.entries(change.before)) });
}
