import { dayMs, hourMs } from "#src/clock.ts";
import { isPartOf } from "#src/conversation/complaint/complaint-part.ts";
import { readersOfChat } from "#src/conversation/complaint/complaint-readers.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { mayBeOne } from "#src/staff/hands.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { everyone, memberNow } from "#src/staff/staff.ts";
import { asChatOpening, type ChatOpening, ofWhy, openingRows, type WhyOpened } from "./openings.ts";

// What was read by one person alone, or by two who may be one: who is told, on their own pages whatever mail can go, and who looks at it
// afterwards (PROMISES.md SG14).

/** Within so long somebody else looks at it, ms. */
export const reviewMs = 72 * hourMs;
/** So long it stands on the page, days: as long as its time is told exactly. */
export const shownDays = 28;

/** What of a reading decides who is told: its chat, why, and who (ids) read. */
export interface ReadAlone {
  conversationId: number;
  why: WhyOpened;
  readers: number[];
  /** When they do, ms UTC. */
  at: number;
}

/**
 * Who is told: every other supervisor and admin; where something was said to be wrong with the chat, of those who had no part in it the
 * admins, and whoever may read that.
 */
export function toldOfReading(db: DataReader, { conversationId, why, readers, at }: ReadAlone) {
  const others = everyone(db).filter((one) => may(one, "reading.see") && !readers.includes(one.id));
  if (why !== "concern") return others;
  const able = readersOfChat(db, conversationId, at);
  const hears = (one: Member) => may(one, "concern.count") || able.includes(one.id);
  return others.filter((one) => hears(one) && !isPartOf(db, conversationId, one.id));
}

/**
 * Who (ids) can look at it: of those who had no part in the chat supervisors, or admins where there is none; whoever may be the same
 * person as one who read only where nobody else is left. [] where everybody had a part.
 */
export function reviewersOf(db: DataReader, of: ReadAlone): number[] {
  const able = toldOfReading(db, of).filter(({ id }) => !isPartOf(db, of.conversationId, id));
  const isOne = mayBeOne(db);
  const free = able.filter(({ id }) => !of.readers.some((reader) => isOne(id, reader)));
  const [supervisors, admins] = [(one: Member) => may(one, "chat.open"), () => true];
  const groups = [free.filter(supervisors), free.filter(admins), able.filter(supervisors), able];
  return (groups.find((group) => group.length > 0) ?? []).map(({ id }) => id);
}

/** What becomes of it when somebody reads alone: others are told and one of them reviews it, they are told, or there is nobody. */
export type Follows = "reviewed" | "told" | "nobody";

export function followsOf(db: DataReader, of: ReadAlone): Follows {
  if (reviewersOf(db, of).length > 0) return "reviewed";
  return toldOfReading(db, of).length > 0 ? "told" : "nobody";
}

/** Somebody else has looked at it. Throws `not_allowed`. */
export function review(tx: Tx, emit: Emit, input: { id: number; member: Member }): void {
  const member = memberNow(tx, input.member.id);
  const found = toReview(tx, member).find(({ id }) => id === input.id);
  if (!found) throw new HelplineError("not_allowed");
  const looked = { reviewed_by: member.id, reviewed_at: tx.at };
  tx.run(q.updateTable("chat_opening").set(looked).where("id", "=", found.id));
  emit({ type: `${ofWhy(found.why)}.reviewed`, conversationId: found.conversationId });
}

/** Of which chat it was is known, as long as its words are there. */
type Known = ChatOpening & { conversationId: number; openedAt: number; why: WhyOpened };

/** What one of the staff is to look at, and nobody has yet; the newest first. */
export function toReview(db: DataReader, member: Member): Known[] {
  return allAlone(db, member).filter((one) => isToReview(db, member, one));
}

function isToReview(db: DataReader, member: Member, one: Known): boolean {
  return one.reviewedBy === null && reviewersOf(db, asRead(one)).includes(member.id);
}

/**
 * What one of the staff is shown of it at an instant (ms UTC): what they are told of and what they read, of the last `shownDays` or while
 * they are to look at it; the newest first. `isReviewer`: they are to.
 */
export function shownAlone(
  db: DataReader,
  member: Member,
  at: number,
): (Known & { isReviewer: boolean; follows: Follows })[] {
  const since = at - shownDays * dayMs;
  return allAlone(db, member).flatMap((one) => {
    const of = asRead(one);
    const isReviewer = isToReview(db, member, one);
    const isShown = of.readers.includes(member.id) || isTold(db, member, one);
    return isReviewer || (isShown && one.openedAt > since) ? [{ ...one, isReviewer, follows: followsOf(db, of) }] : [];
  });
}

/** How many the pages of one of the staff say they have to look at, or that there were in the last 72 hours (`at` is ms UTC). */
export function newlyAlone(db: DataReader, member: Member, at: number): { toReview: number; told: number } {
  const open = allAlone(db, member).filter(({ reviewedBy }) => reviewedBy === null);
  const [theirs, others] = [
    open.filter((one) => isToReview(db, member, one)),
    open.filter((one) => isTold(db, member, one)),
  ];
  return { toReview: theirs.length, told: others.filter((one) => one.openedAt > at - reviewMs).length };
}

function isTold(db: DataReader, member: Member, one: Known): boolean {
  return toldOfReading(db, asRead(one)).some(({ id }) => id === member.id);
}

const asRead = ({ conversationId, why, askedBy, agreedBy, openedAt }: Known): ReadAlone => ({
  conversationId,
  why,
  readers: [askedBy, ...(agreedBy === null ? [] : [agreedBy])],
  at: openedAt,
});

function allAlone(db: DataReader, member: Member): Known[] {
  if (!may(member, "reading.see")) return [];
  return db.all(alone({})).map((row) => asChatOpening(row) as Known);
}

const alone = prepared(() =>
  openingRows()
    .where("alone", "is not", null)
    .where("opened_at", "is not", null)
    .where("conversation_id", "is not", null)
    .orderBy("id", "desc"),
);
