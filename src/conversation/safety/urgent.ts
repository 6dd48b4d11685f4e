import type { DataReader } from "#src/db/db.ts";
import { prepared, remembered } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { type Conversation, openConversations, stateOf } from "../conversation.ts";
import { isReal } from "../kind.ts";

// A chat stays urgent until a person says otherwise: in the emergency's record (record/emergency.ts) or in the chat (risk.ts).

export type Urgency = "emergency" | "danger";
export type EmergencyState = "open" | "over" | null;

/** Returns why a chat is marked as urgent; null if it is not. */
export function urgencyOf(db: DataReader, found: Conversation): Urgency | null {
  return urgencyWith(found, emergencyState(db, found.id));
}

/** Returns the same from the state of its emergency (`emergencyState`). */
export function urgencyWith(found: Conversation, declared: EmergencyState): Urgency | null {
  if (declared !== null) return declared === "open" ? "emergency" : null;
  const isTicked = found.lane === "urgent" && found.urgentOverAt === null;
  return isTicked && found.endedAt === null ? "danger" : null;
}

/** Returns whether a chat is marked as in danger: by a counsellor, by the young person, or by an open emergency. */
export function isMarkedInDanger(db: DataReader, found: Conversation): boolean {
  return found.risk || urgencyOf(db, found) !== null;
}

/** Returns whether the record of a chat's emergency says what came of it ("over") or not yet; null if there was none. */
export function emergencyState(db: DataReader, conversationId: number): EmergencyState {
  const declared = db.first(inChat({ conversationId }));
  if (!declared) return null;
  return declared.outcome === null ? "open" : "over";
}

/** Returns whether a chat has an emergency whose record does not say yet what came of it. */
export function hasOpenEmergency(db: DataReader, conversationId: number): boolean {
  return emergencyState(db, conversationId) === "open";
}

const inChat = remembered((v: { conversationId: number }) =>
  q
    .selectFrom("emergency")
    .select("outcome")
    .where("conversation_id", "=", v.conversationId)
    .orderBy((eb) => eb("outcome", "is", null), "desc")
    .limit(1),
);

interface NeededElsewhere {
  one: Conversation;
  since: number;
}

/** Returns the chats that colleagues are asked to take while their counsellor is in an emergency elsewhere; no rehearsals. */
export function chatsNeedingOthers(db: DataReader): NeededElsewhere[] {
  const there = db.all(going({}));
  if (there.length === 0) return [];
  return openConversations(db).flatMap((one) => needing(one, there));
}

/** Returns since when (ms UTC) a chat's counsellor is in an emergency elsewhere; null if they are not. */
export function neededSince(db: DataReader, found: Conversation): number | null {
  return needing(found, db.all(going({})))[0]?.since ?? null;
}

function needing(one: Conversation, there: Going[]): NeededElsewhere[] {
  if (!isReal(one) || stateOf(one) !== "talking" || there.some(({ id }) => id === one.id)) return [];
  const elsewhere = there.find(({ counsellorId }) => counsellorId === one.counsellorId);
  return elsewhere ? [{ one, since: elsewhere.at }] : [];
}

type Going = { id: number; counsellorId: number | null; at: number };

const going = prepared(() =>
  q
    .selectFrom("emergency")
    .innerJoin("conversation", "conversation.id", "emergency.conversation_id")
    .select(["conversation.id", "conversation.counsellor_id as counsellorId", "emergency.at"])
    .where("emergency.outcome", "is", null)
    .where("conversation.ended_at", "is", null)
    .orderBy("emergency.at"),
);
