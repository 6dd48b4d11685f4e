import { readersOf } from "#src/conversation/colleagues/colleagues.ts";
import { wasMet } from "#src/conversation/complaint/complaint-part.ts";
import type { Conversation } from "#src/conversation/conversation.ts";
import { leftInDanger } from "#src/conversation/safety/left-in-danger.ts";
import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { ownRoleSince } from "#src/staff/hands.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { servesLine, takesNoNewChats } from "#src/staff/shift/availability.ts";
import { hasCome } from "#src/staff/shift/on-shift.ts";

/**
 * Whether somebody reads at an instant (ms UTC) what was written by whoever left in danger (SG5): those on shift who serve its
 * line, and supervisors, by a role that they did not give themselves since. Of those whom the young person met in the chat only whoever
 * sat at it until its end, and has read it anyway, on shift or away: any other of them may be the one they complain of, and whether they
 * do makes no difference (PROMISES.md S19).
 */
export function mayReadLeft(db: DataReader, member: Member, found: Conversation, at: number): boolean {
  return whyNotLeft(db, member, found, at) === null;
}

/**
 * Why somebody does not read it: they would once they say that they are available ("away"), the young person met them earlier and they
 * were not there at the end ("met"), or anything else ("no"). null: they read it.
 */
export type WhyNotLeft = "away" | "met" | "no";

/** The same of a member at an instant (ms UTC). */
export function whyNotLeft(db: DataReader, member: Member, found: Conversation, at: number): WhyNotLeft | null {
  if (leftInDanger(db, found.id, at) === null) return "no";
  const isOld = (since: number | null) => since === null || found.startedAt >= since;
  const asThen = { ...member, roles: member.roles.filter((role) => isOld(ownRoleSince(db, member.id, role))) };
  if (!may(asThen, "danger.see")) return "no";
  if (satLast(db, found, at).includes(member.id)) return null;
  const isEverywhere = may(asThen, "danger.everywhere");
  if (!isEverywhere && !servesLine(db, member.id, found.lineId)) return "no";
  if (wasMet(db, found.id, member.id)) return "met";
  if (isEverywhere || hasCome(db, member.id)) return null;
  return takesNoNewChats(db, member.id) ? "no" : "away";
}

/** Whether somebody finds the page of it at an instant (ms UTC), which has not a word of theirs. */
export function mayKnowLeft(db: DataReader, member: Member, found: Conversation, at: number): boolean {
  if (leftInDanger(db, found.id, at) === null) return false;
  if (may(member, "danger.everywhere") || mayReadLeft(db, member, found, at)) return true;
  return may(member, "danger.see") && servesLine(db, member.id, found.lineId);
}

/** Who (ids) sat at a chat until its end; where it waited again, whoever had to leave it. */
function satLast(db: DataReader, found: Conversation, at: number): number[] {
  if (found.counsellorId !== null) return readersOf(db, found, at, true).map(({ id }) => id);
  const given = q.selectFrom("conversation_event").select("staff_id").where("conversation_id", "=", found.id);
  const last = db.first(given.where("kind", "=", "given_back").orderBy("id", "desc").limit(1))?.staff_id;
  return last == null ? [] : [last];
}
