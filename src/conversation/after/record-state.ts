import type { DataReader } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";

type RecordState = "none" | "lacking" | "begun" | "finished";

/** Returns how far the contact record of a chat is; "none" while the chat goes on, and if nobody took it. */
export function recordState(db: DataReader, conversationId: number): RecordState {
  const row = db.first(ofChat({ conversationId }));
  return row ? stateOfRecord(row) : "none";
}

export interface ContactKept {
  talked: number | null;
  recordId: number | null;
  finishedAt: number | null;
}

/** Returns the same from what is kept of the contact; null in all of it where nothing is. */
export function stateOfRecord({ talked, recordId, finishedAt }: ContactKept): RecordState {
  if (recordId !== null) return finishedAt === null ? "begun" : "finished";
  return talked === null ? "none" : "lacking";
}

const ofChat = prepared((v: { conversationId: number }) =>
  q
    .selectFrom("contact")
    .leftJoin("contact_record", "contact_record.contact_id", "contact.id")
    .select(["contact.talked_s as talked", "contact_record.id as recordId", "contact_record.finished_at as finishedAt"])
    .where("contact.conversation_id", "=", v.conversationId),
);
