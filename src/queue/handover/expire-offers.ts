import { subjectOf } from "#src/conversation/colleagues/colleagues.ts";
import { openOffers } from "#src/conversation/colleagues/handover.ts";
import { conversation } from "#src/conversation/conversation.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import type { Emit } from "#src/events.ts";
import { may } from "#src/staff/permissions.ts";
import { staffMember } from "#src/staff/staff.ts";
import { settleOffer } from "./take-over.ts";

/** Returns the ids of chats offered to someone who cannot accept any more; someone who is away may come back for it. */
export function lapsedOffers(db: DataReader, isGone: (staffId: number) => boolean): number[] {
  return openOffers(db)
    .filter(({ conversationId, toId }) => isGone(toId) || !mayAccept(db, conversationId, toId))
    .map(({ conversationId }) => conversationId);
}

function mayAccept(db: DataReader, conversationId: number, staffId: number): boolean {
  const member = staffMember(db, staffId);
  const found = conversation(db, conversationId);
  return !!member && !!found && may(member, "conversation.accept", subjectOf(db, found, 0));
}

/** Lets such an offer lapse, if it still is one, and tells the counsellor who made it. */
export function lapse(
  tx: Tx,
  emit: Emit,
  input: { conversationId: number; isGone: (staffId: number) => boolean },
): void {
  const { conversationId, isGone } = input;
  if (!lapsedOffers(tx, isGone).includes(conversationId)) return;
  const { fromId, toId } = openOffers(tx).find((one) => one.conversationId === conversationId)!;
  settleOffer(tx, conversationId, "lapsed");
  emit({ type: "conversation.offer_settled", conversationId, staffId: fromId, to: toId, outcome: "lapsed" });
}
