import { dayMs, minuteMs } from "#src/clock.ts";
import { isGone } from "#src/conversation/after/gone.ts";
import { isPartOf } from "#src/conversation/complaint/complaint-part.ts";
import { asConversation, type Conversation, conversation, conversations } from "#src/conversation/conversation.ts";
import { onlyReal } from "#src/conversation/kind.ts";
import type { HoldReason } from "#src/conversation/state.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { holdMostDays } from "#src/settings/rules/facts.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { servesLine } from "#src/staff/shift/availability.ts";
import { memberNow } from "#src/staff/staff.ts";
import { agree, openEnded } from "./reading/opening.ts";
import { opensHeld } from "./reading/second.ts";

// Held for safeguarding (PROMISES.md SG13): by anybody on shift, with a reason and an end. Only words and notes beside them are
// held; the note of a contact record goes in its own time.

/** Somebody may be in danger; it was or will be reported to those who protect children, or to the police; a law asks for it. */
export const holdReasons: readonly HoldReason[] = ["danger", "report", "law"];
/** For how long, unless somebody says otherwise, days. */
export const holdDays = 28;
/** How long the words still stay after a hold was lifted by hand, so that it can be undone, ms. */
export const liftedMs = dayMs;

/** A hold, that is or was. Times are ms UTC. */
export interface Hold {
  id: number;
  /** null once its words are gone. */
  conversationId: number | null;
  nameIndex: number;
  /** Whoever held it last. */
  staffId: number;
  reason: HoldReason;
  at: number;
  until: number;
  /** Since when it is over; `staffId` null = its time was over. */
  ended: { at: number; staffId: number | null } | null;
}

/**
 * Somebody on shift holds the words of a chat that is over, on a line they serve, for some days from now; held already, it is held
 * longer, for that reason where they may say so (`reasonsFor`) and else for the same as before. Throws `not_allowed`, `bad_input` (with the field) for days that are none, too many, or fewer than it is held already,
 * and `not_found` where there are no words any more.
 */
export function holdChat(
  tx: Tx,
  emit: Emit,
  input: { conversationId: number; member: Member; reason: HoldReason; days: number },
): void {
  const { conversationId, days } = input;
  const member = memberNow(tx, input.member.id);
  const found = conversation(tx, conversationId);
  if (!found || found.endedAt === null || !may(member, "chat.hold") || !servesLine(tx, member.id, found.lineId)) {
    throw new HelplineError("not_allowed");
  }
  if (!hasWords(tx, found)) throw new HelplineError("not_found");
  const until = tx.at + days * dayMs;
  const now = heldNow(tx, conversationId);
  if (!Number.isInteger(days) || days < 1 || days > holdMostDays || (now && until < now.until)) {
    throw new HelplineError("bad_input", "error.hold_days", { most: holdMostDays }, "days");
  }
  const isOwner = now === undefined || mayReplace(tx, member, found, now);
  const reason = isOwner || input.reason === "danger" ? input.reason : now.reason;
  const staffId = isOwner || reason !== now.reason ? member.id : now.staffId;
  const said = { staff_id: staffId, reason, until_at: until };
  // The same sent twice is said once.
  if (now && now.staffId === staffId && now.reason === reason && until - now.until < minuteMs) return;
  if (now) tx.run(q.updateTable("chat_hold").set(said).where("id", "=", now.id));
  else {
    const row = { conversation_id: conversationId, name_index: found.nameIndex, at: tx.at };
    tx.run(q.insertInto("chat_hold").values({ ...row, ...said, ended_at: null, ended_by: null }));
  }
  emit({ type: "hold.set", conversationId, reason, until });
}

/**
 * For which reasons one of the staff may hold a chat longer than it is: for any if it is theirs to open; else, as when they had a part
 * in it, for the same, or because somebody may be in danger. With another reason they would shut it for those who are to read it.
 */
export function reasonsFor(db: DataReader, member: Member, found: Conversation, now: Hold): readonly HoldReason[] {
  if (mayReplace(db, member, found, now)) return holdReasons;
  return holdReasons.filter((one) => one === now.reason || one === "danger");
}

function mayReplace(db: DataReader, member: Member, found: Conversation, { reason }: Hold): boolean {
  return opensHeld(db, member, found, reason) === "theirs";
}

/**
 * Lifts a hold; for a day it can be held again. Nobody does who had a part in the chat: what was written may be about them.
 * Throws `not_allowed`, and `not_found` for one that is over.
 */
export function liftHold(tx: Tx, emit: Emit, input: { conversationId: number; member: Member }): void {
  const { conversationId } = input;
  const member = memberNow(tx, input.member.id);
  if (!may(member, "chat.lift")) throw new HelplineError("not_allowed");
  const now = heldNow(tx, conversationId);
  if (!now) throw new HelplineError("not_found");
  if (isPartOf(tx, conversationId, member.id)) throw new HelplineError("not_allowed", "error.hold_part");
  endHold(tx, now.id, member.id);
  emit({ type: "hold.lifted", conversationId });
}

/** The holds (ids of their conversations) whose time is over at an instant, ms UTC. */
export function dueToLapse(db: DataReader, at: number): number[] {
  return db
    .all(current({}))
    .flatMap((row) => (row.until_at <= at && row.conversation_id !== null ? [row.conversation_id] : []));
}

/** A hold whose time is over is none any more. Doing so twice changes nothing. */
export function lapseHold(tx: Tx, emit: Emit, { conversationId }: { conversationId: number }): void {
  const now = heldNow(tx, conversationId);
  if (!now || now.until > tx.at) return;
  endHold(tx, now.id, null);
  emit({ type: "hold.lapsed", conversationId });
}

/**
 * A supervisor wants to read the words of a chat that is held, as `openEnded` has it (opening.ts): true where they may, and it stands on the
 * trail. Throws `not_allowed`, also for one that goes on again (queue/coming-back.ts): who reads along there is seen by its counsellor.
 */
export function openHeld(
  tx: Tx,
  emit: Emit,
  input: { conversationId: number; member: Member; alone: boolean },
): boolean {
  const held = heldNow(tx, input.conversationId);
  if (!held) throw new HelplineError("not_allowed");
  return openEnded(tx, emit, { ...input, why: held.reason });
}

/** Another supervisor says yes to whoever wants to read a chat that is held. Throws `not_allowed`. */
export function agreeToHeld(tx: Tx, emit: Emit, input: { conversationId: number; member: Member }): void {
  const held = heldNow(tx, input.conversationId);
  if (!held) throw new HelplineError("not_allowed");
  agree(tx, emit, { ...input, why: held.reason });
}

/** The hold of a conversation that is not over; undefined for none. */
export function heldNow(db: DataReader, conversationId: number): Hold | undefined {
  const row = db.first(ofChat({ conversationId }));
  return row && asHold(row);
}

/**
 * Whether anything keeps a chat at an instant, ms UTC, that whoever had a part in it may know of: a hold, one lifted a moment ago, or an
 * emergency of which no record says yet what came of it. What keeps its words besides is `isHeldByConcern`.
 */
export function isKept(db: DataReader, conversationId: number, at: number): boolean {
  const isByHand = db.first(keeping({ conversationId, at, liftedSince: at - liftedMs })) !== undefined;
  const endedSince = at - holdMostDays * dayMs;
  return isByHand || db.first(emergencyKeeping({ conversationId, endedSince })) !== undefined;
}

/** Everything that is held, what ends first before the rest; then what was, the newest first, at most `most`. */
export function holds(db: DataReader, most: number): Hold[] {
  return [...db.all(current({})), ...db.all(past({ most }))].map(asHold);
}

/**
 * Chats that are over, on lines that somebody serves, whose words are kept as long as was promised (`at` is ms UTC) and not held; the
 * newest first, after the first `from`. What something else keeps is not among them: nobody learns of it here.
 */
export function holdable(
  db: DataReader,
  member: Member,
  { from, most, at }: { from: number; most: number; at: number },
): Conversation[] {
  const over = db.all(kept({})).map(asConversation);
  return over
    .filter((one) => servesLine(db, member.id, one.lineId) && one.erasedAt === null && !isGone(db, one, at))
    .slice(from, from + most);
}

/** What was deleted can be held by nobody, whatever keeps its words: who holds it must not learn that something does. */
function hasWords(db: DataReader, found: Conversation): boolean {
  return found.erasedAt === null && db.first(anyMessage({ id: found.id })) !== undefined;
}

function endHold(tx: Tx, id: number, staffId: number | null) {
  tx.run(q.updateTable("chat_hold").set({ ended_at: tx.at, ended_by: staffId }).where("id", "=", id));
}

const rows = () => q.selectFrom("chat_hold").selectAll();
type Row = Awaited<ReturnType<ReturnType<typeof rows>["execute"]>>[number];

function asHold(row: Row): Hold {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    nameIndex: row.name_index,
    staffId: row.staff_id,
    reason: row.reason,
    at: row.at,
    until: row.until_at,
    ended: row.ended_at === null ? null : { at: row.ended_at, staffId: row.ended_by },
  };
}

const current = prepared(() => rows().where("ended_at", "is", null).orderBy("until_at"));
const past = prepared((v: { most: number }) =>
  rows().where("ended_at", "is not", null).orderBy("ended_at", "desc").orderBy("id", "desc").limit(v.most),
);
const ofChat = prepared((v: { conversationId: number }) =>
  rows().where("conversation_id", "=", v.conversationId).where("ended_at", "is", null),
);
// In a prepared query nothing can be reckoned with a value that is filled in later.
const keeping = prepared((v: { conversationId: number; at: number; liftedSince: number }) =>
  keepingHolds(v.at, v.liftedSince).where("conversation_id", "=", v.conversationId),
);
const emergencyKeeping = prepared((v: { conversationId: number; endedSince: number }) =>
  openEmergencies(v.endedSince).where("held.id", "=", v.conversationId),
);
const anyMessage = prepared((v: { id: number }) =>
  q.selectFrom("message").select("seq").where("conversation_id", "=", v.id).limit(1),
);
const kept = prepared(() =>
  conversations()
    .where("ended_at", "is not", null)
    .where(onlyReal)
    .where("id", "in", q.selectFrom("message").select("conversation_id"))
    .where("id", "not in", heldIds().where("ended_at", "is", null))
    .orderBy("ended_at", "desc")
    .orderBy("id", "desc")
    .limit(500),
);

const heldIds = () =>
  q
    .selectFrom("chat_hold")
    .select("conversation_id")
    .$castTo<{ conversation_id: number }>()
    .where("conversation_id", "is not", null);

/** Of which conversations holds keep the words at an instant, ms UTC: what is over by itself keeps nothing, what was lifted a day more. */
export function keepingHolds(at: number, liftedSince = at - liftedMs) {
  return heldIds().where((eb) =>
    eb.or([
      eb.and([eb("ended_at", "is", null), eb("until_at", ">", at)]),
      eb.and([eb("ended_by", "is not", null), eb("ended_at", ">", liftedSince)]),
    ]),
  );
}

/**
 * Of which conversations an emergency keeps the words at an instant, ms UTC: until its record says what came of it, and as long as any
 * hold at most, which the rules of the service name.
 */
export function keepingEmergencies(at: number) {
  return openEmergencies(at - holdMostDays * dayMs);
}

function openEmergencies(endedSince: number) {
  return q
    .selectFrom("emergency")
    .innerJoin("conversation as held", "held.id", "emergency.conversation_id")
    .select("held.id")
    .where("emergency.outcome", "is", null)
    .where((eb) => eb.or([eb("held.ended_at", "is", null), eb("held.ended_at", ">", endedSince)]));
}
