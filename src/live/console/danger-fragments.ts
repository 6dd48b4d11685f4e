import { conversation } from "#src/conversation/conversation.ts";
import type { Event } from "#src/events.ts";
import { leftBeside } from "#src/live/chat/emergency-fragments.tsx";
import { erased } from "#src/live/chat/staff-colleagues.tsx";
import { helpAfter } from "#src/live/chat/staff-fragments.tsx";
import { wordsShut } from "#src/live/chat/words-shut.tsx";
import { may } from "#src/staff/permissions.ts";
import { everyone } from "#src/staff/staff.ts";
import type { Fragment } from "../paint.tsx";
import type { Sources } from "../topics.ts";
import { bar, bars, helpBars, liveBarsOf } from "./bars.tsx";
import { endedLists, queue } from "./staff-lists.tsx";

/** Repaints queue, bars and the chat's place after someone left in danger or deleted their chat then, or once that is over. */
export function left(
  sources: Sources,
  { type, conversationId }: { type: Event["type"]; conversationId: number },
): Fragment[] {
  const found = conversation(sources.db, conversationId);
  if (!found) return [];
  const deleted = () => [...endedLists(sources, conversationId), ...erased(sources, conversationId)];
  if (type === "conversation.erased") return [...deleted(), ...bars(sources)];
  return [
    ...queue(sources, conversationId),
    ...barsOfSupervisors(sources),
    ...(found.erasedAt === null ? leftBeside(sources, conversationId) : []),
    // A call for help outlives the chat until then, and no longer.
    ...(type === "danger.closed" ? [...helpBars(sources, conversationId), ...helpAfter(sources, conversationId)] : []),
    ...(type === "danger.deleted" ? deleted() : []),
    // For a deleted chat this would show whether something still keeps its words.
    ...(found.erasedAt === null ? wordsShut(sources, conversationId, false) : []),
  ];
}

/** Repaints the bars of those who are told of everyone who left in danger. */
export function barsOfSupervisors(sources: Sources): Fragment[] {
  const others = everyone(sources.db).filter((one) => may(one, "danger.everywhere"));
  return [...others.flatMap((one) => bar(sources, one)), ...liveBarsOf(sources, ...others.map(({ id }) => id))];
}
