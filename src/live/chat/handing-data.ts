import { handoversOf } from "#src/conversation/colleagues/handover.ts";
import { type OfferForm, offerForm } from "#src/conversation/colleagues/handover-draft.ts";
import type { Conversation } from "#src/conversation/conversation.ts";
import type { DataReader } from "#src/db/db.ts";
import { translate } from "#src/i18n/i18n.ts";
import { receivers, receivingLines } from "#src/queue/handover/hand-over.ts";
import type { Handing } from "#views/counsellor/team/handover.tsx";

/** Returns a chat's hand over as a reader sees it: with what they have typed, or the words of their last offer that came to nothing. */
export function handingScene(
  db: DataReader,
  found: Conversation,
  { readerId, at }: { readerId: number; at: number },
  typed: OfferForm = startOf(db, found, readerId),
  wrong: Handing["wrong"] = null,
): Handing {
  return {
    receivers: receivers(db, found),
    lines: receivingLines(db, found, at),
    question: translate(found.language)("staff.handover.question"),
    language: found.language,
    form: typed,
    wrong,
  };
}

function startOf(db: DataReader, { id, counsellorId }: Conversation, readerId: number): OfferForm {
  const nothing = { to: "", summary: "", agreed: "", reason: "" };
  // Those who sit beside get no byte of it before it is offered.
  if (readerId !== counsellorId) return nothing;
  const kept = offerForm(db, { conversationId: id, staffId: readerId });
  if (kept) return kept;
  const last = handoversOf(db, id).at(-1);
  if (!last || last.fromId !== readerId || last.outcome === "accepted") return nothing;
  const agreed = last.notAsked === null ? "yes" : "no";
  return { to: "", summary: last.summary ?? "", agreed, reason: last.notAsked ?? "" };
}
