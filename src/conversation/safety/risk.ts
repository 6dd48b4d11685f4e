import { allowedIn } from "#src/conversation/colleagues/colleagues.ts";
import type { Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";

/** Marks whether someone is in danger, also after the end, when it may come to mind. Throws `not_allowed`. */
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

/** Says that a chat begun as urgent no longer is (`present` false), or is again. Throws `not_allowed`, also after the end. */
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
