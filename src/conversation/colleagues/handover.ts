import type { SealedPlace } from "#src/crypto/seal.ts";
import type { DataReader } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import type { Conversation } from "../conversation.ts";

/** How an offer to hand a conversation over was settled. */
export type OfferOutcome = "accepted" | "declined" | "withdrawn" | "lapsed";

/** One time that somebody wanted to hand a conversation over. */
export interface Handover {
  conversationId: number;
  /** 1, 2, 3 … within its conversation. */
  number: number;
  fromId: number;
  /** A colleague, or else a line. */
  toId: number | null;
  toLineId: number | null;
  /** For colleagues only; null when it cannot be opened. */
  summary: string | null;
  /** Why the young person was not asked; null = they were, and agreed. */
  notAsked: string | null;
  /** ms UTC */
  offeredAt: number;
  /** null = nobody has answered yet. */
  outcome: OfferOutcome | null;
  settledAt: number | null;
}

/** Every time that a conversation was offered, oldest first. Its two texts are opened when they are read. */
export function handoversOf(db: DataReader, conversationId: number): Handover[] {
  return db.all(all({ conversationId })).map((row) => ({
    conversationId,
    number: row.number,
    fromId: row.from_staff_id,
    toId: row.to_staff_id,
    toLineId: row.to_line_id,
    get summary() {
      return db.keyring.open(handoverPlace(conversationId, row.number, "summary"), row.summary);
    },
    get notAsked() {
      return row.not_asked && db.keyring.open(handoverPlace(conversationId, row.number, "not asked"), row.not_asked);
    },
    offeredAt: row.offered_at,
    outcome: row.outcome,
    settledAt: row.settled_at,
  }));
}

/** What its counsellor offers and nobody has answered yet; undefined when there is no such offer. */
export function openOffer(db: DataReader, found: Conversation): Handover | undefined {
  return openAmong(handoversOf(db, found.id), found);
}

/** The same among all that were read already. */
export function openAmong(handovers: Handover[], { counsellorId }: Conversation): Handover | undefined {
  return handovers.find((one) => one.outcome === null && one.fromId === counsellorId);
}

/** What the colleague before them left for whoever has a conversation now; undefined when it was never handed over. */
export const lastAccepted = (handovers: Handover[]) => handovers.findLast((one) => one.outcome === "accepted");

/** To whom a conversation is offered and nobody has answered yet, a staff id; null when it is not offered. */
export function offeredTo(db: DataReader, conversationId: number): number | null {
  return db.first(offered({ conversationId }))?.to ?? null;
}

/** Every offer to a colleague that nobody has answered yet, whatever became of its conversation. */
export function openOffers(db: DataReader): { conversationId: number; fromId: number; toId: number }[] {
  return db.all(unanswered({}));
}

/** The conversations that are offered to somebody, and go on: ids, the oldest offer first. */
export function offersTo(db: DataReader, staffId: number): number[] {
  return db.all(toMember({ staffId })).map(({ id }) => id);
}

/** Where the two texts of a hand-over are sealed. */
export function handoverPlace(conversationId: number, number: number, what: "summary" | "not asked"): SealedPlace {
  return { table: "handover", conversationId, number, author: what };
}

const all = prepared((v: { conversationId: number }) =>
  q.selectFrom("handover").selectAll().where("conversation_id", "=", v.conversationId).orderBy("number"),
);
const unanswered = prepared(() =>
  q
    .selectFrom("handover")
    .select(["conversation_id as conversationId", "from_staff_id as fromId", "to_staff_id as toId"])
    .where("outcome", "is", null)
    .where("to_staff_id", "is not", null)
    .$narrowType<{ toId: number }>(),
);
/** Of offers that nobody has answered yet, those of whoever still has the conversation. */
const open = () =>
  q
    .selectFrom("handover")
    .innerJoin("conversation", (on) =>
      on
        .onRef("conversation.id", "=", "handover.conversation_id")
        .onRef("conversation.counsellor_id", "=", "handover.from_staff_id"),
    )
    .where("handover.outcome", "is", null)
    .where("conversation.ended_at", "is", null);
const offered = prepared((v: { conversationId: number }) =>
  open().select("handover.to_staff_id as to").where("handover.conversation_id", "=", v.conversationId),
);
const toMember = prepared((v: { staffId: number }) =>
  open().select("conversation.id as id").where("handover.to_staff_id", "=", v.staffId).orderBy("handover.offered_at"),
);
