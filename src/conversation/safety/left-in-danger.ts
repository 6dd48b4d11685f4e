import { hourMs } from "#src/clock.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import type { Emit } from "#src/events.ts";
import { dangerHours } from "#src/settings/rules/facts.ts";
import type { Conversation } from "../conversation.ts";
import { isReal } from "../kind.ts";
import type { EndReason } from "../state.ts";
import { emergencyState, isMarkedInDanger } from "./urgent.ts";

// Leaving and deleting in danger (PROMISES.md SG5): the screen of the young person clears at once as always, and those on shift can
// still read what they wrote, until one of them says that the danger is over (retention/danger-over.ts), or half a day has passed.

/** So long it can be read at most, ms. */
export const dangerMostMs = dangerHours * hourMs;

/** Ends that nobody on shift has chosen: of all others somebody has decided that they can go. */
const leaving: readonly EndReason[] = ["ended_by_youth", "left_line", "left_fast", "lost", "faded_out"];

/** Whether somebody goes by this end, or is gone. */
export const isLeaving = (reason: EndReason) => leaving.includes(reason);

/**
 * Whether whoever writes in a chat is in danger at an instant (ms UTC), as far as anybody has said: they themselves at the door, in the
 * first questions or since, a counsellor who marked it, or whoever declared an emergency, of which its record then says what came. Once
 * they have left, it is until somebody says that it is over; and after an end that somebody chose, as long as whoever had the chat
 * still reads it. Nobody is in a rehearsal.
 */
export function isInDanger(db: DataReader, found: Conversation, at: number): boolean {
  if (!isReal(found)) return false;
  if (found.endedAt !== null) {
    const left = db.first(ofChat({ conversationId: found.id }));
    if (left) return isOpen(db, left, at);
    if (at - found.endedAt >= dangerMostMs || db.keyring.isSealed(found.id)) return false;
  }
  // What came of an emergency is the last word, also where the mark still stands.
  return emergencyState(db, found.id) !== "over" && isMarkedInDanger(db, found);
}

/** When somebody left in danger, ms UTC, if what they wrote can still be read for it at an instant (ms UTC); else null. */
export function leftInDanger(db: DataReader, conversationId: number, at: number): number | null {
  const left = db.first(ofChat({ conversationId }));
  return left && isOpen(db, left, at) ? left.at : null;
}

/** Whether somebody left in danger, over or not. */
export function wasLeftInDanger(db: DataReader, conversationId: number): boolean {
  return db.first(ofChat({ conversationId })) !== undefined;
}

/** All of these at an instant (ms UTC), whoever left first before the others: ids of their conversations, and since when (ms UTC). */
export function everyLeft(db: DataReader, now: number): { id: number; at: number }[] {
  return db.all(open({})).filter((one) => isOpen(db, one, now));
}

/** The chats (ids) of those for whom the danger is over at an instant (ms UTC), though nobody has noted it yet. */
export function dangersOver(db: DataReader, now: number): number[] {
  return db.all(open({})).flatMap((one) => (isOpen(db, one, now) ? [] : [one.id]));
}

/** Somebody leaves in danger. Where they had left before, it changes nothing. */
export function noteLeft(tx: Tx, emit: Emit, { conversationId }: { conversationId: number }): void {
  if (tx.first(ofChat({ conversationId }))) return;
  const row = { conversation_id: conversationId, left_at: tx.at, over_at: null };
  tx.run(q.insertInto("left_in_danger").values(row));
  emit({ type: "danger.left", conversationId });
}

/** They are back: whether they are in danger is for those who talk with them to say again. */
export function noteCameBack(tx: Tx, { conversationId }: { conversationId: number }): void {
  tx.run(q.deleteFrom("left_in_danger").where("conversation_id", "=", conversationId));
}

/** It is noted that the danger is over. False where it was before, or nobody left in any. */
export function noteOver(tx: Tx, { conversationId }: { conversationId: number }): boolean {
  const still = q.updateTable("left_in_danger").set({ over_at: tx.at }).where("conversation_id", "=", conversationId);
  return tx.run(still.where("over_at", "is", null)) > 0;
}

/** Of which conversations the words are kept at an instant (ms UTC), since their young person left in danger. */
export function keepingLeft(at: number) {
  return q
    .selectFrom("left_in_danger")
    .select("left_in_danger.conversation_id")
    .where("over_at", "is", null)
    .where("left_at", ">", at - dangerMostMs)
    .where((eb) => {
      const declared = eb
        .selectFrom("emergency")
        .select("emergency.id")
        .whereRef("emergency.conversation_id", "=", "left_in_danger.conversation_id");
      const open = eb.exists(declared.where("emergency.outcome", "is", null));
      return eb.or([eb.not(eb.exists(declared)), open]);
    });
}

interface Left {
  id: number;
  at: number;
  over_at: number | null;
}

/** The record of an emergency that says what came of it closes the danger too. */
function isOpen(db: DataReader, { id, at, over_at }: Left, now: number): boolean {
  return over_at === null && now - at < dangerMostMs && emergencyState(db, id) !== "over";
}

const rows = () => q.selectFrom("left_in_danger").select(["conversation_id as id", "left_at as at", "over_at"]);
const ofChat = prepared((v: { conversationId: number }) => rows().where("conversation_id", "=", v.conversationId));
const open = prepared(() => rows().where("over_at", "is", null).orderBy("left_at").orderBy("conversation_id"));
