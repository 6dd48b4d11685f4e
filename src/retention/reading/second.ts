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

/** Returns as `opensHeld`; after a complaint, "theirs" for its readers who held their role before the chat began. */
export function opensFor(db: DataReader, member: Member, found: Conversation, why: WhyOpened, at: number) {
  if (why !== "concern") return opensHeld(db, member, found, why);
  if (found.endedAt === null || !readersOfChat(db, found.id, at).includes(member.id)) return null;
  const since = hasRoleSince(db, member.id, may(member, "concern.lead") ? "lead" : "supervisor").at;
  return since > found.startedAt ? null : "theirs";
}

/** Returns "theirs" for supervisors of its line who had no part in it, "danger" if only danger lets them look. */
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
  // Nobody must die for want of someone who may look: a later role will do, or a part in which they were not met.
  return why === "danger" && !wasMet(db, found.id, member.id) ? "danger" : null;
}

/** Returns who (ids) can agree. If all of them may be the same person they are asked anyway, but it counts as read alone. */
export function seconds(db: DataReader, staffId: number, found: Conversation, why: WhyOpened, at: number): number[] {
  const others = everyone(db).filter((one) => one.id !== staffId && opensFor(db, one, found, why, at) === "theirs");
  const ids = others.map(({ id }) => id);
  const isOne = mayBeOne(db);
  const free = ids.filter((id) => !isOne(id, staffId));
  return free.length > 0 ? free : ids;
}
