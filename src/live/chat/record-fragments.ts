import { bar } from "#src/live/console/bars.tsx";
import { chats } from "#src/live/console/staff-lists.tsx";
import { staffMember } from "#src/staff/staff.ts";
import type { Fragment } from "../paint.tsx";
import { type Sources, topics } from "../topics.ts";
import { over } from "./staff-fragments.tsx";

/** Repaints how many records their author has to finish, and, once this one is finished or reopened, the chat and its row. */
export function recordKept(
  sources: Sources,
  event: { staffId: number; conversationId: number | null },
  isSettled: boolean,
): Fragment[] {
  const member = staffMember(sources.db, event.staffId);
  if (!member || !sources.hub.heard(topics.staff(member.id))) return [];
  // A form that is being ticked must not be repainted, so only its beginning and end are.
  const chat = isSettled ? event.conversationId : null;
  const after = chat === null ? [] : [...over(sources, chat), ...chats(sources, member.id, chat)];
  return [...bar(sources, member), ...after];
}
