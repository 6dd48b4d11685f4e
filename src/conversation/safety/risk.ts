import { allowedIn } from "#src/conversation/colleagues/colleagues.ts";
import type { Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";

/**
 * The counsellor of a conversation, or a colleague who writes beside them, says whether somebody is in danger in it. Such a chat is never paused by itself, and a
 * joke is never made of it; the contact record begins with the mark. Saying the same again changes nothing. Also after the
 * end, since it may come to mind then. Throws `not_allowed` for anybody else.
 */
export function markRisk(
  tx: Tx,
  emit: Emit,
  input: { conversationId: number; staffId: number; present: boolean },
): void {
  const { conversationId, staffId, present } = input;
  const found = allowedIn(tx, input, "conversation.mark_risk");
  if (found.risk === present) return;
  tx.run(
    q
      .updateTable("conversation")
      .set({ risk_at: present ? tx.at : null })
      .where("id", "=", conversationId),
  );
  emit({ type: "conversation.risk_marked", conversationId, staffId, present });
}

/**
 * The same people say that a chat that began as urgent, since the young person ticked danger, is so no more (`present` false), or is again. Saying the
 * same twice changes nothing. Throws `not_allowed`, also for a chat that did not begin so, and after its end.
 */
export function markUrgent(
  tx: Tx,
  emit: Emit,
  input: { conversationId: number; staffId: number; present: boolean },
): void {
  const { conversationId, staffId, present } = input;
  const found = allowedIn(tx, input, "conversation.mark_risk");
  if (found.lane !== "urgent" || found.endedAt !== null) throw new HelplineError("not_allowed");
  if ((found.urgentOverAt === null) === present) return;
  tx.run(
    q
      .updateTable("conversation")
      .set({ urgent_over_at: present ? null : tx.at })
      .where("id", "=", conversationId),
  );
  emit({ type: "conversation.urgent_marked", conversationId, staffId, present });
}
