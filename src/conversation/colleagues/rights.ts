import type { Tx } from "#src/db/db.ts";
import type { Emit } from "#src/events.ts";
import { setMember, undoMember } from "#src/staff/accounts/member.ts";
import { may } from "#src/staff/permissions.ts";
import { type StaffMember, staffMember } from "#src/staff/staff.ts";
import { leaveAll } from "./join.ts";

// What somebody is beside a chat lasts no longer than what it was given for.

/** Sets what is given of a member (`setMember`, which see for what it returns and throws). Who may not come to a colleague's side as before goes from there. */
export function setColleague(tx: Tx, emit: Emit, input: Parameters<typeof setMember>[2]): number {
  return standingUp(tx, emit, input.staffId, () => setMember(tx, emit, input));
}

/** The same of `undoMember`. */
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

/** A chat of somebody else, to which nobody was asked. */
const others = { counsellorId: 0, ended: false };

function staysBeside(before: StaffMember, after: StaffMember): boolean {
  if (may(before, "conversation.read_along", others) && !may(after, "conversation.read_along", others)) return false;
  return may(after, "conversation.read", { ...others, joined: [after.id] });
}
