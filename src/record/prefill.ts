import { conversation } from "#src/conversation/conversation.ts";
import { chosenIn } from "#src/conversation/messages/intake.ts";
import { referralsOf } from "#src/conversation/messages/referral.ts";
import type { DataReader } from "#src/db/db.ts";
import { blankCoding, type Coding, noCounselling } from "./coding.ts";

/**
 * What is known of a chat before anybody ticks anything: what was chosen in the first questions, what was sent, whether
 * somebody was in danger in it, and that it faded out or was set aside.
 */
export function prefilled(db: DataReader, conversationId: number): Coding {
  const chosen = chosenIn(db, conversationId);
  const sent = referralsOf(db, conversationId).some(({ staffId }) => staffId !== null);
  const found = conversation(db, conversationId);
  return {
    ...blankCoding,
    outcome: noCounselling.find((one) => one === found?.endReason) ?? null,
    riskPresent: found?.risk ? "yes" : null,
    age: chosen?.age ?? null,
    region: chosen?.region ?? null,
    actions: sent ? ["resources"] : [],
  };
}
