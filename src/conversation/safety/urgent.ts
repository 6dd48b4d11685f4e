import type { DataReader } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { type Conversation, openConversations, stateOf } from "../conversation.ts";
import { isReal } from "../kind.ts";

// A chat that is urgent stays so until a person says otherwise: of an emergency its record says what came of it (record/emergency.ts),
// of what a young person ticked somebody who writes in the chat says that it is over (risk.ts).

/** Why a chat is urgent now: an emergency was declared in it, or the young person ticked danger. */
export type Urgency = "emergency" | "danger";

/** Why a chat is marked as urgent; null for one that is not. */
export function urgencyOf(db: DataReader, found: Conversation): Urgency | null {
  const declared = emergencyState(db, found.id);
  if (declared !== null) return declared === "open" ? "emergency" : null;
  const isTicked = found.lane === "urgent" && found.urgentOverAt === null;
  return isTicked && found.endedAt === null ? "danger" : null;
}

/**
 * Whether whoever writes in a chat is in danger, as far as anybody has said: a counsellor has marked it, they ticked it themselves, or an
 * emergency was declared and its record does not say yet what came of it. Each until a person says otherwise.
 */
export function isMarkedInDanger(db: DataReader, found: Conversation): boolean {
  return found.risk || urgencyOf(db, found) !== null;
}

/** Whether the record of the emergency that was declared in a chat says what came of it ("over"), or not yet; null where there was none. */
export function emergencyState(db: DataReader, conversationId: number): "open" | "over" | null {
  const declared = db.first(inChat({ conversationId }));
  if (!declared) return null;
  return declared.outcome === null ? "open" : "over";
}

/** Whether an emergency was declared in a chat and its record does not say yet what came of it. */
export function hasOpenEmergency(db: DataReader, conversationId: number): boolean {
  return emergencyState(db, conversationId) === "open";
}

// Of several that of which no record says yet what came of it.
const inChat = prepared((v: { conversationId: number }) =>
  q
    .selectFrom("emergency")
    .select("outcome")
    .where("conversation_id", "=", v.conversationId)
    .orderBy((eb) => eb("outcome", "is", null), "desc")
    .limit(1),
);

/** A chat whose counsellor is needed in an emergency of another: colleagues are asked to take it. */
export interface NeededElsewhere {
  one: Conversation;
  /** Since when, ms UTC. */
  since: number;
}

/** The chats that colleagues are asked to take since their counsellors are in an emergency elsewhere. A rehearsal can wait. */
export function chatsNeedingOthers(db: DataReader): NeededElsewhere[] {
  const there = db.all(going({}));
  if (there.length === 0) return [];
  return openConversations(db).flatMap((one) => needing(one, there));
}

/** The same for one chat: since when (ms UTC) its counsellor is in an emergency elsewhere; null while they are not. */
export function neededSince(db: DataReader, found: Conversation): number | null {
  return needing(found, db.all(going({})))[0]?.since ?? null;
}

function needing(one: Conversation, there: Going[]): NeededElsewhere[] {
  if (!isReal(one) || stateOf(one) !== "talking" || there.some(({ id }) => id === one.id)) return [];
  const elsewhere = there.find(({ counsellorId }) => counsellorId === one.counsellorId);
  return elsewhere ? [{ one, since: elsewhere.at }] : [];
}

type Going = { id: number; counsellorId: number | null; at: number };

/** The chats that go on with an emergency in them. */
const going = prepared(() =>
  q
    .selectFrom("emergency")
    .innerJoin("conversation", "conversation.id", "emergency.conversation_id")
    .select(["conversation.id", "conversation.counsellor_id as counsellorId", "emergency.at"])
    .where("emergency.outcome", "is", null)
    .where("conversation.ended_at", "is", null)
    .orderBy("emergency.at"),
);
