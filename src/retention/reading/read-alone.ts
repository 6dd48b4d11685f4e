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

// What one person read alone, or two who may be one: who is told, and who looks at it afterwards (PROMISES.md SG14).

export const reviewMs = 72 * hourMs;
export const shownDays = 28;

export interface ReadAlone {
  conversationId: number;
  why: WhyOpened;
  readers: number[];
  at: number;
}

/** Returns who is told: other supervisors and admins; after a complaint, those without a part who are admins or may read it. */
export function toldOfReading(db: DataReader, { conversationId, why, readers, at }: ReadAlone) {
  const others = everyone(db).filter((one) => may(one, "reading.see") && !readers.includes(one.id));
  if (why !== "concern") return others;
  const able = readersOfChat(db, conversationId, at);
  const hears = (one: Member) => may(one, "concern.count") || able.includes(one.id);
  return others.filter((one) => hears(one) && !isPartOf(db, conversationId, one.id));
}

/** Returns who (ids) can review it: supervisors who had no part, else admins; people who may be the same person come last. */
function reviewersOf(db: DataReader, of: ReadAlone): number[] {
  const able = toldOfReading(db, of).filter(({ id }) => !isPartOf(db, of.conversationId, id));
  const isOne = mayBeOne(db);
  const free = able.filter(({ id }) => !of.readers.some((reader) => isOne(id, reader)));
  const [supervisors, admins] = [(one: Member) => may(one, "chat.open"), () => true];
  const groups = [free.filter(supervisors), free.filter(admins), able.filter(supervisors), able];
  return (groups.find((group) => group.length > 0) ?? []).map(({ id }) => id);
}

export type Follows = "reviewed" | "told" | "nobody";

/** Returns what becomes of it when someone reads alone. */
export function followsOf(db: DataReader, of: ReadAlone): Follows {
  if (reviewersOf(db, of).length > 0) return "reviewed";
  return toldOfReading(db, of).length > 0 ? "told" : "nobody";
}

/** Notes that someone else has looked at it. Throws `not_allowed`. */
export function review(tx: Tx, emit: Emit, input: { id: number; member: Member }): void {
  const member = memberNow(tx, input.member.id);
  const found = toReview(tx, member).find(({ id }) => id === input.id);
  if (!found) throw new HelplineError("not_allowed");
  const looked = { reviewed_by: member.id, reviewed_at: tx.at };
  tx.run(q.updateTable("chat_opening").set(looked).where("id", "=", found.id));
  emit({ type: `${ofWhy(found.why)}.reviewed`, conversationId: found.conversationId });
}

type Known = ChatOpening & { conversationId: number; openedAt: number; why: WhyOpened };

/** Returns what a member is to look at and nobody has yet, newest first. */
export function toReview(db: DataReader, member: Member): Known[] {
  return allAlone(db, member).filter((one) => isToReview(db, member, one));
}

function isToReview(db: DataReader, member: Member, one: Known): boolean {
  return one.reviewedBy === null && reviewersOf(db, asRead(one)).includes(member.id);
}

/** Returns what a member is shown (`at` is ms UTC), newest first: what they read or were told of lately, or are to look at. */
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

/** Returns how many a member is to look at, and of how many they were told in the last 72 hours (`at` is ms UTC). */
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
