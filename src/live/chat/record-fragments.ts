import { chats } from "#src/live/console/staff-lists.tsx";
import { staffMember } from "#src/staff/staff.ts";
import type { Fragment } from "../paint.ts";
import { type Sources, topics } from "../topics.ts";
import { bar, over } from "./staff-fragments.tsx";

/** What the author of a contact record sees of it on their consoles: how many are to be finished, and that this one is, beside the chat and in its row. */
export function recordKept(
  sources: Sources,
  event: { staffId: number; conversationId: number | null },
  isFinished: boolean,
): Fragment[] {
  const member = staffMember(sources.db, event.staffId);
  if (!member || !sources.hub.heard(topics.staff(member.id))) return [];
  // What is being ticked is left alone: only the end of it is painted where it stood.
  const chat = isFinished ? event.conversationId : null;
  const after = chat === null ? [] : [...over(sources, chat), ...chats(sources, member.id, chat)];
  return [...bar(sources, member), ...after];
}
