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

// Held for safeguarding (PROMISES.md SG13): by anyone on shift, with a reason and an end. The contact record's note is not held.

export const holdReasons: readonly HoldReason[] = ["danger", "report", "law"];
export const holdDays = 28;
/** How long the words stay after a hold was lifted by hand, so that it can be undone, ms. */
export const liftedMs = dayMs;

export interface Hold {
  id: number;
  conversationId: number | null;
  nameIndex: number;
  staffId: number;
  reason: HoldReason;
  at: number;
  until: number;
  ended: { at: number; staffId: number | null } | null;
}

/** Holds an ended chat, or holds it longer. Throws `not_allowed`, `bad_input` on "days", `not_found` if its words are gone. */
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
  if (now && now.staffId === staffId && now.reason === reason && until - now.until < minuteMs) return;
  if (now) tx.run(q.updateTable("chat_hold").set(said).where("id", "=", now.id));
  else {
    const row = { conversation_id: conversationId, name_index: found.nameIndex, at: tx.at };
    tx.run(q.insertInto("chat_hold").values({ ...row, ...said, ended_at: null, ended_by: null }));
  }
  emit({ type: "hold.set", conversationId, reason, until });
}

/** Returns the reasons for which a member may hold a chat longer: any if it is theirs to open, else the same, or danger. */
export function reasonsFor(db: DataReader, member: Member, found: Conversation, now: Hold): readonly HoldReason[] {
  if (mayReplace(db, member, found, now)) return holdReasons;
  // With another reason they would shut it for those who are to read it.
  return holdReasons.filter((one) => one === now.reason || one === "danger");
}

function mayReplace(db: DataReader, member: Member, found: Conversation, { reason }: Hold): boolean {
  return opensHeld(db, member, found, reason) === "theirs";
}

/** Lifts a hold, unless they had a part in the chat: it may be about them. Throws `not_allowed`; `not_found` if it is over. */
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

/** Returns the conversations (ids) whose hold is over at an instant (ms UTC). */
export function dueToLapse(db: DataReader, at: number): number[] {
  return db
    .all(current({}))
    .flatMap((row) => (row.until_at <= at && row.conversation_id !== null ? [row.conversation_id] : []));
}

/** Ends a hold whose time is over. Repeating it changes nothing. */
export function lapseHold(tx: Tx, emit: Emit, { conversationId }: { conversationId: number }): void {
  const now = heldNow(tx, conversationId);
  if (!now || now.until > tx.at) return;
  endHold(tx, now.id, null);
  emit({ type: "hold.lapsed", conversationId });
}

/** Opens a held chat as `openEnded` does. Throws `not_allowed`, also if it goes on again: reading along is seen there. */
export function openHeld(
  tx: Tx,
  emit: Emit,
  input: { conversationId: number; member: Member; alone: boolean },
): boolean {
  const held = heldNow(tx, input.conversationId);
  if (!held) throw new HelplineError("not_allowed");
  return openEnded(tx, emit, { ...input, why: held.reason });
}

/** Agrees that someone reads a held chat. Throws `not_allowed`. */
export function agreeToHeld(tx: Tx, emit: Emit, input: { conversationId: number; member: Member }): void {
  const held = heldNow(tx, input.conversationId);
  if (!held) throw new HelplineError("not_allowed");
  agree(tx, emit, { ...input, why: held.reason });
}

/** Returns the current hold of a conversation. */
export function heldNow(db: DataReader, conversationId: number): Hold | undefined {
  const row = db.first(ofChat({ conversationId }));
  return row && asHold(row);
}

/** Returns whether a hold or an open emergency keeps a chat (`at` is ms UTC); those who had a part in it may know of these. */
export function isKept(db: DataReader, conversationId: number, at: number): boolean {
  const isByHand = db.first(keeping({ conversationId, at, liftedSince: at - liftedMs })) !== undefined;
  const endedSince = at - holdMostDays * dayMs;
  return isByHand || db.first(emergencyKeeping({ conversationId, endedSince })) !== undefined;
}

/** Returns current holds, the first to end first, then past ones, newest first, at most `most`. */
export function holds(db: DataReader, most: number): Hold[] {
  return [...db.all(current({})), ...db.all(past({ most }))].map(asHold);
}

/** Returns ended chats a member may hold, newest first. What something else keeps is left out, so that nobody learns of it. */
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

// Nobody can hold what was deleted: they must not learn that something keeps its words.
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
// A prepared query cannot calculate with a value that is filled in later.
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

/** Returns conversations whose words a hold keeps at an instant (ms UTC); one lifted by hand keeps them a day more. */
export function keepingHolds(at: number, liftedSince = at - liftedMs) {
  return heldIds().where((eb) =>
    eb.or([
      eb.and([eb("ended_at", "is", null), eb("until_at", ">", at)]),
      eb.and([eb("ended_by", "is not", null), eb("ended_at", ">", liftedSince)]),
    ]),
  );
}

/** Returns conversations whose words an emergency keeps until its record says what came of it, no longer than any hold. */
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
