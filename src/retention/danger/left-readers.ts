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

/** Returns whether a member reads what someone who left in danger wrote (SG5), by roles they did not give themselves since. */
export function mayReadLeft(db: DataReader, member: Member, found: Conversation, at: number): boolean {
  return whyNotLeft(db, member, found, at) === null;
}

/** "away": they would read it if they were available. "met": the young person met them, but they were not there at the end. */
export type WhyNotLeft = "away" | "met" | "no";

/** Returns why a member does not read it at an instant (ms UTC); null if they do. */
export function whyNotLeft(db: DataReader, member: Member, found: Conversation, at: number): WhyNotLeft | null {
  if (leftInDanger(db, found.id, at) === null) return "no";
  const isOld = (since: number | null) => since === null || found.startedAt >= since;
  const asThen = { ...member, roles: member.roles.filter((role) => isOld(ownRoleSince(db, member.id, role))) };
  if (!may(asThen, "danger.see")) return "no";
  if (satLast(db, found, at).includes(member.id)) return null;
  const isEverywhere = may(asThen, "danger.everywhere");
  if (!isEverywhere && !servesLine(db, member.id, found.lineId)) return "no";
  // Anyone else they met may be the one they complain of, and whether they do must make no difference (PROMISES.md S19).
  if (wasMet(db, found.id, member.id)) return "met";
  if (isEverywhere || hasCome(db, member.id)) return null;
  return takesNoNewChats(db, member.id) ? "no" : "away";
}

/** Returns whether a member finds its page, which shows none of the words (`at` is ms UTC). */
export function mayKnowLeft(db: DataReader, member: Member, found: Conversation, at: number): boolean {
  if (leftInDanger(db, found.id, at) === null) return false;
  if (may(member, "danger.everywhere") || mayReadLeft(db, member, found, at)) return true;
  return may(member, "danger.see") && servesLine(db, member.id, found.lineId);
}

function satLast(db: DataReader, found: Conversation, at: number): number[] {
  if (found.counsellorId !== null) return readersOf(db, found, at, true).map(({ id }) => id);
  const given = q.selectFrom("conversation_event").select("staff_id").where("conversation_id", "=", found.id);
  const last = db.first(given.where("kind", "=", "given_back").orderBy("id", "desc").limit(1))?.staff_id;
  return last == null ? [] : [last];
}
