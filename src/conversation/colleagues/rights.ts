import type { Tx } from "#src/db/db.ts";
import type { Emit } from "#src/events.ts";
import { setMember, undoMember } from "#src/staff/accounts/member.ts";
import { may } from "#src/staff/permissions.ts";
import { type StaffMember, staffMember } from "#src/staff/staff.ts";
import { leaveAll } from "./join.ts";

/** Changes a member as `setMember` does, and ends their seats beside chats if they may not sit there any more. */
export function setColleague(tx: Tx, emit: Emit, input: Parameters<typeof setMember>[2]): number {
  return standingUp(tx, emit, input.staffId, () => setMember(tx, emit, input));
}

/** Undoes a change as `undoMember` does, and ends seats as `setColleague` does. */
export function undoColleague(tx: Tx, emit: Emit, input: Parameters<typeof undoMember>[2]): number {
  return standingUp(tx, emit, input.staffId, () => undoMember(tx, emit, input));
}

function standingUp(tx: Tx, emit: Emit, staffId: number, change: () => number): number {
  const before = staffMember(tx, staffId);
  const id = change();
  const after = staffMember(tx, staffId);
  if (before && !(after && staysBeside(before, after))) leaveAll(tx, emit, staffId);
  return id;
}

const others = { counsellorId: 0, ended: false };

function staysBeside(before: StaffMember, after: StaffMember): boolean {
  if (may(before, "conversation.read_along", others) && !may(after, "conversation.read_along", others)) return false;
  return may(after, "conversation.read", { ...others, joined: [after.id] });
}
