import { allowedIn, colleaguesOf } from "#src/conversation/colleagues/colleagues.ts";
import { type OfferOutcome, openOffer } from "#src/conversation/colleagues/handover.ts";
import { forgetOfferForm } from "#src/conversation/colleagues/handover-draft.ts";
import { endBeside, seatBeside, tellYoungPerson } from "#src/conversation/colleagues/join.ts";
import { type Conversation, conversation } from "#src/conversation/conversation.ts";
import { forgetDraft } from "#src/conversation/messages/draft.ts";
import type { Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { Emit } from "#src/events.ts";
import { refuseNewChat } from "#src/staff/shift/availability.ts";
import { endWrapUp } from "#src/staff/shift/wrap-up.ts";
import { aliasOf } from "#src/staff/staff.ts";
import { refuseFullHands } from "../capacity.ts";

interface Taking {
  conversationId: number;
  staffId: number;
}

/** Takes a chat over: supervisors always, colleagues if its young person is left alone. Throws `not_allowed`, `bad_input`. */
export function takeOver(tx: Tx, emit: Emit, input: Taking): void {
  const { conversationId, staffId } = input;
  const isOwner = conversation(tx, conversationId)?.counsellorId === staffId;
  const found = allowedIn(tx, input, isOwner ? "conversation.read" : "conversation.take_over");
  if (isOwner) return;
  refuseNewChat(tx, staffId);
  refuseFullHands(tx, staffId, found.lane);
  replace(tx, emit, found, staffId);
}

/** Gives a chat to `to` without asking for rights or room: a colleague beside a lost counsellor is in it already. */
export function replace(tx: Tx, emit: Emit, found: Conversation, to: number): void {
  const conversationId = found.id;
  const offer = openOffer(tx, found);
  settleOffer(tx, conversationId, "withdrawn");
  const from = changeHands(tx, emit, { found, to, kind: "taken_over" });
  emit({
    type: "conversation.taken_over",
    conversationId,
    staffId: to,
    from,
    offeredTo: offer?.toId ? [offer.toId] : [],
  });
  seatBeside(tx, emit, { conversationId, staffId: to });
  tellWhoIsHere(tx, emit, { conversationId, key: "notice.taken_over", from, to });
}

/** Changes the counsellor of a conversation. Returns whose it was. */
export function changeHands(
  tx: Tx,
  emit: Emit,
  { found, to, kind }: { found: Conversation; to: number; kind: "handed_over" | "taken_over" },
): number {
  const { id: conversationId, counsellorId } = found;
  const seen = colleaguesOf(tx, conversationId).find((one) => one.staffId === to)?.seenSeq ?? 0;
  tx.run(
    q
      .updateTable("conversation")
      .set({ counsellor_id: to, counsellor_seen_seq: seen, held_at: null, silence_from: tx.at })
      .where("id", "=", conversationId),
  );
  endBeside(tx, { conversationId, staffId: to });
  forgetDraft(tx, { conversationId, staffId: counsellorId! });
  forgetOfferForm(tx, conversationId);
  tx.run(q.insertInto("conversation_event").values({ conversation_id: conversationId, kind, staff_id: to, at: tx.at }));
  endWrapUp(tx, emit, { staffId: to });
  return counsellorId!;
}

/** Settles the open offer of a conversation, if there is one. */
export function settleOffer(tx: Tx, conversationId: number, outcome: OfferOutcome): void {
  tx.run(
    q
      .updateTable("handover")
      .set({ outcome, settled_at: tx.at })
      .where("conversation_id", "=", conversationId)
      .where("outcome", "is", null),
  );
}

/** Tells the young person by alias who is there now, and instead of whom. */
export function tellWhoIsHere(
  tx: Tx,
  emit: Emit,
  said: { conversationId: number; key: "notice.handed_over" | "notice.taken_over"; from: number; to: number },
): void {
  const { conversationId, key, from, to } = said;
  tellYoungPerson(tx, emit, {
    conversationId,
    key,
    values: { alias: aliasOf(tx, from)!, colleague: aliasOf(tx, to)! },
  });
}
