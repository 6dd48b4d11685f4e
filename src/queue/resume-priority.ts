import { noteEvent } from "#src/conversation/silence/steps.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";

// Coming back from a pause leads to the front of the line once in a chat: someone who pauses again and again is not always first.

const kind = "resumed_waiting";

/** Notes that someone came back from a pause and waits, since their counsellor could not go on. */
export function noteReturn(tx: Tx, conversationId: number): void {
  noteEvent(tx, conversationId, kind, null);
}

/** Returns whether someone came back from a pause into the line before. */
export function hasReturned(db: DataReader, conversationId: number): boolean {
  return db.first(returns({ conversationId })) !== undefined;
}

/** Returns the ids of conversations that wait since a return that was not their first; never one marked as in danger. */
export function returnedAgain(db: DataReader): Set<number> {
  return new Set(db.all(again({})).map(({ id }) => id));
}

const returns = prepared((v: { conversationId: number }) =>
  q
    .selectFrom("conversation_event")
    .select("id")
    .where("conversation_id", "=", v.conversationId)
    .where("kind", "=", kind)
    .limit(1),
);
const again = prepared(() =>
  q
    .selectFrom("conversation")
    .innerJoin("conversation_event as event", "event.conversation_id", "conversation.id")
    .select("conversation.id")
    .where("conversation.ended_at", "is", null)
    .where("conversation.claimed_at", "is", null)
    .where("conversation.given_back_at", "is not", null)
    .where("conversation.risk_at", "is", null)
    .where("event.kind", "=", kind)
    .groupBy("conversation.id")
    .having((eb) => eb.fn.countAll(), ">", 1)
    .having((eb) => eb(eb.fn.max("event.at"), "=", eb.ref("conversation.given_back_at"))),
);
