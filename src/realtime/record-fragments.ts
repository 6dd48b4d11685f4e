import { staffMember } from "#src/staff/staff.ts";
import type { Fragment } from "./paint.ts";
import { type Sources, topics } from "./sources.ts";
import { bar, over } from "./staff-fragments.tsx";

/** What the author of a contact record sees of it on their consoles: how many are to be finished, and that this one is. */
export function recordKept(
  sources: Sources,
  event: { staffId: number; conversationId: number | null },
  isFinished: boolean,
): Fragment[] {
  const member = staffMember(sources.db, event.staffId);
  if (!member || !sources.hub.heard(topics.staff(member.id))) return [];
  // What is being ticked is left alone: only the end of it is painted where it stood.
  const after = isFinished && event.conversationId !== null ? over(sources, event.conversationId) : [];
  return [...bar(sources, member), ...after];
}
