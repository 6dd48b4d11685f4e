import { isPartOf, wasMet } from "#src/conversation/complaint/complaint-part.ts";
import { readersOfChat } from "#src/conversation/complaint/complaint-readers.ts";
import type { Conversation } from "#src/conversation/conversation.ts";
import type { HoldReason } from "#src/conversation/state.ts";
import type { DataReader } from "#src/db/db.ts";
import { hasRoleSince, mayBeOne } from "#src/staff/hands.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { servesLine } from "#src/staff/shift/availability.ts";
import { everyone } from "#src/staff/staff.ts";
import type { WhyOpened } from "./openings.ts";

// Whose a chat that is over is to open, and who can say yes to that.

/**
 * Whose it is at an instant (ms UTC): what is held, whoever `opensHeld` says; where something was said to be wrong with it, leads and
 * supervisors of any line who may read that (complaint-readers.ts) and are one since before it began. null: not theirs.
 */
export function opensFor(db: DataReader, member: Member, found: Conversation, why: WhyOpened, at: number) {
  if (why !== "concern") return opensHeld(db, member, found, why);
  if (found.endedAt === null || !readersOfChat(db, found.id, at).includes(member.id)) return null;
  const since = hasRoleSince(db, member.id, may(member, "concern.lead") ? "lead" : "supervisor").at;
  return since > found.startedAt ? null : "theirs";
}

/**
 * Whose what is held is: supervisors who had no part in it, serve its line, and are one since before it began ("theirs"). Where somebody may be in danger also whoever had a part but was not met in it, and whoever was given the role since
 * ("danger"): nobody must die for want of somebody who may look. Never whoever gave themselves the role since. null: not theirs.
 */
export function opensHeld(
  db: DataReader,
  member: Member,
  found: Conversation,
  why: HoldReason,
): "theirs" | "danger" | null {
  if (found.endedAt === null || !may(member, "chat.open")) return null;
  if (!servesLine(db, member.id, found.lineId)) return null;
  const { at, isOwn } = hasRoleSince(db, member.id, "supervisor");
  const isLater = at > found.startedAt;
  if (isLater && isOwn) return null;
  if (!isLater && !isPartOf(db, found.id, member.id)) return "theirs";
  return why === "danger" && !wasMet(db, found.id, member.id) ? "danger" : null;
}

/**
 * Who (ids) can say yes to one of the staff: everybody else whose it is, but whoever may be the same person. Where all of them may, they
 * are asked all the same, so that nobody reads unasked; but that counts as read alone.
 */
export function seconds(db: DataReader, staffId: number, found: Conversation, why: WhyOpened, at: number): number[] {
  const others = everyone(db).filter((one) => one.id !== staffId && opensFor(db, one, found, why, at) === "theirs");
  const ids = others.map(({ id }) => id);
  const isOne = mayBeOne(db);
  const free = ids.filter((id) => !isOne(id, staffId));
  return free.length > 0 ? free : ids;
}
