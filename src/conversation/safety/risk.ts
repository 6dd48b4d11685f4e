import { allowedIn } from "#src/conversation/colleagues/colleagues.ts";
import type { Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit, RiskEnd } from "#src/events.ts";

export const riskEnds: readonly RiskEnd[] = ["talked", "plan", "mistake"];

/** Marks that someone is in danger, or ends the mark for a reason; also after the chat. Throws `not_allowed` and `bad_input`. */
export function markRisk(
  tx: Tx,
  emit: Emit,
  input: { conversationId: number; staffId: number; present: boolean; why?: RiskEnd | undefined },
): void {
  const { conversationId, staffId, present } = input;
  const why = present ? null : (input.why ?? null);
  const found = allowedIn(tx, input, "conversation.mark_risk");
  if (found.risk === present) return;
  if (!present && why === null) throw new HelplineError("bad_input", "error.risk_why");
  tx.run(
    q
      .updateTable("conversation")
      .set(
        present
          ? { risk_at: tx.at }
          : { risk_at: null, risk_over_at: tx.at, risk_over_by: staffId, risk_over_why: why },
      )
      .where("id", "=", conversationId),
  );
  emit({ type: "conversation.risk_marked", conversationId, staffId, present, why });
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
