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

// Leaving and deleting in danger (PROMISES.md SG5): the screen clears at once, and those on shift can still read what was written
// until one of them says that the danger is over (retention/danger/danger-over.ts), for half a day at most.

export const dangerMostMs = dangerHours * hourMs;

const leaving: readonly EndReason[] = ["ended_by_youth", "left_line", "left_fast", "lost", "faded_out"];

/** Returns whether the young person leaves by this end, or is gone. */
export const isLeaving = (reason: EndReason) => leaving.includes(reason);

/** Returns whether someone is in danger at `at` (ms UTC), as far as anyone has said. */
export function isInDanger(db: DataReader, found: Conversation, at: number): boolean {
  // After leaving it lasts until someone says that it is over; after other ends, as long as the counsellor still reads the chat.
  if (!isReal(found)) return false;
  if (found.endedAt !== null) {
    const left = db.first(ofChat({ conversationId: found.id }));
    if (left) return isOpen(db, left, at);
    if (at - found.endedAt >= dangerMostMs || db.keyring.isSealed(found.id)) return false;
  }
  return emergencyState(db, found.id) !== "over" && isMarkedInDanger(db, found);
}

/** Returns when someone left in danger (ms UTC), if their words can be read for it at `at` (ms UTC); else null. */
export function leftInDanger(db: DataReader, conversationId: number, at: number): number | null {
  const left = db.first(ofChat({ conversationId }));
  return left && isOpen(db, left, at) ? left.at : null;
}

/** Returns whether someone left in danger, over or not. */
export function wasLeftInDanger(db: DataReader, conversationId: number): boolean {
  return db.first(ofChat({ conversationId })) !== undefined;
}

/** Returns the ids of all chats left in danger at `now` and since when (ms UTC), oldest first. */
export function everyLeft(db: DataReader, now: number): { id: number; at: number }[] {
  return db.all(open({})).filter((one) => isOpen(db, one, now));
}

/** Returns the ids of chats whose danger is over at `now` (ms UTC), though nobody has noted it yet. */
export function dangersOver(db: DataReader, now: number): number[] {
  return db.all(open({})).flatMap((one) => (isOpen(db, one, now) ? [] : [one.id]));
}

/** Notes that someone leaves in danger; if they had left before, nothing changes. */
export function noteLeft(tx: Tx, emit: Emit, { conversationId }: { conversationId: number }): void {
  if (tx.first(ofChat({ conversationId }))) return;
  const row = { conversation_id: conversationId, left_at: tx.at, over_at: null };
  tx.run(q.insertInto("left_in_danger").values(row));
  emit({ type: "danger.left", conversationId });
}

/** Notes that someone is back: those who chat with them say anew whether they are in danger. */
export function noteCameBack(tx: Tx, { conversationId }: { conversationId: number }): void {
  tx.run(q.deleteFrom("left_in_danger").where("conversation_id", "=", conversationId));
}

/** Notes that the danger is over. Returns false if it was before, or nobody left in danger. */
export function noteOver(tx: Tx, { conversationId }: { conversationId: number }): boolean {
  const still = q.updateTable("left_in_danger").set({ over_at: tx.at }).where("conversation_id", "=", conversationId);
  return tx.run(still.where("over_at", "is", null)) > 0;
}

/** Returns the query for chats whose words are kept at `at` (ms UTC) because someone left in danger. */
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

function isOpen(db: DataReader, { id, at, over_at }: Left, now: number): boolean {
  return over_at === null && now - at < dangerMostMs && emergencyState(db, id) !== "over";
}

const rows = () => q.selectFrom("left_in_danger").select(["conversation_id as id", "left_at as at", "over_at"]);
const ofChat = prepared((v: { conversationId: number }) => rows().where("conversation_id", "=", v.conversationId));
const open = prepared(() => rows().where("over_at", "is", null).orderBy("left_at").orderBy("conversation_id"));
