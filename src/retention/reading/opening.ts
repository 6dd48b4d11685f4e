import { dayMs, hourMs, minuteMs } from "#src/clock.ts";
import { type Conversation, keptConversation } from "#src/conversation/conversation.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { mayReadLeft } from "#src/retention/danger/left-readers.ts";
import { mayBeOne } from "#src/staff/hands.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { memberNow } from "#src/staff/staff.ts";
import { tellReadAlone } from "./alone-mail.ts";
import { asChatOpening, type ChatOpening, chatOpenings, ofWhy, openingRows, type WhyRead } from "./openings.ts";
import { type Follows, followsOf } from "./read-alone.ts";
import { opensFor, seconds } from "./second.ts";

// The one way to read an ended chat (PROMISES.md SG13 to SG15), on the trail first. For SG5 one reader will do: help cannot wait.

const askedMs = dayMs;
const agreedMs = 12 * hourMs;
/** How long someone waits for the second person if someone may be in danger, ms. */
const answerMs = 5 * minuteMs;

/** `alone`: it counts as read alone. `follows`: what becomes of that. `again`: they have read it alone already. */
export type OpeningStep =
  | { step: "ask" }
  | { step: "wait" }
  | { step: "alone"; follows: Follows; again?: true }
  | { step: "read"; alone: null }
  | { step: "read"; alone: "nobody_else" | "same_hands"; follows: Follows; again?: true }
  | { step: "agree"; asker: number };

/** Returns the step of a member at an instant (ms UTC); null if the words are not for them. */
export function stepOf(
  db: DataReader,
  member: Member,
  found: Conversation,
  why: WhyRead,
  at: number,
): OpeningStep | null {
  if (why === "left") return mayReadLeft(db, member, found, at) ? { step: "read", alone: null } : null;
  if (opensFor(db, member, found, why, at) === null) return null;
  const asked = lately(db, found.id, why, at);
  const follows = (readers: number[]) => followsOf(db, { conversationId: found.id, why, readers, at });
  const agreed = asked.find((one) => isReader(one, member.id) && isAgreed(one, at));
  if (agreed) {
    if (!isByOne(db, agreed)) return { step: "read", alone: null };
    return { step: "read", alone: "same_hands", follows: follows([agreed.askedBy, agreed.agreedBy!]) };
  }
  const others = asked.filter((one) => one.askedBy !== member.id && one.agreedAt === null && one.alone === null);
  const theirs = others.find(({ askedBy }) => seconds(db, askedBy, found, why, at).includes(member.id));
  if (theirs) return { step: "agree", asker: theirs.askedBy };
  const own = asked.find((one) => one.askedBy === member.id && one.agreedAt === null);
  const again = own && own.alone !== null ? { again: true as const } : {};
  if (seconds(db, member.id, found, why, at).length === 0) {
    return { step: "read", alone: "nobody_else", follows: follows([member.id]), ...again };
  }
  // After a reading alone, someone who can agree by now is asked again, except in danger.
  if (!own || (own.alone !== null && why !== "danger")) return { step: "ask" };
  const isLeftAlone = why === "danger" && at - own.askedAt >= answerMs;
  return isLeftAlone ? { step: "alone", follows: follows([member.id]), ...again } : { step: "wait" };
}

// In danger, a yes for another reason of a hold counts too: naming danger later takes no chat from those who read it.
function lately(db: DataReader, conversationId: number, why: WhyRead, at: number): ChatOpening[] {
  const isFor = (one: ChatOpening) =>
    one.why === why || (why === "danger" && one.why !== "concern" && isAgreed(one, at));
  return chatOpenings(db, conversationId).filter((one) => at - one.askedAt < askedMs && isFor(one));
}

const isAgreed = ({ agreedAt }: ChatOpening, at: number) => agreedAt !== null && at - agreedAt < agreedMs;
const isReader = ({ askedBy, agreedBy }: ChatOpening, staffId: number) => [askedBy, agreedBy].includes(staffId);

function isByOne(db: DataReader, { askedBy, agreedBy }: ChatOpening): boolean {
  return agreedBy !== null && mayBeOne(db)(askedBy, agreedBy);
}

interface Asked {
  conversationId: number;
  member: Member;
  why: WhyRead;
  alone?: boolean;
}

/** Returns true if a member may read an ended chat, noted on the trail; else asks for a second person. Throws `not_allowed`. */
export function openEnded(tx: Tx, emit: Emit, { conversationId, member: { id }, why, alone = false }: Asked): boolean {
  const member = memberNow(tx, id);
  const found = keptConversation(tx, conversationId);
  const step = found ? stepOf(tx, member, found, why, tx.at) : null;
  if (!found || !step) throw new HelplineError("not_allowed");
  if (step.step === "read") {
    noteOpened(tx, emit, { found, member, why, alone: step.alone === null ? null : "nobody_else" });
    return true;
  }
  if (step.step === "alone" && alone) {
    noteOpened(tx, emit, { found, member, why, alone: "no_answer" });
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
  { found, member, why, alone }: { found: Conversation; member: Member; why: WhyRead; alone: ChatOpening["alone"] },
) {
  const { id: conversationId } = found;
  const theirs = lately(tx, conversationId, why, tx.at).filter((one) => isReader(one, member.id));
  const asked = theirs.find((one) => isAgreed(one, tx.at)) ?? theirs.find(({ agreedAt }) => agreedAt === null);
  const id = asked?.id ?? insert(tx, found, { why, asked_by: member.id });
  const isNew = asked?.openedAt == null;
  const opened = { opened_at: asked?.openedAt ?? tx.at, alone: asked?.alone ?? alone };
  tx.run(q.updateTable("chat_opening").set(opened).where("id", "=", id));
  if (why !== "concern") emit({ type: why === "left" ? "danger.opened" : "hold.opened", conversationId });
  if (why !== "left" && isNew && alone !== null) {
    emit({ type: `${ofWhy(why)}.opened_alone`, conversationId });
    const agreedBy = asked?.agreedBy ?? null;
    const readers = agreedBy === null ? [member.id] : [asked!.askedBy, agreedBy];
    tellReadAlone(tx, emit, { conversationId, why, readers, at: tx.at });
  }
}

/** Agrees that the asker reads a chat. Repeating it changes nothing. Throws `not_allowed`. */
export function agree(tx: Tx, emit: Emit, { conversationId, member: { id }, why }: Omit<Asked, "alone">): void {
  const member = memberNow(tx, id);
  const found = keptConversation(tx, conversationId);
  const step = found ? stepOf(tx, member, found, why, tx.at) : null;
  if (step?.step === "read") return;
  if (step?.step !== "agree") throw new HelplineError("not_allowed");
  const asked = chatOpenings(tx, conversationId).find(
    (one) => one.why === why && one.askedBy === step.asker && one.agreedAt === null,
  )!;
  const yes = { agreed_by: member.id, agreed_at: tx.at };
  tx.run(q.updateTable("chat_opening").set(yes).where("id", "=", asked.id));
  emit({ type: "opening.agreed", conversationId, of: ofWhy(why) });
}

/** Returns what colleagues ask a member to agree to (`at` is ms UTC). */
export function asksFor(db: DataReader, member: Member, at: number): (ChatOpening & { conversationId: number })[] {
  if (!may(member, "chat.open") && !may(member, "concern.read")) return [];
  const waiting = openingRows().where("agreed_at", "is", null).where("alone", "is", null);
  const all = db.all(waiting.where("asked_at", ">", at - askedMs).orderBy("id")).map(asChatOpening);
  return all.flatMap((one) => {
    const found = one.conversationId === null ? undefined : keptConversation(db, one.conversationId);
    const step = found && stepOf(db, member, found, one.why, at);
    return found && step?.step === "agree" && step.asker === one.askedBy ? [{ ...one, conversationId: found.id }] : [];
  });
}

function insert(tx: Tx, found: Conversation, { why, asked_by }: { why: WhyRead; asked_by: number }): number {
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
