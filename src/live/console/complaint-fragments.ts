import { isPartOf } from "#src/conversation/complaint/complaint-part.ts";
import { isLead } from "#src/conversation/complaint/complaint-readers.ts";
import type { Event } from "#src/events.ts";
import { may } from "#src/staff/permissions.ts";
import { everyone, type StaffMember } from "#src/staff/staff.ts";
import { type Fragment, present } from "../paint.tsx";
import type { Sources } from "../topics.ts";
import { bar, liveBarsOf } from "./bars.tsx";
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

/** Whether an event is about a complaint and someone sees it as it happens. */
export function isConcernEvent(event: Event): event is OfConcern {
  return (ofConcerns as readonly string[]).includes(event.type);
}

/** Repaints a complaint for those who were told of it, and how many wait. */
export function ofConcern(sources: Sources, event: OfConcern): Fragment[] {
  if ("staffId" in event) return toAnswer(sources, event.staffId);
  const told = event.type === "concern.settled" ? event.told : [];
  return [...told.flatMap((id) => toAnswer(sources, id)), ...barsWithout(sources, event.conversationId)];
}

/** Those who had a part in a chat must not even notice a page change because of a complaint about it. */
function barsWithout(sources: Sources, conversationId: number): Fragment[] {
  const shift = shiftNow(sources);
  const hears = (one: StaffMember) => may(one, "concern.see") && !isPartOf(sources.db, conversationId, one.id);
  const bars = present(sources)
    .filter(hears)
    .flatMap((member) => bar(sources, member, shift));
  const leads = everyone(sources.db).flatMap((one) => (isLead(one) && hears(one) ? [one.id] : []));
  return [...bars, ...liveBarsOf(sources, ...leads)];
}
