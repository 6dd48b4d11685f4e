import { readersOf } from "#src/conversation/colleagues/colleagues.ts";
import { wasMet } from "#src/conversation/complaint/complaint-part.ts";
import type { Conversation } from "#src/conversation/conversation.ts";
import { leftInDanger } from "#src/conversation/safety/left-in-danger.ts";
import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { ownRoleSince } from "#src/staff/hands.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { servesLine } from "#src/staff/shift/availability.ts";
import { hasCome } from "#src/staff/shift/on-shift.ts";

/**
 * Whether somebody reads at an instant (ms UTC) what was written by whoever left in danger (SG5): those on shift who serve its
 * line, and supervisors, by a role that they did not give themselves since. Of those whom the young person met in the chat only whoever
 * sat at it until its end, and has read it anyway: any other of them may be the one they complain of, and whether they do makes no
 * difference (PROMISES.md S19).
 */
export function mayReadLeft(db: DataReader, member: Member, found: Conversation, at: number): boolean {
  if (leftInDanger(db, found.id, at) === null) return false;
  const isOld = (since: number | null) => since === null || found.startedAt >= since;
  const asThen = { ...member, roles: member.roles.filter((role) => isOld(ownRoleSince(db, member.id, role))) };
  const isOnLine = servesLine(db, member.id, found.lineId) && hasCome(db, member.id);
  if (!may(asThen, isOnLine ? "danger.see" : "danger.everywhere")) return false;
  return !wasMet(db, found.id, member.id) || satLast(db, found, at).includes(member.id);
}

/** Who (ids) sat at a chat until its end; where it waited again, whoever had to leave it. */
function satLast(db: DataReader, found: Conversation, at: number): number[] {
  if (found.counsellorId !== null) return readersOf(db, found, at, true).map(({ id }) => id);
  const given = q.selectFrom("conversation_event").select("staff_id").where("conversation_id", "=", found.id);
  const last = db.first(given.where("kind", "=", "given_back").orderBy("id", "desc").limit(1))?.staff_id;
  return last == null ? [] : [last];
}
