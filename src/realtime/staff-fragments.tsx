import type { PropsWithChildren } from "hono/jsx";
import { conversation, openConversations, stateOf } from "#src/conversation/conversation.ts";
import type { Message } from "#src/conversation/message.ts";
import { messageOf, messages, type Written } from "#src/conversation/reading.ts";
import { translate } from "#src/i18n/i18n.ts";
import { ownChats, waitingList } from "#src/queue/overview.ts";
import { type StaffMember, staffMember } from "#src/staff/staff.ts";
import { Bar } from "#views/counsellor/bar.tsx";
import { Chats } from "#views/counsellor/chats.tsx";
import { BackNote, ComposerState } from "#views/counsellor/composer.tsx";
import { PaneHead } from "#views/counsellor/conversation.tsx";
import { StaffMessage, Typing } from "#views/counsellor/message.tsx";
import { Queue } from "#views/counsellor/queue.tsx";
import { counsellorOf, type Fragment, paint } from "./paint.ts";
import { type QueueSeen, type Sources, topics } from "./sources.ts";
import { headScene, paneScene, zoneOf } from "./staff-scene.ts";
import { barScene, shiftNow } from "./staff-shift.ts";
import { readable } from "./youth-scene.ts";

// What the staff see of an event, on every console concerned.

/** A piece that takes the place of what is on the page, keeping focus, caret and open menus. */
const Place = ({ target, children }: PropsWithChildren<{ target: string }>) => (
  <hx-partial hx-target={target} hx-swap="outerMorph">
    {children}
  </hx-partial>
);

/** Messages for a log: one that is there is replaced, a new one stands in its place by seq. */
const LogPiece = ({ id, children }: PropsWithChildren<{ id: number }>) => (
  <hx-partial hx-target={`#log-${id}`} hx-swap="upsert key:data-seq">
    {children}
  </hx-partial>
);

/** Every queue in which a conversation that waits stands; it may rest a moment when much happens. */
export function queue(sources: Sources, conversationId: number, mayRest = false): Fragment[] {
  const lineId = conversation(sources.db, conversationId)?.lineId;
  return queues(sources, (seen) => lineId === undefined || seen.lineIds.includes(lineId), mayRest);
}

/** Every queue that somebody looks at. */
export function queues(sources: Sources, isConcerned: (seen: QueueSeen) => boolean = () => true, mayRest = false) {
  return sources.hub
    .topics(topics.everyQueue)
    .map((topic) => topics.queueOf(topic)!)
    .filter(isConcerned)
    .flatMap((seen) => queueFor(sources, seen, mayRest));
}

export function queueFor(sources: Sources, seen: QueueSeen, mayRest = false): Fragment[] {
  const { language, canClaim, lineIds } = seen;
  return paint(
    sources,
    topics.queue(seen),
    () => (
      <Place target="#queue">
        <Queue
          t={translate(language)}
          waiting={waitingList(sources.db, sources.youth, language, lineIds)}
          now={sources.clock.now()}
          canClaim={canClaim}
        />
      </Place>
    ),
    "queue",
    mayRest,
  );
}

/** The top line of everybody who has a console open. */
export function bars(sources: Sources): Fragment[] {
  const shift = shiftNow(sources);
  return present(sources).flatMap((member) => bar(sources, member, shift));
}

/** The own list of everybody who has a console open. */
export function everyChats(sources: Sources): Fragment[] {
  return present(sources).flatMap((member) => chats(sources, member.id));
}

function present({ db, hub }: Sources): StaffMember[] {
  return hub.topics(topics.everyStaff).flatMap((topic) => staffMember(db, topics.staffOf(topic)!) ?? []);
}

export function bar(sources: Sources, member: StaffMember, shift = shiftNow(sources)): Fragment[] {
  return paint(
    sources,
    topics.staff(member.id),
    () => (
      <Place target="#bar">
        <Bar t={translate(member.language)} {...barScene(sources, member, shift)} />
      </Place>
    ),
    "bar",
  );
}

/** A member's own list. Which of them are open is the page's own matter: it marks them again after every repaint. */
export function chats(sources: Sources, staffId: number, mayRest = false): Fragment[] {
  const member = staffMember(sources.db, staffId);
  if (!member) return [];
  return paint(
    sources,
    topics.staff(staffId),
    () => (
      <Place target="#chats">
        <Chats
          t={translate(member.language)}
          chats={ownChats(sources.db, sources.youth, staffId, member.language)}
          now={sources.clock.now()}
          open={[]}
        />
      </Place>
    ),
    "chats",
    mayRest,
  );
}

/** The list of a topic once more: the queue, or a member's own. */
export function listOfTopic(sources: Sources, topic: string): Fragment[] {
  const staffId = topics.staffOf(topic);
  if (staffId !== undefined) return chats(sources, staffId);
  const queued = topics.queueOf(topic);
  return queued ? queueFor(sources, queued) : [];
}

/** The list a conversation stands in, which may rest: the queue while it waits, else its counsellor's own. */
export function listOf(sources: Sources, conversationId: number): Fragment[] {
  const staffId = counsellorOf(sources, conversationId);
  return staffId === undefined ? queue(sources, conversationId, true) : chats(sources, staffId, true);
}

export function message(sources: Sources, event: Written): Fragment[] {
  return logPiece(sources, event.conversationId, () => {
    const written = messageOf(sources.db, event);
    return written ? [written] : [];
  });
}

/** The read marks: of the newest message that was read, and of those before it that were not marked yet. */
export function seen(sources: Sources, conversationId: number, seq: number): Fragment[] {
  return logPiece(sources, conversationId, () =>
    messages(sources.db, conversationId, seq - 50).filter((one) => one.author === "counsellor" && one.seq <= seq),
  );
}

function logPiece(sources: Sources, conversationId: number, concerned: () => Message[]): Fragment[] {
  const { found, member, t } = scene(sources, conversationId);
  if (!found || !member) return [];
  const zone = zoneOf(sources.db, conversationId);
  return paint(sources, topics.staff(member.id), () => (
    <LogPiece id={conversationId}>
      {concerned().map((one) => (
        <StaffMessage t={t} message={readable(t, one)} seen={found.youthSeenSeq} zone={zone} me={member.alias} />
      ))}
    </LogPiece>
  ));
}

export function head(sources: Sources, conversationId: number): Fragment[] {
  const { found, member, t } = scene(sources, conversationId);
  if (!found || !member) return [];
  const chat = { ...headScene(sources, found, member.language), draft: "" };
  const zone = zoneOf(sources.db, conversationId);
  return paint(
    sources,
    topics.staff(member.id),
    () => (
      <Place target={`#head-${conversationId}`}>
        <PaneHead t={t} chat={chat} now={sources.clock.now()} zone={zone} />
      </Place>
    ),
    `head ${conversationId}`,
  );
}

/** The heads of all open conversations of a line: whether it has closed meanwhile. */
export function heads(sources: Sources, lineId: number): Fragment[] {
  return openConversations(sources.db)
    .filter((one) => one.lineId === lineId)
    .flatMap((one) => head(sources, one.id));
}

export function back(sources: Sources, conversationId: number): Fragment[] {
  const { found, member, t } = scene(sources, conversationId);
  if (!found || !member) return [];
  const { back: came } = headScene(sources, found, member.language);
  return paint(
    sources,
    topics.staff(member.id),
    () => (
      <Place target={`#back-${conversationId}`}>
        <BackNote t={t} id={conversationId} back={came} />
      </Place>
    ),
    `back ${conversationId}`,
  );
}

export function typing(sources: Sources, conversationId: number, on: boolean): Fragment[] {
  const { member, t } = scene(sources, conversationId);
  if (!member) return [];
  return paint(
    sources,
    topics.staff(member.id),
    () => (
      <Place target={`#typing-${conversationId}`}>
        <Typing t={t} id={conversationId} on={on} />
      </Place>
    ),
    `typing ${conversationId}`,
  );
}

/** After the end: the head says how it ended, the composer gives way to it. */
export function over(sources: Sources, conversationId: number): Fragment[] {
  const { found, member, t } = scene(sources, conversationId);
  if (!found || !member || stateOf(found) !== "ended") return [];
  const chat = paneScene(sources, found, member);
  return [
    ...head(sources, conversationId),
    ...typing(sources, conversationId, false),
    ...back(sources, conversationId),
    ...paint(sources, topics.staff(member.id), () => (
      <Place target={`#foot-${conversationId}`}>
        <ComposerState t={t} chat={chat} clientId="" now={sources.clock.now()} other={null} />
      </Place>
    )),
  ];
}

/** Everything a console may have missed while its socket was away. `open` are its conversations on the screen. */
export function snapshot(sources: Sources, member: StaffMember, open: number[]): string {
  const t = translate(member.language);
  const mine = open
    .map((id) => conversation(sources.db, id))
    .filter((one) => one !== undefined && one.counsellorId === member.id);
  const pieces = mine.map((one) => {
    const chat = paneScene(sources, one!, member);
    const zone = zoneOf(sources.db, chat.id);
    return (
      <>
        <LogPiece id={chat.id}>
          {chat.messages.map((line) => (
            <StaffMessage t={t} message={line} seen={chat.seen} zone={zone} me={member.alias} />
          ))}
        </LogPiece>
        <Place target={`#head-${chat.id}`}>
          <PaneHead t={t} chat={chat} now={sources.clock.now()} zone={zone} />
        </Place>
        <Place target={`#typing-${chat.id}`}>
          <Typing t={t} id={chat.id} on={chat.typing} />
        </Place>
        <Place target={`#back-${chat.id}`}>
          <BackNote t={t} id={chat.id} back={chat.back} />
        </Place>
        {chat.ended && (
          <Place target={`#foot-${chat.id}`}>
            <ComposerState t={t} chat={chat} clientId="" now={sources.clock.now()} other={null} />
          </Place>
        )}
      </>
    );
  });
  const lists = [...bar(sources, member), ...chats(sources, member.id)].map((fragment) => fragment.html);
  return [...lists, ...pieces.map(String)].join("");
}

function scene(sources: Sources, conversationId: number) {
  const found = conversation(sources.db, conversationId);
  const member = found?.counsellorId ? staffMember(sources.db, found.counsellorId) : undefined;
  return { found, member, t: translate(member?.language ?? "en") };
}
