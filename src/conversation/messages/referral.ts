import { allowedIn } from "#src/conversation/colleagues/colleagues.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { guardOf } from "#src/directory/care/guard.ts";
import { type Card, cardOf } from "#src/directory/entry/card.ts";
import { service } from "#src/directory/entry/services.ts";
import { todayOf } from "#src/directory/search/today.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import type { Message } from "./message.ts";
import { seqOf, writeCards } from "./writing.ts";

export const maxCards = 3;

const levels = ["shown", "sent", "prepared", "accompanied"] as const;
type Level = (typeof levels)[number];
export const notedLevels = ["sent", "prepared", "accompanied"] as const satisfies Level[];
export type NotedLevel = (typeof notedLevels)[number];

/** Sends one to three services in one message, as they are now. Returns its seq. Throws `bad_input`, `not_allowed`, `ended`. */
export function sendReferrals(
  tx: Tx,
  emit: Emit,
  input: { conversationId: number; staffId: number; clientId: string; serviceIds: string[] },
): number {
  const { conversationId, staffId, clientId } = input;
  const ids = [...new Set(input.serviceIds)];
  if (ids.length === 0 || ids.length > maxCards) throw new HelplineError("bad_input");
  const found = allowedIn(tx, input, "conversation.write");
  const known = seqOf(tx, { conversationId, clientId });
  if (known !== undefined) return known;
  const cards = ids.map((id) => sendable(tx, id, found.language));
  const seq = writeCards(tx, emit, { conversationId, staffId, clientId, sealed: JSON.stringify(cards) });
  for (const card of cards) note(tx, { conversationId, staffId, card, level: "sent" });
  emit({ type: "referral.noted", conversationId, staffId });
  return seq;
}

function sendable(tx: Tx, id: string, language: string): Card {
  const found = service(tx, id);
  if (!found || guardOf(tx, found, null, tx.at).block !== null) throw new HelplineError("bad_input", "error.referral");
  return cardOf(tx, id, found.entry, language, todayOf(tx, tx.at));
}

function note(
  tx: Tx,
  of: { conversationId: number; staffId: number | null; card: Pick<Card, "id" | "name">; level: Level },
) {
  tx.run(
    q.insertInto("referral").values({
      conversation_id: of.conversationId,
      staff_id: of.staffId,
      service_id: of.card.id,
      service_name: of.card.name,
      level: of.level,
      consent: null,
      outcome: null,
      at: tx.at,
    }),
  );
}

export const referralOutcomes = ["will_try", "not_now", "contacted", "declined"] as const;
export type ReferralOutcome = (typeof referralOutcomes)[number];

export interface Referral {
  id: number;
  staffId: number | null;
  serviceId: string;
  serviceName: string;
  level: Level;
  consent: boolean | null;
  outcome: ReferralOutcome | null;
}

/** Returns the referrals of a conversation, in order. */
export function referralsOf(db: DataReader, conversationId: number): Referral[] {
  return db
    .all(inConversation({ conversationId }))
    .map(({ id, staff_id, service_id, service_name, level, consent, outcome }) => ({
      id,
      staffId: staff_id,
      serviceId: service_id,
      serviceName: service_name,
      level,
      consent: consent === null ? null : consent === 1,
      outcome,
    }));
}

const inConversation = prepared((v: { conversationId: number }) =>
  q.selectFrom("referral").selectAll().where("conversation_id", "=", v.conversationId).orderBy("id"),
);

/** Returns the referrals of each message's cards, by its seq; referrals are noted in the order of the cards. */
export function referralsBySeq(messages: readonly Message[], referrals: readonly Referral[]): Map<number, Referral[]> {
  const left = referrals.filter(({ staffId }) => staffId !== null);
  return new Map(
    messages.flatMap(({ seq, cards }) => (cards ? [[seq, cards.flatMap(({ id }) => takeFirst(left, id))]] : [])),
  );
}

function takeFirst(from: Referral[], serviceId: string): Referral[] {
  const place = from.findIndex((one) => one.serviceId === serviceId);
  return place < 0 ? [] : from.splice(place, 1);
}

/** Notes how far a referral went. Throws `bad_input` if accompanied without consent, `not_allowed`, `not_found`. */
export function noteReferral(
  tx: Tx,
  emit: Emit,
  input: { conversationId: number; staffId: number; referralId: number; level: NotedLevel } & Pick<
    Referral,
    "consent" | "outcome"
  >,
): void {
  const { conversationId, staffId, referralId, level, consent, outcome } = input;
  allowedIn(tx, input, "conversation.write");
  if (level === "accompanied" && consent !== true) throw new HelplineError("bad_input", "error.consent");
  const changed = tx.run(
    q
      .updateTable("referral")
      .set({ level, outcome, consent: level === "accompanied" ? 1 : null })
      .where("id", "=", referralId)
      .where("conversation_id", "=", conversationId)
      .where("staff_id", "is not", null),
  );
  if (changed === 0) throw new HelplineError("not_found");
  emit({ type: "referral.noted", conversationId, staffId });
}
