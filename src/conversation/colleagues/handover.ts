import type { SealedPlace } from "#src/crypto/seal.ts";
import type { DataReader } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import type { Conversation } from "../conversation.ts";

export type OfferOutcome = "accepted" | "declined" | "withdrawn" | "lapsed";

export interface Handover {
  conversationId: number;
  number: number;
  fromId: number;
  toId: number | null;
  summary: string | null;
  notAsked: string | null;
  offeredAt: number;
  outcome: OfferOutcome | null;
  settledAt: number | null;
}

/** Returns every offer of a conversation, oldest first; its two texts are opened only when they are read. */
export function handoversOf(db: DataReader, conversationId: number): Handover[] {
  return db.all(all({ conversationId })).map((row) => ({
    conversationId,
    number: row.number,
    fromId: row.from_staff_id,
    toId: row.to_staff_id,
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

/** Returns the unanswered offer of a conversation's present counsellor, if there is one. */
export function openOffer(db: DataReader, found: Conversation): Handover | undefined {
  return openAmong(handoversOf(db, found.id), found);
}

/** Returns the same as `openOffer`, from offers that were read already. */
export function openAmong(handovers: Handover[], { counsellorId }: Conversation): Handover | undefined {
  return handovers.find((one) => one.outcome === null && one.fromId === counsellorId);
}

/** Returns what the colleague before left for the present counsellor; undefined if it was never handed over. */
export const lastAccepted = (handovers: Handover[]) => handovers.findLast((one) => one.outcome === "accepted");

/** Returns the id of the colleague to whom a conversation is offered; null if it is not. */
export function offeredTo(db: DataReader, conversationId: number): number | null {
  return db.first(offered({ conversationId }))?.to ?? null;
}

/** Returns every offer to a colleague that nobody has answered yet, whatever became of its conversation. */
export function openOffers(db: DataReader): { conversationId: number; fromId: number; toId: number }[] {
  return db.all(unanswered({}));
}

/** Returns the ids of open conversations that are offered to someone, oldest offer first. */
export function offersTo(db: DataReader, staffId: number): number[] {
  return db.all(toMember({ staffId })).map(({ id }) => id);
}

/** Returns where one of the two texts of a hand-over is sealed. */
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
/** An offer counts only while the counsellor who made it still has the conversation. */
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
