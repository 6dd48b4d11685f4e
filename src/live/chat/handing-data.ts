import { handoversOf } from "#src/conversation/colleagues/handover.ts";
import type { Conversation } from "#src/conversation/conversation.ts";
import type { DataReader } from "#src/db/db.ts";
import { translate } from "#src/i18n/i18n.ts";
import { receivers, receivingLines } from "#src/queue/handover/hand-over.ts";
import type { Handing, OfferForm } from "#views/counsellor/team/handover.tsx";

/** Returns a chat's hand over as its counsellor sees it, by default with the words of the last offer that came to nothing. */
export function handingScene(
  db: DataReader,
  found: Conversation,
  at: number,
  typed: OfferForm = startOf(db, found),
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

function startOf(db: DataReader, { id, counsellorId }: Conversation): OfferForm {
  const last = handoversOf(db, id).at(-1);
  if (!last || last.fromId !== counsellorId || last.outcome === "accepted") {
    return { to: "", summary: "", agreed: "", reason: "" };
  }
  const agreed = last.notAsked === null ? "yes" : "no";
  return { to: "", summary: last.summary ?? "", agreed, reason: last.notAsked ?? "" };
}
