import { subjectOf } from "#src/conversation/colleagues/colleagues.ts";
import { setColleague } from "#src/conversation/colleagues/rights.ts";
import { chatsWith, conversation, stateOf } from "#src/conversation/conversation.ts";
import { writeNotice } from "#src/conversation/messages/writing.ts";
import { noteEvent } from "#src/conversation/silence/steps.ts";
import { newClientId } from "#src/crypto/hash.ts";
import type { Tx } from "#src/db/db.ts";
import type { Emit } from "#src/events.ts";
import { may } from "#src/staff/permissions.ts";
import { availableFor } from "#src/staff/shift/availability.ts";
import { aliasOf, staffMember } from "#src/staff/staff.ts";
import { toQueue } from "./requeue.ts";
import { replace } from "./take-over.ts";

/** Closes an account at once, even in mid-chat (`leaveChat`). Returns and throws as `setMember`. */
export function closeAtOnce(
  tx: Tx,
  emit: Emit,
  input: { staffId: number; basedOn: number; isHeard: (staffId: number) => boolean },
): number {
  const { staffId, basedOn, isHeard } = input;
  for (const { id: conversationId } of chatsWith(tx, staffId)) {
    leaveChat(tx, emit, { conversationId, staffId, why: "left", isHeard });
  }
  return setColleague(tx, emit, { staffId, basedOn, values: { closed: true } });
}

/** Leaves a chat to a colleague who joined and whose browser is heard, even with full hands; else gives it back. */
export function leaveChat(
  tx: Tx,
  emit: Emit,
  input: { conversationId: number; staffId: number; why: "left" | "lost"; isHeard: (staffId: number) => boolean },
): void {
  const { conversationId, staffId, why, isHeard } = input;
  const found = conversation(tx, conversationId);
  if (!found || found.counsellorId !== staffId || stateOf(found) === "ended") return;
  const subject = subjectOf(tx, found, tx.at);
  const mayGoOn = (id: number) => {
    const member = staffMember(tx, id);
    return member !== undefined && may(member, "conversation.write", subject) && isHeard(id);
  };
  const colleague = subject.joined?.find(mayGoOn);
  if (colleague === undefined) {
    giveBack(tx, emit, { conversationId, staffId, why });
    return;
  }
  noteEvent(tx, conversationId, "left_alone", staffId);
  replace(tx, emit, found, colleague);
}

/** Makes the young person wait again, in front but for `again`, and tells them why; only if it is this counsellor's chat. */
export function giveBack(
  tx: Tx,
  emit: Emit,
  {
    conversationId,
    staffId,
    why,
  }: { conversationId: number; staffId: number; why: "left" | "lost" | "busy" | "again" },
): void {
  const found = conversation(tx, conversationId);
  if (!found || found.counsellorId !== staffId || stateOf(found) === "ended") return;
  const freed = toQueue(tx, found, { kind: "given_back" });
  emit({ type: "conversation.given_back", conversationId, staffId, ...freed });
  const isSomebodyHere = availableFor(tx, found.lineId).some((id) => id !== staffId);
  const key = notices[why][isSomebodyHere ? 0 : 1];
  const text = JSON.stringify({ key, values: { alias: aliasOf(tx, staffId) } });
  writeNotice(tx, emit, { conversationId, clientId: newClientId(), text });
}

const notices = {
  left: ["notice.given_back", "notice.given_back_alone"],
  lost: ["notice.lost_counsellor", "notice.lost_counsellor_alone"],
  busy: ["notice.resumed_waiting", "notice.resumed_waiting_alone"],
  again: ["notice.resumed_again", "notice.resumed_again_alone"],
} as const;
