import { asConversation, conversations } from "#src/conversation/conversation.ts";
import type { HoldReason } from "#src/conversation/state.ts";
import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";

// What is kept of each time somebody wanted to read a chat that is over (opening.ts).

/** Why it is held, or that something was said to be wrong with it. */
export type WhyOpened = HoldReason | "concern";
/** The same, or that its young person left in danger. */
export type WhyRead = WhyOpened | "left";

/** That somebody wanted to read a chat, and what became of it. Times are ms UTC. */
export interface ChatOpening {
  id: number;
  /** null once its words are gone. */
  conversationId: number | null;
  nameIndex: number;
  why: WhyRead;
  askedBy: number;
  askedAt: number;
  agreedBy: number | null;
  agreedAt: number | null;
  /** Read without a second person who counts: there is none (`agreedBy` may be the same one, hands.ts), or none said anything. */
  alone: "nobody_else" | "no_answer" | null;
  openedAt: number | null;
  reviewedBy: number | null;
  reviewedAt: number | null;
}

/** All of a chat, the newest first. */
export function chatOpenings(db: DataReader, conversationId: number): ChatOpening[] {
  return db.all(openingRows().where("conversation_id", "=", conversationId).orderBy("id", "desc")).map(asChatOpening);
}

/**
 * Chats of somebody that were read again by others since an instant (ms UTC), the newest first: whoever had it is told, but where
 * something was said to be wrong with it.
 */
export function readAgain(db: DataReader, staffId: number, since: number): ChatOpening[] {
  const own = conversations().where("counsellor_id", "=", staffId);
  const ids = db.all(own).map((row) => asConversation(row).id);
  const read = openingRows().where("why", "!=", "concern").where("opened_at", ">", since);
  const byOthers = read.where("asked_by", "!=", staffId);
  const theirs = byOthers.where("conversation_id", "in", ids).orderBy("opened_at", "desc");
  return ids.length === 0 ? [] : db.all(theirs).map(asChatOpening);
}

/**
 * When the words of a chat were last read again by the team, ms UTC; null for never. It says nothing of why. That it can be read after
 * leaving in danger they were told before they left, and it was not to look at how the chat went.
 */
export function lastReadAgain(db: DataReader, conversationId: number): number | null {
  const all = chatOpenings(db, conversationId).flatMap(({ why, openedAt }) => (why === "left" ? [] : (openedAt ?? [])));
  return all.length === 0 ? null : Math.max(...all);
}

/** As events and pages call what such an opening is for. */
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
