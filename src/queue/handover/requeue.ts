import { colleaguesOf } from "#src/conversation/colleagues/colleagues.ts";
import { openOffer } from "#src/conversation/colleagues/handover.ts";
import { forgetOfferForm } from "#src/conversation/colleagues/handover-draft.ts";
import { endBeside } from "#src/conversation/colleagues/join.ts";
import type { Conversation } from "#src/conversation/conversation.ts";
import { forgetDraft } from "#src/conversation/messages/draft.ts";
import { noteEvent } from "#src/conversation/silence/steps.ts";
import type { Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { settleOffer } from "./take-over.ts";

interface Freed {
  beside: number[];
  offeredTo: number[];
}

/** Makes a chat wait again, on its line or another; `kind` is the event. Returns whom else it concerns. */
export function toQueue(
  tx: Tx,
  found: Conversation,
  { kind, lineId = found.lineId }: { kind: "given_back" | "passed_on"; lineId?: number },
): Freed {
  const { id: conversationId, counsellorId } = found;
  const offer = openOffer(tx, found);
  const beside = colleaguesOf(tx, conversationId).map((one) => one.staffId);
  const nobody = { claimed_at: null, counsellor_id: null, counsellor_seen_seq: 0 };
  const silence = { paused_at: null, held_at: null, silence_from: null };
  tx.run(
    q
      .updateTable("conversation")
      .set({ ...nobody, ...silence, given_back_at: tx.at, line_id: lineId })
      .where("id", "=", conversationId),
  );
  forgetDraft(tx, { conversationId, staffId: counsellorId! });
  forgetOfferForm(tx, conversationId);
  settleOffer(tx, conversationId, "withdrawn");
  endBeside(tx, { conversationId });
  noteEvent(tx, conversationId, kind, counsellorId);
  return { beside, offeredTo: offer?.toId ? [offer.toId] : [] };
}
