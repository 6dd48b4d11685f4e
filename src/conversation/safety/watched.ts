import { allowedIn } from "#src/conversation/colleagues/colleagues.ts";
import { noteEvent } from "#src/conversation/silence/steps.ts";
import type { Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import type { Key } from "#src/i18n/i18n.ts";
import type { Conversation } from "../conversation.ts";
import { lastSeq } from "../reading.ts";

// A screen that somebody else may read (PROMISES.md SG6): nothing goes to it that no person sends, and no clock of theirs runs, until
// somebody who writes in the chat says otherwise. Their own words do not lift it, and neither does another counsellor who takes over.

/**
 * The counsellor of a chat, or a colleague who writes beside them, says that the screen of the young person is watched (`watched`), or is
 * so no more: then their clock runs anew. Saying the same twice changes nothing. Throws `not_allowed`, `ended`.
 */
export function watchScreen(
  tx: Tx,
  emit: Emit,
  input: { conversationId: number; staffId: number; watched: boolean },
): void {
  const { conversationId, staffId, watched } = input;
  const found = allowedIn(tx, input, "conversation.write");
  if (found.endedAt !== null) throw new HelplineError("ended");
  if ((found.watchedAfter !== null) === watched) return;
  const after = found.watchedAfter ?? lastSeq(tx, conversationId);
  const change = watched ? { watched_after: after } : { watched_after: null, silence_from: tx.at };
  tx.run(q.updateTable("conversation").set(change).where("id", "=", conversationId));
  noteEvent(tx, conversationId, watched ? "watched" : "unwatched", staffId);
  emit({ type: "conversation.watched", conversationId, staffId, present: watched, after });
}

/** What a person says with a button, on either side: that a screen is watched keeps none of it back. */
const byHand: ReadonlySet<Key> = new Set([
  "notice.approach",
  "notice.approach_agreed",
  "notice.approach_declined",
  "notice.later",
  "notice.paused_by_youth",
  "notice.rehearsal",
  "notice.said_safe",
  "notice.taken_back",
  "notice.where",
]);

/**
 * Whether a line that Porchlight itself wrote is kept from the screen of the young person: while that is watched, everything that was
 * written since and that nobody said with a button. It comes once the screen is theirs alone again.
 */
export function isKeptBack(
  { watchedAfter }: Pick<Conversation, "watchedAfter">,
  line: { key: Key; seq: number },
): boolean {
  return watchedAfter !== null && line.seq > watchedAfter && !byHand.has(line.key);
}
