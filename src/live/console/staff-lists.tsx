import { handoversOf } from "#src/conversation/colleagues/handover.ts";
import { chatsWith, conversation } from "#src/conversation/conversation.ts";
import { wasEverSteppedIn } from "#src/conversation/silence/state.ts";
import { translate } from "#src/i18n/i18n.ts";
import { offers } from "#src/live/chat/staff-colleagues.tsx";
import { roomFor } from "#src/queue/capacity.ts";
import { whoLeft } from "#src/queue/door/who-left.ts";
import { ownRows, ownUnread, takenBack, waitingRows } from "#src/queue/overview.ts";
import { leftAlone } from "#src/queue/wait/unattended.ts";
import { staffMember } from "#src/staff/staff.ts";
import { Waits } from "#views/counsellor/console/bar.tsx";
import { Chats } from "#views/counsellor/console/chats.tsx";
import { OwnUnread } from "#views/counsellor/console/live-bar.tsx";
import { Queue } from "#views/counsellor/console/queue.tsx";
import {
  type ChangedRows,
  type Fragment,
  type Owed,
  type Part,
  paint,
  paintList,
  present,
  Replacement,
  seatsAt,
} from "../paint.tsx";
import { type QueueSeen, type Sources, topics } from "../topics.ts";
import { waits, waitsFor } from "./bars.tsx";
import { overviewFor } from "./overview-fragments.tsx";
import { waitsScene } from "./staff-shift.ts";

// A change sends only the rows that changed and the order of all: the console has the rest (console-lists.js).

/** Repaints the queues in which a chat is, or was until now (`fromLineId`). */
export function queue(
  sources: Sources,
  conversationId: number,
  { mayRest = false, fromLineId }: { mayRest?: boolean; fromLineId?: number } = {},
): Fragment[] {
  const lineId = conversation(sources.db, conversationId)?.lineId;
  const isConcerned = ({ lineIds }: QueueSeen) =>
    lineId === undefined || [lineId, fromLineId].some((id) => id !== undefined && lineIds.includes(id));
  return queues(sources, isConcerned, { changed: new Set([conversationId]), mayRest });
}

/** Repaints the queues under which a chat stood because its counsellor was out of reach or did not answer. */
export function queueOfLeft(sources: Sources, conversationId: number, staffId: number): Fragment[] {
  return sources.staff.isGone(staffId) ? queue(sources, conversationId) : steppedIn(sources, conversationId);
}

/** Repaints the queues under which colleagues could step into a chat, as what happened may have ended that. */
export function steppedIn(sources: Sources, conversationId: number): Fragment[] {
  return wasEverSteppedIn(sources.db, conversationId) ? queue(sources, conversationId, { mayRest: true }) : [];
}

/** Repaints every queue someone looks at, and how many wait in the live bars. */
export function queues(
  sources: Sources,
  isConcerned: (seen: QueueSeen) => boolean = () => true,
  part: Part = {},
): Fragment[] {
  const seen = sources.hub.topics(topics.everyQueue).map((topic) => topics.queueOf(topic)!);
  return [
    ...seen.filter(isConcerned).flatMap((one) => queueFor(sources, one, part)),
    ...(sources.hub.topics(topics.everyWaits).length > 0 ? waits(sources, isConcerned, part) : []),
  ];
}

/** Repaints the queues of the lines on which someone chats, which show whether they can be reached. */
export function queuesBeside(sources: Sources, staffId: number): Fragment[] {
  const held = chatsWith(sources.db, staffId);
  const isConcerned = (seen: QueueSeen) => held.some(({ lineId }) => seen.lineIds.includes(lineId));
  return queues(sources, isConcerned, { changed: new Set(held.map(({ id }) => id)) });
}

/** Repaints a queue and its count, the same for everyone who sees it. */
export function queueFor(sources: Sources, seen: QueueSeen, part: Part = {}): Fragment[] {
  const { language, canClaim, lineIds, languages } = seen;
  const { db, youth, staff, clock } = sources;
  return paintList(sources, { topic: topics.queue(seen), place: "queue", ...part }, (changed) => {
    const now = clock.now();
    const waiting = waitingRows(db, youth, language, lineIds, languages, canClaim);
    const left = leftAlone(db, staff, { lineIds, language, now });
    const gone = whoLeft(db, language, now).filter(({ lineId }) => lineIds.includes(lineId));
    const t = translate(language);
    return (
      <>
        <Replacement target="#queue">
          <Queue
            t={t}
            waiting={waiting.read(changed)}
            leftAlone={only(changed, left)}
            whoLeft={only(changed, gone)}
            all={
              changed && {
                waiting: waiting.all.length,
                left: gone.length,
                order: ids([...gone, ...waiting.all, ...left]),
              }
            }
            now={now}
            canClaim={canClaim}
          />
        </Replacement>
        <Replacement target="#wait">
          <Waits t={t} {...waitsScene(waiting.all)} now={now} />
        </Replacement>
      </>
    );
  });
}

const ids = (rows: { id: number }[]) => rows.map(({ id }) => id);

function only<One extends { id: number }>(changed: ChangedRows, rows: One[]): One[] {
  return changed ? rows.filter(({ id }) => changed.has(id)) : rows;
}

/** Repaints a member's own list, or only the row of `conversationId`. The page itself marks again which chats are open. */
export function chats(sources: Sources, staffId: number, conversationId?: number, mayRest = false): Fragment[] {
  return chatsOf(sources, staffId, {
    changed: conversationId === undefined ? undefined : new Set([conversationId]),
    mayRest,
  });
}

function chatsOf(sources: Sources, staffId: number, part: Part): Fragment[] {
  const { db, youth, clock } = sources;
  const member = staffMember(db, staffId);
  if (!member) return [];
  const { language } = member;
  return paintList(sources, { topic: topics.staff(staffId), place: "chats", ...part }, (changed) => {
    const chats = ownRows(db, youth, staffId, language, clock.now());
    return (
      <Replacement target="#chats">
        <Chats
          t={translate(language)}
          chats={chats.read(changed)}
          order={changed && ids(chats.all)}
          takenBack={takenBack(db, staffId, language, clock.now())}
          room={roomFor(db, staffId)}
          now={clock.now()}
          open={[]}
        />
      </Replacement>
    );
  });
}

/** Repaints the own list and the offers of everyone with a console open. */
export function everyChats(sources: Sources): Fragment[] {
  return present(sources).flatMap(({ id }) => [...chats(sources, id), ...offers(sources, id)]);
}

/** Repaints the list of a topic that was put off. */
export function listOfTopic(sources: Sources, { topic, changed }: Owed): Fragment[] {
  const staffId = topics.staffOf(topic);
  if (staffId !== undefined) return chatsOf(sources, staffId, { changed });
  const above = topics.overviewOf(topic);
  if (above !== undefined) return overviewFor(sources, above);
  const waiting = topics.waitsOf(topic);
  if (waiting) return waitsFor(sources, waiting);
  const queued = topics.queueOf(topic);
  return queued ? queueFor(sources, queued, { changed }) : [];
}

/** Repaints the lists a chat is in: the queue while it waits, else those of all who sit at it. */
export function listOf(sources: Sources, conversationId: number): Fragment[] {
  const found = conversation(sources.db, conversationId);
  if (!found || found.counsellorId === null) return queue(sources, conversationId, { mayRest: true });
  return [
    ...seatsAt(sources, conversationId).flatMap(({ member }) => chats(sources, member.id, conversationId, true)),
    ...unreadBar(sources, found.counsellorId),
  ];
}

/** Repaints what the live bar of a chat's counsellor (id) tells scripts of their messages. */
function unreadBar(sources: Sources, staffId: number): Fragment[] {
  return paint(
    sources,
    topics.bar(staffId),
    () => (
      <Replacement target="#own-unread">
        <OwnUnread unread={ownUnread(sources.db, staffId)} />
      </Replacement>
    ),
    "unread",
  );
}

/** Repaints the lists of those who sat at a chat that has just ended, and the offers of someone it was offered to. */
export function endedLists(sources: Sources, conversationId: number): Fragment[] {
  const lists = seatsAt(sources, conversationId, true).flatMap(({ member }) =>
    chats(sources, member.id, conversationId),
  );
  const offered = handoversOf(sources.db, conversationId).find((one) => one.outcome === null)?.toId;
  return [...lists, ...(offered ? offers(sources, offered) : [])];
}
