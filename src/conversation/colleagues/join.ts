import { writeNotice } from "#src/conversation/messages/writing.ts";
import { newClientId } from "#src/crypto/hash.ts";
import type { Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { Beside, Emit } from "#src/events.ts";
import { may } from "#src/staff/permissions.ts";
import { refuseNewChat } from "#src/staff/shift/availability.ts";
import { endWrapUp } from "#src/staff/shift/wrap-up.ts";
import { aliasOf, buddyOf, staffMember } from "#src/staff/staff.ts";
import { conversation } from "../conversation.ts";
import { allowedIn, besideWhich, colleaguesOf, subjectOf } from "./colleagues.ts";

interface Who {
  conversationId: number;
  staffId: number;
}

/** Joins to write beside the counsellor; the young person is told who came. Throws `not_allowed`, also while off new chats. */
export function join(tx: Tx, emit: Emit, who: Who): void {
  const isThere = kindOf(tx, who) === "joined";
  allowedIn(tx, who, isThere ? "conversation.read" : "conversation.join");
  if (isThere) return;
  const { conversationId, staffId } = who;
  refuseNewChat(tx, staffId);
  const seenSeq = colleaguesOf(tx, conversationId).find((one) => one.staffId === staffId)?.seenSeq ?? 0;
  endBeside(tx, who);
  sit(tx, { ...who, kind: "joined", seenSeq });
  emit({ type: "conversation.joined", conversationId, staffId });
  endWrapUp(tx, emit, { staffId });
  tellYoungPerson(tx, emit, { conversationId, key: "notice.joined", values: { alias: aliasOf(tx, staffId)! } });
}

/** Reads along in silence: the counsellor sees who does, the young person does not. Throws `not_allowed`. */
export function readAlong(tx: Tx, emit: Emit, who: Who): void {
  const isThere = kindOf(tx, who) !== null;
  allowedIn(tx, who, isThere ? "conversation.read" : "conversation.read_along");
  if (isThere) return;
  sit(tx, { ...who, kind: "reading", seenSeq: 0 });
  emit({ type: "conversation.read_along", ...who });
}

/** Seats beside a chat that has just become someone's: their buddy comes while they learn, and who may read it no more goes. */
export function seatBeside(tx: Tx, emit: Emit, { conversationId, staffId }: Who): void {
  const subject = subjectOf(tx, conversation(tx, conversationId)!, tx.at);
  for (const one of colleaguesOf(tx, conversationId).filter(({ kind }) => kind === "reading")) {
    const member = staffMember(tx, one.staffId);
    const mayStay = member !== undefined && may(member, "conversation.read", subject);
    if (!mayStay) goFrom(tx, emit, { conversationId, ...one });
  }
  const buddy = buddyOf(tx, staffId);
  if (buddy === null || kindOf(tx, { conversationId, staffId: buddy }) !== null) return;
  sit(tx, { conversationId, staffId: buddy, kind: "reading", seenSeq: 0 });
  emit({ type: "conversation.read_along", conversationId, staffId: buddy });
}

/** Leaves the counsellor's side; the young person is told only if the colleague had joined. Throws `not_allowed`. */
export function leave(tx: Tx, emit: Emit, who: Who): void {
  const kind = kindOf(tx, who);
  if (kind === null && wasBeside(tx, who)) return;
  allowedIn(tx, who, "conversation.leave");
  goFrom(tx, emit, { ...who, kind: kind! });
}

/** Leaves every chat that someone sits beside: they sign out, or have lost the role for it. */
export function leaveAll(tx: Tx, emit: Emit, staffId: number): void {
  for (const { conversationId } of besideWhich(tx, staffId)) {
    const kind = kindOf(tx, { conversationId, staffId });
    if (kind !== null) goFrom(tx, emit, { conversationId, staffId, kind });
  }
}

function goFrom(tx: Tx, emit: Emit, { kind, ...who }: Who & { kind: Beside }) {
  endBeside(tx, who);
  note(tx, { ...who, kind: "left" });
  const { conversationId, staffId } = who;
  emit({ type: "conversation.left", conversationId, staffId, kind });
  if (kind === "reading") return;
  const { counsellorId } = conversation(tx, conversationId)!;
  const values = { alias: aliasOf(tx, staffId)!, colleague: aliasOf(tx, counsellorId!)! };
  tellYoungPerson(tx, emit, { conversationId, key: "notice.left", values });
}

/** Ends the seat of one colleague beside a conversation, or of everyone there. */
export function endBeside(tx: Tx, who: { conversationId: number; staffId?: number }): void {
  const there = q
    .updateTable("conversation_colleague")
    .set({ left_at: tx.at })
    .where("conversation_id", "=", who.conversationId)
    .where("left_at", "is", null);
  tx.run(who.staffId === undefined ? there : there.where("staff_id", "=", who.staffId));
}

/** Writes a notice of Porchlight's own to the young person. */
export function tellYoungPerson(
  tx: Tx,
  emit: Emit,
  said: { conversationId: number; key: `notice.${string}`; values: Record<string, string> },
): void {
  const { conversationId, key, values } = said;
  writeNotice(tx, emit, { conversationId, clientId: newClientId(), text: JSON.stringify({ key, values }) });
}

function kindOf(tx: Tx, { conversationId, staffId }: Who): Beside | null {
  if (conversation(tx, conversationId)?.endedAt !== null) return null;
  return colleaguesOf(tx, conversationId).find((one) => one.staffId === staffId)?.kind ?? null;
}

function wasBeside(tx: Tx, { conversationId, staffId }: Who): boolean {
  if (!conversation(tx, conversationId)) return false;
  const seat = q.selectFrom("conversation_colleague").select("id").where("conversation_id", "=", conversationId);
  return tx.first(seat.where("staff_id", "=", staffId)) !== undefined;
}

function sit(tx: Tx, { conversationId, staffId, kind, seenSeq }: Who & { kind: Beside; seenSeq: number }) {
  const row = { conversation_id: conversationId, staff_id: staffId, kind, since_at: tx.at, seen_seq: seenSeq };
  tx.run(q.insertInto("conversation_colleague").values(row));
  note(tx, { conversationId, staffId, kind: kind === "joined" ? "joined" : "read_along" });
}

function note(tx: Tx, { conversationId, staffId, kind }: Who & { kind: string }) {
  const event = { conversation_id: conversationId, kind, staff_id: staffId, at: tx.at };
  tx.run(q.insertInto("conversation_event").values(event));
}
