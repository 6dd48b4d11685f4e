import type { Child } from "hono/jsx";
import { isPartOf } from "#src/conversation/complaint/complaint-part.ts";
import { conversation, openConversations } from "#src/conversation/conversation.ts";
import { leftInDanger } from "#src/conversation/safety/left-in-danger.ts";
import type { Event } from "#src/events.ts";
import { homeZone, line } from "#src/hours/lines.ts";
import { type Translate, translate } from "#src/i18n/i18n.ts";
import { asksScene } from "#src/live/console/asks-data.ts";
import { bars } from "#src/live/console/bars.tsx";
import { listOf, queue, queuesBeside } from "#src/live/console/staff-lists.tsx";
import { peopleOnShift } from "#src/live/console/staff-room.tsx";
import { silence, watchedScreen } from "#src/live/youth/youth-fragments.tsx";
import { seatsOf } from "#src/queue/handover/seats.ts";
import { requestsFor } from "#src/record/address-reading.ts";
import { emergencyById, emergencyIn, emergencyReach } from "#src/record/emergency-reading.ts";
import { lonelyLines } from "#src/staff/shift/on-shift.ts";
import { staffMember } from "#src/staff/staff.ts";
import { LeftWay } from "#views/counsellor/after/left-way.tsx";
import { Later } from "#views/counsellor/chat/pane-acts.tsx";
import { Openings } from "#views/counsellor/safety/address-requests.tsx";
import { Answering } from "#views/counsellor/safety/emergencies.tsx";
import {
  AboutAddress,
  ActAlone,
  Asked,
  Calling,
  Declared,
  type EmergencyNow,
  EmergencySteps,
  WatchedNow,
} from "#views/counsellor/safety/emergency.tsx";
import { type Fragment, paint, paintFor, present, Replacement, seatsAt } from "../paint.tsx";
import { type Sources, topics } from "../topics.ts";
import { answeringScene, emergencyScene } from "./emergency-data.ts";
import { prompts } from "./prompts.tsx";
import { handing } from "./staff-colleagues.tsx";
import { head } from "./staff-fragments.tsx";

/** Repaints the emergency beside its chat, who opens an address, and what waits for others because of it. */
export function emergencyShown(sources: Sources, conversationId: number | null): Fragment[] {
  if (conversationId === null) return [];
  const others = everyOpening(sources);
  const beside = painted(sources, conversationId, (props) => (
    <Replacement target={`#address-of-${conversationId}`}>
      <AboutAddress {...props} />
    </Replacement>
  ));
  return [...steps(sources, conversationId), ...beside, ...others];
}

/** Repaints the emergency beside its chat and in its open record, once a supervisor has seen it or phoned its counsellor. */
export function answered(sources: Sources, emergencyId: number): Fragment[] {
  const { db, clock, hub } = sources;
  const found = emergencyById(db, emergencyId);
  if (!found) return [];
  const now = clock.now();
  const zone = line(db, found.lineId)?.timeZone ?? homeZone(db);
  const open = hub.topics(topics.everyBar).flatMap((topic) => staffMember(db, topics.barOf(topic)!) ?? []);
  const records = open
    .filter((member) => emergencyReach(db, member, found, now) !== null)
    .flatMap((member) =>
      paint(sources, topics.bar(member.id), () => (
        <Replacement target="#answering">
          <Answering
            t={translate(member.language)}
            id={emergencyId}
            now={answeringScene(db, member, found, now)}
            zone={zone}
          />
        </Replacement>
      )),
    );
  if (found.conversationId === null) return records;
  return [...steps(sources, found.conversationId), ...head(sources, found.conversationId), ...records];
}

/** Repaints who is on shift when someone (id) comes or goes, and the steps of counsellors who are alone now, or no longer. */
export function cameOrWent(sources: Sources, staffId: number): Fragment[] {
  const lonely = lonelyLines(sources);
  const beside = openConversations(sources.db)
    .filter(({ lineId, counsellorId }) => counsellorId !== null && lonely.includes(lineId))
    .flatMap(({ id }) => steps(sources, id));
  return [...peopleOnShift(sources, staffId), ...beside];
}

function steps(sources: Sources, conversationId: number): Fragment[] {
  const draw = (props: Props) => (
    <>
      <Replacement target={`#act-alone-${conversationId}`}>
        <ActAlone {...props} />
      </Replacement>
      <Replacement target={`#declared-${conversationId}`}>
        <Declared {...props} />
      </Replacement>
      <Replacement target={`#calling-${conversationId}`}>
        <Calling {...props} />
      </Replacement>
    </>
  );
  return painted(sources, conversationId, draw, `steps ${conversationId}`);
}

/** Repaints the question where they are, and what they have written since. */
export function askedWhere(sources: Sources, conversationId: number): Fragment[] {
  return painted(sources, conversationId, (props) => (
    <Replacement target={`#asked-where-${conversationId}`}>
      <Asked {...props} />
    </Replacement>
  ));
}

/** Repaints that someone was offered to be written to later. */
export function laterOffered(sources: Sources, conversationId: number): Fragment[] {
  return painted(sources, conversationId, ({ t }) => (
    <Replacement target={`#later-of-${conversationId}`}>
      <Later t={t} id={conversationId} later="offered" />
    </Replacement>
  ));
}

/** Repaints a chat whose young person's screen is watched, or no longer: beside it, in the lists, and on that screen. */
export function watchedNow(sources: Sources, event: Extract<Event, { type: "conversation.watched" }>): Fragment[] {
  const { conversationId, present, after } = event;
  const beside = painted(sources, conversationId, (props) => (
    <Replacement target={`#watched-of-${conversationId}`}>
      <WatchedNow {...props} />
    </Replacement>
  ));
  return [
    ...beside,
    ...listOf(sources, conversationId),
    ...head(sources, conversationId),
    ...prompts(sources, conversationId),
    ...watchedScreen(sources, conversationId, present ? null : after),
  ];
}

/** Repaints a chat whose young person is in danger, or no longer: head and rows, what a silence leads to, and how they leave. */
export function urgent(sources: Sources, conversationId: number | null): Fragment[] {
  if (conversationId === null) return [];
  const handed = seatsAt(sources, conversationId).flatMap(({ member }) => handing(sources, conversationId, member.id));
  return [
    ...listOf(sources, conversationId),
    ...head(sources, conversationId),
    ...handed,
    ...prompts(sources, conversationId),
    ...silence(sources, conversationId),
  ];
}

/** Repaints an emergency that was declared or whose record changed, and the other chats of its counsellor. */
export function changed(sources: Sources, conversationId: number | null): Fragment[] {
  const found = conversationId === null ? undefined : conversation(sources.db, conversationId);
  // Colleagues are asked to take these as long as it lasts.
  const others = found?.counsellorId ? queuesBeside(sources, found.counsellorId) : [];
  const isLeft = found && leftInDanger(sources.db, found.id, sources.clock.now()) !== null;
  const rows = isLeft ? queue(sources, found.id) : [];
  return [...emergencyShown(sources, conversationId), ...urgent(sources, conversationId), ...others, ...rows];
}

/** Repaints the way to what can be done for a young person who left in danger, also once that is over. */
export function leftBeside(sources: Sources, conversationId: number): Fragment[] {
  return seatsAt(sources, conversationId, true).flatMap(({ found, member, t }) => {
    const left = leftInDanger(sources.db, conversationId, sources.clock.now()) !== null;
    return paint(sources, topics.staff(member.id), () => (
      <>
        <Replacement target={`#left-way-${conversationId}`}>
          <LeftWay t={t} id={conversationId} left={left} />
        </Replacement>
        <Replacement target={`#emergency-${conversationId}`}>
          <EmergencySteps
            t={t}
            id={conversationId}
            writes={false}
            help={found.counsellorId === member.id}
            now={emergencyScene(sources, found, member)}
          />
        </Replacement>
      </>
    ));
  });
}

/** Repaints who is needed elsewhere (ids), after a chat with an emergency has ended or changed hands. */
export function emergencyMoved(sources: Sources, conversationId: number, ...staffIds: (number | null)[]): Fragment[] {
  if (!emergencyIn(sources.db, conversationId)) return [];
  const ids = staffIds.filter((id) => id !== null);
  return [...bars(sources), ...ids.flatMap((id) => queuesBeside(sources, id))];
}

/** Repaints what waits for a yes, on every console; `but`: only of those who had no part in that chat (id). */
export function everyOpening(sources: Sources, but: number | null = null): Fragment[] {
  const all = present(sources).filter(({ id }) => but === null || !isPartOf(sources.db, but, id));
  return all.flatMap(({ id }) => openings(sources, id));
}

function openings(sources: Sources, staffId: number): Fragment[] {
  return paintFor(
    sources,
    staffId,
    (member, t) => (
      <Replacement target="#openings">
        <Openings
          t={t}
          openings={requestsFor(sources.db, member, sources.clock.now())}
          asks={asksScene(sources.db, member, sources.clock.now())}
        />
      </Replacement>
    ),
    "openings",
  );
}

interface Props {
  t: Translate;
  id: number;
  writes: boolean;
  help: boolean;
  now: EmergencyNow;
}

function painted(sources: Sources, conversationId: number, draw: (props: Props) => Child, place?: string): Fragment[] {
  return seatsAt(sources, conversationId).flatMap(({ found, member, t }) => {
    const { as } = seatsOf(sources.db, found, member.id, sources.clock.now());
    const help = as !== "reading";
    const now = () => emergencyScene(sources, found, member);
    const of = { t, id: conversationId, writes: help && found.endedAt === null, help };
    return paint(sources, topics.staff(member.id), () => draw({ ...of, now: now() }), place);
  });
}
