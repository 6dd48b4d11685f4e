import { conversation } from "#src/conversation/conversation.ts";
import { chosenIn } from "#src/conversation/messages/intake.ts";
import { referralsOf } from "#src/conversation/messages/referral.ts";
import type { DataReader } from "#src/db/db.ts";
import { blankCoding, type Coding, noCounselling } from "./coding.ts";
import { tickedReasons } from "./reasons/ticks.ts";

/** Returns what is known of a chat before its record: what was ticked in it, first questions, referrals, danger, how it ended. */
export function prefilled(db: DataReader, conversationId: number): Coding {
  const chosen = chosenIn(db, conversationId);
  const sent = referralsOf(db, conversationId).some(({ staffId }) => staffId !== null);
  const found = conversation(db, conversationId);
  const over = found?.riskOver?.why ?? null;
  const wasPresent = over === "talked" || over === "plan";
  return {
    ...blankCoding,
    reasons: tickedReasons(db, conversationId),
    outcome: noCounselling.find((one) => one === found?.endReason) ?? null,
    riskPresent: found?.risk || wasPresent ? "yes" : null,
    riskAssessed: wasPresent ? "yes" : null,
    riskPlan: over === "plan" ? "yes" : null,
    age: chosen?.age ?? null,
    region: chosen?.region ?? null,
    actions: sent ? ["resources"] : [],
  };
}
