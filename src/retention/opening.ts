import { isPartOf } from "#src/conversation/concern-part.ts";
import { asConversation, type Conversation, conversation, conversations } from "#src/conversation/conversation.ts";
import type { HoldReason } from "#src/conversation/state.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { servesLine } from "#src/staff/availability.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { everyone, memberNow, ownRoleSince } from "#src/staff/staff.ts";
import { tellReadAlone } from "./alone-mail.ts";

// The one way to the words of a chat that is over (safeguarding 13 to 17): for a reason, by two who had no part in it where there are
// two, on the trail before they are shown; whoever had the chat is told, but not where something was said to be wrong with it.

/** Why it is held, or that something was said to be wrong with it. */
export type Why = HoldReason | "concern";

/** So long a second person can say yes, and so long both can read then, ms. */
const askedMs = 24 * 3_600_000;
const agreedMs = 12 * 3_600_000;
/** So long somebody waits for the second person where someone may be in danger, ms. */
export const answerMs = 5 * 60_000;
/** Within so long somebody else looks at what was read alone, ms. */
export const reviewMs = 72 * 3_600_000;

/** That somebody wanted to read a chat, and what became of it. Times are ms UTC. */
export interface Opening {
  id: number;
  /** null once its words are gone. */
  conversationId: number | null;
  nameIndex: number;
  why: Why;
  askedBy: number;
  askedAt: number;
  agreedBy: number | null;
  agreedAt: number | null;
  alone: "nobody_else" | "no_answer" | null;
  openedAt: number | null;
  reviewedBy: number | null;
}

/**
 * How far somebody is with a chat that is over: they may ask for a second person, wait for one, may read alone since none said
 * anything, may read, or may say yes to whoever asks (`asker`, an id). null: its words are not for them.
 */
export type Step =
  | { step: "ask" | "wait" | "read" }
  | { step: "alone"; askedAt: number }
  | { step: "agree"; asker: number };

/** That of a member at an instant (ms UTC). */
export function stepOf(db: DataReader, member: Member, found: Conversation, why: Why, at: number): Step | null {
  if (!mayOpen(db, member, found, why)) return null;
  const asked = openings(db, found.id).filter((one) => one.why === why && at - one.askedAt < askedMs);
  const isAgreed = (one: Opening) => one.agreedAt !== null && at - one.agreedAt < agreedMs;
  if (asked.some((one) => isAgreed(one) && [one.askedBy, one.agreedBy].includes(member.id))) return { step: "read" };
  const theirs = asked.find((one) => one.agreedAt === null && one.askedBy !== member.id && one.alone === null);
  if (theirs) return { step: "agree", asker: theirs.askedBy };
  if (seconds(db, member, found, why).length === 0) return { step: "read" };
  const own = asked.find((one) => one.askedBy === member.id && one.agreedAt === null);
  if (!own) return { step: "ask" };
  const isLeftAlone = why === "danger" && at - own.askedAt >= answerMs;
  return isLeftAlone ? { step: "alone", askedAt: own.askedAt } : { step: "wait" };
}

/**
 * Whether a chat that is over may be anybody's to open: supervisors who had no part in it and serve its line (what was wrong is for
 * those of any line), and whoever gave themselves that role only what began after it.
 */
function mayOpen(db: DataReader, member: Member, found: Conversation, why: Why): boolean {
  if (found.endedAt === null || !may(member, "chat.open")) return false;
  if (isPartOf(db, found.id, member.id)) return false;
  if (why !== "concern" && !servesLine(db, member.id, found.lineId)) return false;
  const since = ownRoleSince(db, member.id, "supervisor");
  return since === null || found.startedAt >= since;
}

/** Who (ids) else may open it. */
function seconds(db: DataReader, member: Member, found: Conversation, why: Why): number[] {
  const others = everyone(db).filter(({ id }) => id !== member.id);
  return others.filter((one) => mayOpen(db, one, found, why)).map(({ id }) => id);
}

export interface Asked {
  conversationId: number;
  member: Member;
  why: Why;
  /** They read it alone, since nobody said anything. */
  alone?: boolean;
}

/**
 * Somebody wants to read a chat that is over. True: they may, and it stands on the trail; false: somebody else must say yes first, who
 * is asked by this. Throws `not_allowed`.
 */
export function open(tx: Tx, emit: Emit, { conversationId, member: { id }, why, alone = false }: Asked): boolean {
  const member = memberNow(tx, id);
  const found = conversation(tx, conversationId);
  const step = found ? stepOf(tx, member, found, why, tx.at) : null;
  if (!found || !step) throw new HelplineError("not_allowed");
  if (step.step === "read" || (step.step === "alone" && alone)) {
    noteOpened(tx, emit, { found, member, why, alone: step.step === "alone" ? "no_answer" : null });
    return true;
  }
  if (step.step === "ask") {
    insert(tx, found, { why, asked_by: member.id });
    emit({ type: "opening.asked", conversationId, of: ofWhy(why) });
  }
  return false;
}

function noteOpened(
  tx: Tx,
  emit: Emit,
  { found, member, why, alone }: { found: Conversation; member: Member; why: Why; alone: "no_answer" | null },
) {
  const { id: conversationId } = found;
  const ofThem = openings(tx, conversationId).filter((one) => [one.askedBy, one.agreedBy].includes(member.id));
  const asked = ofThem.find((one) => one.why === why && tx.at - one.askedAt < askedMs);
  const isAlone = alone ?? (asked && asked.agreedAt !== null ? null : "nobody_else");
  const id = asked?.id ?? insert(tx, found, { why, asked_by: member.id });
  const isNew = asked?.openedAt == null;
  tx.run(
    q
      .updateTable("chat_opening")
      .set({ opened_at: asked?.openedAt ?? tx.at, alone: asked?.alone ?? isAlone })
      .where("id", "=", id),
  );
  if (why !== "concern") emit({ type: "hold.opened", conversationId });
  if (isNew && isAlone !== null) {
    const isConcern = why === "concern";
    emit({ type: isConcern ? "concern.opened_alone" : "hold.opened_alone", conversationId });
    tellReadAlone(tx, emit, { conversationId, by: member.id, isConcern });
  }
}

/** Another supervisor says yes to whoever asks to read a chat. Saying it twice changes nothing. Throws `not_allowed`. */
export function agree(tx: Tx, emit: Emit, { conversationId, member: { id }, why }: Omit<Asked, "alone">): void {
  const member = memberNow(tx, id);
  const found = conversation(tx, conversationId);
  const step = found ? stepOf(tx, member, found, why, tx.at) : null;
  if (step?.step === "read") return;
  if (step?.step !== "agree") throw new HelplineError("not_allowed");
  const asked = openings(tx, conversationId).find(
    (one) => one.why === why && one.askedBy === step.asker && one.agreedAt === null,
  )!;
  const yes = { agreed_by: member.id, agreed_at: tx.at };
  tx.run(q.updateTable("chat_opening").set(yes).where("id", "=", asked.id));
  emit({ type: "opening.agreed", conversationId, of: ofWhy(why) });
}

/** Another supervisor has looked at what was read alone. Throws `not_allowed`. */
export function review(tx: Tx, emit: Emit, input: { id: number; member: Member }): void {
  const member = memberNow(tx, input.member.id);
  const found = toReview(tx, member).find(({ id }) => id === input.id);
  if (!found) throw new HelplineError("not_allowed");
  const looked = { reviewed_by: member.id, reviewed_at: tx.at };
  tx.run(q.updateTable("chat_opening").set(looked).where("id", "=", found.id));
  if (found.conversationId !== null) emit({ type: "hold.reviewed", conversationId: found.conversationId });
}

/** What was read alone though there are others, of chats that a supervisor had no part in, and nobody has looked at since; the oldest first. */
export function toReview(db: DataReader, member: Member): Opening[] {
  if (!may(member, "chat.open")) return [];
  const alone = rows().where("alone", "=", "no_answer").where("reviewed_at", "is", null);
  const all = db.all(alone.orderBy("id")).map(asOpening);
  return all.filter(
    ({ askedBy, conversationId }) =>
      askedBy !== member.id && conversationId !== null && !isPartOf(db, conversationId, member.id),
  );
}

/** What colleagues ask a supervisor to say yes to (`at` is ms UTC). */
export function asksFor(db: DataReader, member: Member, at: number): (Opening & { conversationId: number })[] {
  if (!may(member, "chat.open")) return [];
  const waiting = rows().where("agreed_at", "is", null).where("alone", "is", null);
  const all = db.all(waiting.where("asked_at", ">", at - askedMs).orderBy("id")).map(asOpening);
  return all.flatMap((one) => {
    const found = one.conversationId === null ? undefined : conversation(db, one.conversationId);
    const step = found && stepOf(db, member, found, one.why, at);
    return found && step?.step === "agree" && step.asker === one.askedBy ? [{ ...one, conversationId: found.id }] : [];
  });
}

/**
 * Chats of somebody that were read again since an instant (ms UTC), the newest first: whoever had it is told, but where something was
 * said to be wrong with it.
 */
export function readAgain(db: DataReader, staffId: number, since: number): Opening[] {
  const own = conversations().where("counsellor_id", "=", staffId);
  const ids = db.all(own).map((row) => asConversation(row).id);
  const read = rows().where("why", "!=", "concern").where("opened_at", ">", since).where("conversation_id", "in", ids);
  return ids.length === 0 ? [] : db.all(read.orderBy("opened_at", "desc")).map(asOpening);
}

/** When the words of a chat were last read again by the team, ms UTC; null for never. It says nothing of why. */
export function lastReadAgain(db: DataReader, conversationId: number): number | null {
  const all = openings(db, conversationId).flatMap(({ openedAt }) => openedAt ?? []);
  return all.length === 0 ? null : Math.max(...all);
}

/** All of a chat, the newest first. */
export function openings(db: DataReader, conversationId: number): Opening[] {
  return db.all(rows().where("conversation_id", "=", conversationId).orderBy("id", "desc")).map(asOpening);
}

function insert(tx: Tx, found: Conversation, { why, asked_by }: { why: Why; asked_by: number }): number {
  const of = { conversation_id: found.id, name_index: found.nameIndex, why, asked_by, asked_at: tx.at };
  const blank = {
    agreed_by: null,
    agreed_at: null,
    alone: null,
    opened_at: null,
    reviewed_by: null,
    reviewed_at: null,
  };
  return tx.first(
    q
      .insertInto("chat_opening")
      .values({ ...of, ...blank })
      .returning("id"),
  )!.id;
}

const ofWhy = (why: Why) => (why === "concern" ? "concern" : "hold");
const rows = () => q.selectFrom("chat_opening").selectAll();

function asOpening(row: Awaited<ReturnType<ReturnType<typeof rows>["execute"]>>[number]): Opening {
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
  };
}
