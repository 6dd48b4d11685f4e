import { isPartOf } from "#src/conversation/complaint/complaint-part.ts";
import { isLead } from "#src/conversation/complaint/complaint-readers.ts";
import type { Event } from "#src/events.ts";
import { bar } from "#src/live/chat/staff-fragments.tsx";
import { may } from "#src/staff/permissions.ts";
import { everyone, type StaffMember } from "#src/staff/staff.ts";
import { type Fragment, present } from "../paint.ts";
import type { Sources } from "../topics.ts";
import { liveBarsOf } from "./live-bar.tsx";
import { toAnswer } from "./news-fragments.tsx";
import { shiftNow } from "./staff-shift.ts";

const ofConcerns = [
  "concern.raised",
  "concern.read",
  "concern.settled",
  "concern.informed",
  "concern.heard",
  "concern.unheard",
] as const satisfies Event["type"][];
type OfConcern = Extract<Event, { type: (typeof ofConcerns)[number] }>;

/** Whether it is of something that was wrong with a chat, and anybody sees it as it happens. */
export function isConcernEvent(event: Event): event is OfConcern {
  return (ofConcerns as readonly string[]).includes(event.type);
}

/** What it repaints: for whoever was told of it what stands for them, and what counts those that wait. */
export function ofConcern(sources: Sources, event: OfConcern): Fragment[] {
  if ("staffId" in event) return toAnswer(sources, event.staffId);
  const told = event.type === "concern.settled" ? event.told : [];
  return [...told.flatMap((id) => toAnswer(sources, id)), ...barsWithout(sources, event.conversationId)];
}

/**
 * The top line of those who look after what was wrong and had no part in a chat, and the live bars of the leads among them: what was wrong
 * with it is nothing that the others may even hear a page change for.
 */
function barsWithout(sources: Sources, conversationId: number): Fragment[] {
  const shift = shiftNow(sources);
  const hears = (one: StaffMember) => may(one, "concern.see") && !isPartOf(sources.db, conversationId, one.id);
  const bars = present(sources)
    .filter(hears)
    .flatMap((member) => bar(sources, member, shift));
  const leads = everyone(sources.db).flatMap((one) => (isLead(one) && hears(one) ? [one.id] : []));
  return [...bars, ...liveBarsOf(sources, ...leads)];
}
