import type { Event } from "#src/events.ts";
import { type Language, translate } from "#src/i18n/i18n.ts";
import { Overview } from "#views/counsellor/line/overview.tsx";
import { type Fragment, paintList, Replacement } from "../paint.tsx";
import { type Sources, topics } from "../topics.ts";
import { overviewScene } from "./overview-data.ts";

const changes: Partial<Record<Event["type"], "now" | "soon">> = {
  "conversation.started": "now",
  "conversation.claimed": "now",
  "conversation.given_back": "now",
  "conversation.returned": "soon",
  "conversation.ended": "now",
  "conversation.joined": "now",
  "conversation.read_along": "now",
  "conversation.left": "now",
  "conversation.handed_over": "now",
  "conversation.taken_over": "now",
  "conversation.passed_on": "now",
  "conversation.paused": "soon",
  "conversation.resumed": "soon",
  "conversation.risk_marked": "now",
  "conversation.danger_said": "now",
  "conversation.watched": "soon",
  "contact.sent": "now",
  "help.asked": "now",
  "help.taken_back": "now",
  "help.seen": "now",
  "silence.broken": "soon",
  "message.written": "soon",
  "connection.changed": "soon",
  "wrap_up.changed": "now",
  "debrief.given": "now",
  "debrief.settled": "now",
  "thanks.given": "now",
  "thanks.screened": "now",
  "availability.changed": "now",
  "settings.changed": "now",
  "staff.changed": "now",
  "stage.changed": "now",
  "line.changed": "now",
  "line.state_changed": "now",
  "line.overridden": "now",
  "line.override_lifted": "now",
  "hours.changed": "now",
  "on_call.told": "now",
  "on_call.settled": "now",
  "overview.due": "now",
};

/** Repaints every open overview that an event has changed. */
export function overviews(sources: Sources, event: Event): Fragment[] {
  const when = changes[event.type];
  if (!when) return [];
  return sources.hub
    .topics(topics.everyOverview)
    .flatMap((topic) => overviewFor(sources, topics.overviewOf(topic)!, when === "soon"));
}

/** Repaints the overview in one language; `mayRest`: a moment later, with what comes meanwhile. */
export function overviewFor(sources: Sources, language: Language, mayRest = false): Fragment[] {
  return paintList(sources, { topic: topics.overview(language), place: "overview", mayRest }, () => (
    <Replacement target="#overview">
      <Overview t={translate(language)} {...overviewScene(sources, language)} />
    </Replacement>
  ));
}
