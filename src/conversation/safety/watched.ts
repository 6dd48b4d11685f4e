import { allowedIn } from "#src/conversation/colleagues/colleagues.ts";
import { noteEvent } from "#src/conversation/silence/steps.ts";
import type { Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import type { Key } from "#src/i18n/i18n.ts";
import type { Conversation } from "../conversation.ts";
import { lastSeq } from "../reading.ts";

// Nothing automatic goes to a watched screen (PROMISES.md SG6), and no clock runs, until someone who writes in the chat says
// otherwise. Neither the young person's own words nor another counsellor who takes over lifts it.

/** Says whether the young person's screen is watched; once it is not, their clock runs anew. Throws `not_allowed`, `ended`. */
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

/** What a person says with a button goes to a watched screen too. */
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

/** Returns whether a notice is kept from a watched screen; it comes once the screen is theirs alone again. */
export function isKeptBack(
  { watchedAfter }: Pick<Conversation, "watchedAfter">,
  line: { key: Key; seq: number },
): boolean {
  return watchedAfter !== null && line.seq > watchedAfter && !byHand.has(line.key);
}
