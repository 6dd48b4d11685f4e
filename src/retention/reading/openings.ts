import { asConversation, conversations } from "#src/conversation/conversation.ts";
import type { HoldReason } from "#src/conversation/state.ts";
import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";

export type WhyOpened = HoldReason | "concern";
export type WhyRead = WhyOpened | "left";

export interface ChatOpening {
  id: number;
  conversationId: number | null;
  nameIndex: number;
  why: WhyRead;
  askedBy: number;
  askedAt: number;
  agreedBy: number | null;
  agreedAt: number | null;
  /** Read without a second person who counts: there is none (`agreedBy` may be the same person, hands.ts), or no answer. */
  alone: "nobody_else" | "no_answer" | null;
  openedAt: number | null;
  reviewedBy: number | null;
  reviewedAt: number | null;
}

/** Returns all openings of a chat, newest first. */
export function chatOpenings(db: DataReader, conversationId: number): ChatOpening[] {
  return db.all(openingRows().where("conversation_id", "=", conversationId).orderBy("id", "desc")).map(asChatOpening);
}

/** Returns a counsellor's chats that others read since an instant (ms UTC), newest first, except after a complaint. */
export function readAgain(db: DataReader, staffId: number, since: number): ChatOpening[] {
  const own = conversations().where("counsellor_id", "=", staffId);
  const ids = db.all(own).map((row) => asConversation(row).id);
  const read = openingRows().where("why", "!=", "concern").where("opened_at", ">", since);
  const byOthers = read.where("asked_by", "!=", staffId);
  const theirs = byOthers.where("conversation_id", "in", ids).orderBy("opened_at", "desc");
  return ids.length === 0 ? [] : db.all(theirs).map(asChatOpening);
}

/** Returns when the team last read a chat again, ms UTC; not after leaving in danger, which they were told beforehand. */
export function lastReadAgain(db: DataReader, conversationId: number): number | null {
  const all = chatOpenings(db, conversationId).flatMap(({ why, openedAt }) => (why === "left" ? [] : (openedAt ?? [])));
  return all.length === 0 ? null : Math.max(...all);
}

/** Returns how events and pages name the reason. */
export const ofWhy = (why: WhyRead) => (why === "concern" ? "concern" : "hold");

export const openingRows = () => q.selectFrom("chat_opening").selectAll();

export function asChatOpening(
  row: Awaited<ReturnType<ReturnType<typeof openingRows>["execute"]>>[number],
): ChatOpening {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    nameIndex: row.name_index,
    why: row.why,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    agreedBy: row.agreed_by,
    agreedAt: row.agreed_at,
    alone: row.alone,
    openedAt: row.opened_at,
    reviewedBy: row.reviewed_by,
    reviewedAt: row.reviewed_at,
  };
}
