import {
  type Conversation,
  chatsWith,
  conversation,
  openConversations,
  stateOf,
} from "#src/conversation/conversation.ts";
import { mayRewrite, rewritable } from "#src/conversation/messages/rewriting.ts";
import { message, messageOf, type Written } from "#src/conversation/reading.ts";
import { isMarkedInDanger } from "#src/conversation/safety/urgent.ts";
import type { DataReader } from "#src/db/db.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { inLine, whoWaits } from "#src/queue/claim.ts";
import { mayBeSentHome } from "#src/queue/door/doors.ts";
import { settings } from "#src/settings/settings.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import { staffMember } from "#src/staff/staff.ts";
import { Top } from "#views/layout/youth.tsx";
import { Feeling } from "#views/parts/fields/feeling.tsx";
import { MessageItem } from "#views/parts/message.tsx";
import { Now, Read, State, Typing } from "#views/youth/chat/chat.tsx";
import { LogBegun, LogClosing, LogMessage, LogOver, LogRead, LogStatus, LogTop } from "#views/youth/chat/log.tsx";
import { FramedSilence, Silence } from "#views/youth/chat/silence.tsx";
import { Danger, FramedTaps } from "#views/youth/danger/danger.tsx";
import { PlacesMeanwhile } from "#views/youth/later/places.tsx";
import { Out, Way } from "#views/youth/way.tsx";
import { type Fragment, paint } from "../paint.tsx";
import { type Sources, topics } from "../topics.ts";
import {
  askedRows,
  chatState,
  counsellorAlias,
  dangerOf,
  feelingBefore,
  isRead,
  keptBack,
  linesNow,
  placesBeside,
  readable,
  statusInFrame,
  statusLine,
} from "./youth-data.ts";

/** Repaints a message that was written, and what changes with it. */
export function messageWritten(sources: Sources, event: Written): Fragment[] {
  const { conversationId } = event;
  const { found, t } = scene(sources, conversationId);
  const now = messageOf(sources.db, event);
  if (!found || !now) return [];
  const shown = readable(sources.db, t, now, sources.clock.now());
  const line = [
    ...paint(sources, topics.youth(conversationId), () => <MessageItem t={t} message={shown} />),
    ...paint(sources, topics.log(conversationId), () => <LogMessage t={t} message={shown} />),
  ];
  if (shown.author !== "youth") return line;
  const isFirst = stateOf(found) === "waiting" && rewritable(sources.db, found, 2).length === 1;
  return [
    ...line,
    // The first words come with the way to change them.
    ...(isFirst ? way(sources, found, t) : []),
    // Someone in danger can still tap an answer once a counsellor is there, and whom to call depends on it.
    ...(found.lane === "urgent" ? state(sources, conversationId) : []),
    // That they cannot write stands until they do.
    ...(isMarkedInDanger(sources.db, found) ? way(sources, found, t) : []),
  ];
}

/** Repaints the line that asked where they are, once a message answers it. */
export function whereAnswered(sources: Sources, event: Written): Fragment[] {
  const { t } = scene(sources, event.conversationId);
  const said = messageOf(sources.db, event);
  return askedRows(sources, t, said ? [said] : []).flatMap((line) =>
    paint(sources, topics.youth(line.conversationId), () => <MessageItem t={t} message={line} />),
  );
}

/** Repaints a rewritten message. The streamed frame stays, as its page is loaded anew. */
export function rewritten(sources: Sources, conversationId: number, seq: number): Fragment[] {
  const { found, t } = scene(sources, conversationId);
  const now = message(sources.db, conversationId, seq);
  if (!found || !now) return [];
  const shown = readable(sources.db, t, now, sources.clock.now());
  return [
    ...paint(sources, topics.youth(conversationId), () => <MessageItem t={t} message={shown} />),
    ...way(sources, found, t),
  ];
}

function way(sources: Sources, found: Conversation, t: Translate): Fragment[] {
  const mayChange = () => stateOf(found) === "waiting" && mayRewrite(sources.db, found);
  const draw = () => {
    const state = chatState(sources, found);
    return (
      <>
        <Out t={t} state={state} />
        <Way t={t} state={state} change={mayChange()} />
      </>
    );
  };
  return paint(sources, topics.youth(found.id), draw, "way");
}

function taps(sources: Sources, found: Conversation, t: Translate): Fragment[] {
  const draw = () => <FramedTaps t={t} danger={dangerOf(sources, found)} />;
  return paint(sources, topics.log(found.id), draw, "taps");
}

/** Repaints the start of a chat. The page around the streamed frame cannot change, so it gets a link to a new one. */
export function begun(sources: Sources, conversationId: number): Fragment[] {
  const { found, t } = scene(sources, conversationId);
  if (!found) return [];
  const alias = counsellorAlias(sources.db, found);
  return [
    ...state(sources, conversationId),
    ...feelingQuestion(sources, conversationId),
    ...way(sources, found, t),
    ...paint(sources, topics.youth(conversationId), () => <PlacesMeanwhile t={t} places={[]} query="" />),
    ...taps(sources, found, t),
    ...paint(sources, topics.log(conversationId), () => <LogBegun t={t} alias={alias} />),
  ];
}

/** Repaints a chat that waits again: nobody types, and the way out is that of the line. */
export function waitsAgain(sources: Sources, conversationId: number): Fragment[] {
  const { found, t } = scene(sources, conversationId);
  if (!found) return [];
  return [
    ...counsellorTypes(sources, conversationId, false, null),
    ...way(sources, found, t),
    ...paint(sources, topics.youth(conversationId), () => (
      <>
        <Silence t={t} state={chatState(sources, found)} />
        <Read t={t} isRead={false} />
        <PlacesMeanwhile t={t} places={placesBeside(sources, found)} query="" />
      </>
    )),
    ...taps(sources, found, t),
  ];
}

/** Repaints where a young person stands; `lineOf` is read once for many. */
export function state(sources: Sources, conversationId: number, lineOf?: ReturnType<typeof linesNow>): Fragment[] {
  const { hub } = sources;
  if (!hub.heard(topics.youth(conversationId)) && !hub.heard(topics.log(conversationId))) return [];
  const { found, t } = scene(sources, conversationId);
  if (!found || stateOf(found) === "ended") return [];
  const now = chatState(sources, found, lineOf);
  const line = statusLine(t, now);
  return [
    ...paint(
      sources,
      topics.youth(conversationId),
      () => (
        <>
          <State t={t} state={now} />
          <Now text={line} />
          <Danger t={t} state={now} />
        </>
      ),
      "state",
    ),
    ...paint(sources, topics.log(conversationId), () => <LogStatus text={statusInFrame(t, now)} />, "status"),
  ];
}

/** Repaints for someone who waits and said they are in danger: nothing else is asked or offered, and places may change. */
export function saidInDanger(sources: Sources, conversationId: number): Fragment[] {
  const { found, t } = scene(sources, conversationId);
  if (!found) return [];
  const places = placesBeside(sources, found);
  return [
    ...everyPlace(sources),
    ...feelingQuestion(sources, conversationId),
    ...way(sources, found, t),
    ...paint(sources, topics.youth(conversationId), () => <PlacesMeanwhile t={t} places={places} query="" />),
    ...taps(sources, found, t),
  ];
}

/** Repaints whether they are asked if they are still there, or the chat is paused. */
export function silence(sources: Sources, conversationId: number): Fragment[] {
  const { found, t } = scene(sources, conversationId);
  if (!found || stateOf(found) === "ended") return [];
  const now = chatState(sources, found);
  return [
    ...state(sources, conversationId),
    ...way(sources, found, t),
    ...paint(sources, topics.youth(conversationId), () => <Silence t={t} state={now} />, "silence"),
    ...paint(sources, topics.log(conversationId), () => <FramedSilence t={t} state={now} />, "silence"),
  ];
}

/** Repaints a screen that is watched, or no longer; what was kept back after a message (seq) then appears. */
export function watchedScreen(sources: Sources, conversationId: number, since: number | null): Fragment[] {
  const { found, t } = scene(sources, conversationId);
  const lines = since === null ? [] : keptBack(sources, t, conversationId, since);
  return [
    ...silence(sources, conversationId),
    ...(found ? taps(sources, found, t) : []),
    ...lines.flatMap((line) => [
      ...paint(sources, topics.youth(conversationId), () => <MessageItem t={t} message={line} />),
      ...paint(sources, topics.log(conversationId), () => <LogMessage t={t} message={line} />),
    ]),
  ];
}

/** Repaints the place of everyone who waits. */
export function everyPlace(sources: Sources): Fragment[] {
  const waiting = whoWaits(sources.db);
  if (waiting.length === 0) return [];
  const lineOf = linesNow(sources);
  return waiting.flatMap(({ id }) => state(sources, id, lineOf));
}

/** Tells those who wait that a line's last minutes have begun, or no longer. */
export function closing(sources: Sources, lineId: number): Fragment[] {
  const lineOf = linesNow(sources);
  const { closing } = lineOf(lineId);
  const waiting = inLine(sources.db).filter((one) => one.lineId === lineId && mayBeSentHome(sources.db, one));
  return waiting.flatMap(({ id, language }) => {
    const t = textsFor(sources.db, language);
    const said = closing ? paint(sources, topics.log(id), () => <LogClosing t={t} closing={closing} />) : [];
    return [...state(sources, id, lineOf), ...said];
  });
}

/** Tells those who chat with a counsellor (id) whether that one is still there. */
export function counsellorPresence(sources: Sources, staffId: number): Fragment[] {
  return chatsWith(sources.db, staffId).flatMap((one) => state(sources, one.id));
}

/** What matters so much that a page which cannot follow says it has changed. */
const told = ["name", "exitAddress", "emergency"];

/** Returns what stands at the top of a young person's page, whatever its look. */
export function topNow(db: DataReader) {
  const { exitAddress: exit, emergency } = settings(db);
  return { exit, emergency: emergency[0]!.call };
}

/** Repaints the top of every open chat (`after` as in the event). The page around the streamed frame gets a link to a new one. */
export function top(sources: Sources, after: string): Fragment[] {
  const { name, logo } = settings(sources.db);
  const shown = { name, logo, ...topNow(sources.db) };
  const changed = Object.keys(JSON.parse(after)).some((one) => told.includes(one));
  return openConversations(sources.db).flatMap(({ id, language }) => {
    const t = textsFor(sources.db, language);
    return [
      ...paint(sources, topics.youth(id), () => <Top t={t} {...shown} />, "top"),
      ...(changed ? paint(sources, topics.log(id), () => <LogTop t={t} />, "top") : []),
    ];
  });
}

/** Repaints the feeling question before the chat, with the answer. */
export function feelingQuestion(sources: Sources, conversationId: number): Fragment[] {
  const { found, t } = scene(sources, conversationId);
  if (!found) return [];
  const asked = feelingBefore(sources.db, found);
  return paint(sources, topics.youth(conversationId), () => <Feeling t={t} feeling={asked} />);
}

/** Repaints who types: `staffId` is the counsellor or a colleague; null for nobody. */
export function counsellorTypes(
  sources: Sources,
  conversationId: number,
  on: boolean,
  staffId: number | null,
): Fragment[] {
  const { found, t } = scene(sources, conversationId);
  if (!found) return [];
  const writer = staffId === null ? undefined : staffMember(sources.db, staffId);
  const alias = writer?.alias ?? counsellorAlias(sources.db, found);
  return paint(sources, topics.youth(conversationId), () => <Typing t={t} alias={alias} on={on} />);
}

/** Tells a young person that their last words were read. */
export function readByCounsellor(sources: Sources, conversationId: number): Fragment[] {
  const { found, t } = scene(sources, conversationId);
  if (!found || !isRead(sources.db, found)) return [];
  return [
    ...paint(sources, topics.youth(conversationId), () => <Read t={t} isRead />, "read"),
    ...paint(sources, topics.log(conversationId), () => <LogRead t={t} />, "read"),
  ];
}

/** Replaces a chat by its end, which the page fetches, so that every way of ending looks the same. */
export function chatEnded(sources: Sources, conversationId: number): Fragment[] {
  const { found, t } = scene(sources, conversationId);
  if (!found) return [];
  const inVain = found.endReason === "line_closed";
  return [
    ...paint(sources, topics.youth(conversationId), () => <b id="over" />),
    ...paint(sources, topics.log(conversationId), () => (
      <>
        <LogStatus text={t(inVain ? "youth.unanswered.title" : "youth.over.title")} />
        <LogOver t={t} inVain={inVain} />
      </>
    )),
  ];
}

/** Tells the old browser that its chat goes on in another: the page fetches what to say, and the frame leads there. */
export function movedAway(sources: Sources, conversationId: number): Fragment[] {
  const { t } = scene(sources, conversationId);
  return [
    ...paint(sources, topics.youth(conversationId), () => <b id="over" />),
    ...paint(sources, topics.log(conversationId), () => (
      <>
        <LogStatus text={t("youth.elsewhere.title")} />
        <LogOver t={t} />
      </>
    )),
  ];
}

function scene(sources: Sources, conversationId: number) {
  const found = conversation(sources.db, conversationId);
  return { found, t: textsFor(sources.db, found?.language ?? "en") };
}
