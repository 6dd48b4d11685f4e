import { minuteMs } from "#src/clock.ts";
import { allowedIn } from "#src/conversation/colleagues/colleagues.ts";
import type { Conversation } from "#src/conversation/conversation.ts";
import { chosenIn } from "#src/conversation/messages/intake.ts";
import { noteEvent } from "#src/conversation/silence/steps.ts";
import type { EndReason } from "#src/conversation/state.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { end } from "./ending.ts";

export const asides = ["joke", "test", "abusive"] as const satisfies EndReason[];
type Aside = (typeof asides)[number];

/** How long that session waits, and how long it can be undone (PROMISES.md C4). */
const asideMs = 10 * minuteMs;

/** Returns whether a chat may be set aside: never if danger was chosen or marked. */
export function mayBeSetAside(db: DataReader, one: Conversation): boolean {
  return one.endedAt === null && !one.risk && chosenIn(db, one.id)?.urgent !== "danger";
}

/** Ends a chat as a joke, a test or abusive. Throws `not_allowed`, also in danger, and `ended`. */
export function setAside(tx: Tx, emit: Emit, input: { conversationId: number; staffId: number; why: Aside }): void {
  const { conversationId, staffId, why } = input;
  const found = allowedIn(tx, input, "conversation.end");
  if (found.endedAt !== null) throw new HelplineError("ended");
  if (!mayBeSetAside(tx, found)) throw new HelplineError("not_allowed", "error.aside_danger");
  end(tx, emit, { conversationId, reason: why, staffId });
}

/** Returns whether a chat was set aside, and that was not undone. */
export function wasSetAside({ endReason }: Conversation): boolean {
  return asides.some((one) => one === endReason);
}

/** Returns until when the session of a chat that was set aside waits, ms UTC; null for any other. */
export function asideEnd(one: Conversation): number | null {
  return one.endedAt === null || !wasSetAside(one) ? null : one.endedAt + asideMs;
}

/** Returns the same as `asideEnd`, or null once that is over at `at` (ms UTC). */
export function asideUntil(one: Conversation, at: number): number | null {
  const until = asideEnd(one);
  return until !== null && at < until ? until : null;
}

/** Undoes setting aside: the session may begin anew at once. Throws `not_allowed`, and `bad_input` if it is too late. */
export function undoAside(tx: Tx, emit: Emit, input: { conversationId: number; staffId: number }): void {
  // The chat itself stays ended, since the young person's page has left their screen by then.
  const { conversationId, staffId } = input;
  const found = allowedIn(tx, input, "conversation.end");
  if (found.endReason === "ended_by_counsellor") return;
  if (asideUntil(found, tx.at) === null) throw new HelplineError("bad_input", "error.aside_late");
  const reason = { end_reason: "ended_by_counsellor" } as const;
  tx.run(q.updateTable("conversation").set(reason).where("id", "=", conversationId));
  tx.run(q.updateTable("contact").set(reason).where("conversation_id", "=", conversationId));
  forgetOutcome(tx, found);
  noteEvent(tx, conversationId, "aside_undone", staffId);
  emit({ type: "conversation.aside_undone", conversationId, staffId });
}

/** Clears the outcome that a record took from an end that no longer holds, unless the record is finished. */
export function forgetOutcome(tx: Tx, { id, endReason }: Conversation): void {
  tx.run(
    q
      .updateTable("contact_record")
      .set({ outcome: null })
      .where("contact_id", "in", q.selectFrom("contact").select("id").where("conversation_id", "=", id))
      .where("outcome", "=", endReason)
      .where("finished_at", "is", null),
  );
}
