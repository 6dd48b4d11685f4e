import { callbackOffered } from "#src/callback/request.ts";
import type { Clock } from "#src/clock.ts";
import { type Conversation, conversation, stateOf, wasCounselled } from "#src/conversation/conversation.ts";
import type { Message } from "#src/conversation/messages/message.ts";
import type { YouthPresence } from "#src/conversation/presence.ts";
import { lastSeq, lastYouthSeq, message, messages } from "#src/conversation/reading.ts";
import { dangerIn } from "#src/conversation/safety/danger.ts";
import { emergencyNumbers } from "#src/conversation/safety/emergency-numbers.ts";
import { isInDanger } from "#src/conversation/safety/left-in-danger.ts";
import { isMarkedInDanger } from "#src/conversation/safety/urgent.ts";
import { isKeptBack } from "#src/conversation/safety/watched.ts";
import { isWhereOpen, whereAsks } from "#src/conversation/safety/where.ts";
import { isAsked } from "#src/conversation/silence/state.ts";
import { isQuietSaid, mayPause } from "#src/conversation/silence/steps.ts";
import { createHash } from "#src/crypto/hash.ts";
import type { DataReader } from "#src/db/db.ts";
import { type ShownCard, textOfCards, withOpenness } from "#src/directory/entry/card.ts";
import { openPlaces } from "#src/directory/search/for-youth.ts";
import { line } from "#src/hours/lines.ts";
import type { Key, Translate, Values } from "#src/i18n/i18n.ts";
import { inLine } from "#src/queue/claim.ts";
import { hoursOf, mayBeSentHome } from "#src/queue/door/doors.ts";
import { cameOf, type Forecast, forecastOf, mayBeTooLate } from "#src/queue/wait/forecast.ts";
import { settings } from "#src/settings/settings.ts";
import { offeredCards, type ShownWaitCard } from "#src/settings/texts/meanwhile.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import { availableFor } from "#src/staff/shift/availability.ts";
import type { StaffPresence } from "#src/staff/shift/presence.ts";
import { staffMember } from "#src/staff/staff.ts";
import type { Asked, ChatState, Closing } from "#views/youth/chat/chat-state.ts";
import { dangerTitle, type InDanger } from "#views/youth/danger/danger.tsx";
import { dangerShown } from "./danger-data.ts";

export interface YouthSources {
  db: DataReader;
  clock: Clock;
  youth: YouthPresence;
  staff: StaffPresence;
}

interface LineNow {
  order: number[];
  open: boolean;
  keptMinutes: number;
  closing: Closing | null;
  /** When it closes; null = not known. */
  end: Closing | null;
  forecast: Forecast;
}

/** Returns what those in a line are told; each line is read once, when first asked for. */
export function linesNow({ db, clock }: YouthSources): (lineId: number) => LineNow {
  let waiting: ReturnType<typeof waitingByLine> | undefined;
  const { placeKeptMinutes: keptMinutes } = settings(db);
  const known = new Map<number, LineNow>();
  return (lineId) => {
    waiting ??= waitingByLine(db);
    const people = waiting.get(lineId) ?? [];
    const found = known.get(lineId) ?? {
      order: people.map(({ id }) => id),
      open: availableFor(db, lineId).length > 0,
      keptMinutes,
      ...closingOf(db, lineId, clock.now()),
      forecast: forecastOf(db, lineId, cameOf(people)),
    };
    known.set(lineId, found);
    return found;
  };
}

/** No zone's day begins within a quarter hour, so what is told holds for as long. */
const quarterMs = 900_000;

function closingOf(db: DataReader, lineId: number, at: number): Pick<LineNow, "closing" | "end"> {
  const found = line(db, lineId)!;
  const { closing, until, next } = hoursOf(db, found, at);
  if (until === null) return { closing: null, end: null };
  const later = callbackOffered(db, lineId, at);
  const end = { at: until, zone: found.timeZone, next, now: at - (at % quarterMs), later };
  return { closing: closing ? end : null, end };
}

const waitingByLine = (db: DataReader) => Map.groupBy(inLine(db), (one) => one.lineId);

/** Returns where a chat stands, for page and socket. Its version changes when anything it shows does. */
export function chatState(sources: YouthSources, conversation: Conversation, lineOf = linesNow(sources)): ChatState {
  const { db, staff, clock } = sources;
  const state = stateOf(conversation);
  const danger = dangerOf(sources, conversation);
  const watched = conversation.watchedAfter !== null;
  const leaving = isInDanger(db, conversation, clock.now())
    ? // A watched screen is told nothing more, except where they leave.
      {
        call: emergencyNumbers(db, conversation.lineId).call,
        ...(isQuietSaid(db, conversation) ? { quiet: true as const } : {}),
        ...(watched ? {} : { readAfter: true as const }),
      }
    : {};
  if (state === "waiting") {
    const { order, open, keptMinutes, closing, end, forecast } = lineOf(conversation.lineId);
    const place = order.indexOf(conversation.id) + 1;
    const said = forecast(place);
    const range = said && { low: said.low, high: said.high };
    const shown = { ...leaving, kind: "waiting" as const, place, open, range, danger, watched };
    // After a chat they keep their place as long as they would keep the chat.
    const kept = wasCounselled(conversation) ? settings(db).resumeMinutes : keptMinutes;
    if (!mayBeSentHome(db, conversation)) return withVersion({ ...shown, keptMinutes: kept, closing: null });
    const soon = said && mayBeTooLate(said, end?.at ?? null, clock.now()) ? end : closing;
    return withVersion({ ...shown, keptMinutes: kept, closing: soon });
  }
  const alias = counsellorAlias(db, conversation);
  if (state === "paused")
    return withVersion({ ...leaving, kind: "paused", alias, minutes: settings(db).resumeMinutes, danger });
  const connected = conversation.counsellorId !== null && !staff.isGone(conversation.counsellorId);
  const { answeredBy } = settings(db);
  const asked = askedOf(db, conversation);
  return withVersion({ ...leaving, kind: "talking", alias, answeredBy, connected, asked, danger });
}

/** Returns what someone who said that they are in danger is told; null for everyone else. */
export function dangerOf(sources: YouthSources, found: Conversation): InDanger | null {
  return found.lane === "urgent" ? dangerShown(sources, found) : null;
}

function askedOf(db: DataReader, conversation: Conversation): Asked | null {
  if (!isAsked(db, conversation)) return null;
  if (isMarkedInDanger(db, conversation)) return { danger: true, minutes: null, later: false };
  const { silencePauseMinutes, silenceWarnMinutes } = settings(db);
  return { danger: false, minutes: silencePauseMinutes - silenceWarnMinutes, later: mayPause(db, conversation.id) };
}

function waitsAtEase(db: DataReader, found: Conversation): boolean {
  return stateOf(found) === "waiting" && found.watchedAfter === null && dangerIn(db, found) === null;
}

/** Returns where else someone is there, for a young person who waits; [] once a counsellor is here. */
export function placesBeside({ db, clock }: Pick<YouthSources, "db" | "clock">, found: Conversation): ShownCard[] {
  return waitsAtEase(db, found) ? openPlaces(db, found.language, clock.now()) : [];
}

/** Returns what there is to do meanwhile, for a young person who waits; [] once a counsellor is here. */
export function cardsMeanwhile({ db }: Pick<YouthSources, "db">, found: Conversation): ShownWaitCard[] {
  return waitsAtEase(db, found) ? offeredCards(textsFor(db, found.language), settings(db).meanwhile) : [];
}

/** Returns where a chat stands in one line, for the streamed frame. */
export function statusLine(t: Translate, state: ChatState): string {
  if (state.kind === "paused") return t("youth.paused.title");
  if (state.kind === "talking") {
    return t(state.connected ? "youth.talking.here" : "youth.talking.away", { alias: state.alias });
  }
  const { closing, range, danger } = state;
  if (danger && !danger.brief) return dangerTitle(t, danger).join(" · ");
  const place = t("youth.waiting.place", { place: state.place });
  if (closing) return t("youth.closing.line", { place, time: t.time(closing.at, closing.zone) });
  return range ? t("youth.waiting.line", { place, range: t("youth.waiting.range", { ...range }) }) : place;
}

/** As `statusLine`, for the frame of a page that nothing else updates and that may be from before they were in danger. */
export function statusInFrame(t: Translate, state: ChatState): string {
  const line = statusLine(t, state);
  return state.readAfter ? `${line} · ${t("youth.danger.leave")}` : line;
}

type Unversioned<State> = State extends { version: string } ? Omit<State, "version"> : never;

function withVersion(shown: Unversioned<ChatState>): ChatState {
  return { version: createHash(JSON.stringify(shown)).slice(0, 8), ...shown } as ChatState;
}

/** The alias of a chat's counsellor; "" for none. */
export function counsellorAlias(db: DataReader, conversation: Conversation): string {
  return conversation.counsellorId === null ? "" : (staffMember(db, conversation.counsellorId)?.alias ?? "");
}

/** Returns the messages after a seq, and before another if one is given, with notices in words. */
export function readableMessages(
  { db, clock }: Pick<YouthSources, "db" | "clock">,
  t: Translate,
  conversationId: number,
  after = 0,
  before?: number,
): Message[] {
  const at = clock.now();
  return messages(db, conversationId, after, before).map((message) => readable(db, t, message, at));
}

/**
 * Returns whether the last message of a chat is the young person's and its counsellor has had it on a screen. Nothing is said of
 * earlier ones: an answer says more.
 */
export function isRead(db: DataReader, found: Conversation): boolean {
  const last = lastSeq(db, found.id);
  if (stateOf(found) !== "talking" || found.counsellorSeenSeq < last) return false;
  return last > 0 && lastYouthSeq(db, found.id) === last;
}

/** More lines than a page holds at first, however short they are. */
const newestLines = 201;

/** Returns the newest messages of a chat, at least as many as a page holds at first. */
export function newestMessages(
  sources: Pick<YouthSources, "db" | "clock">,
  t: Translate,
  conversationId: number,
): Message[] {
  const after = Math.max(0, lastSeq(sources.db, conversationId) - newestLines);
  return readableMessages(sources, t, conversationId, after);
}

/** With what is around it, compressed, this much of a chat fits into the first packets. In bytes. */
const shownBytes = 12_000;
const aroundBytes = 160;
const cardBytes = 700;

/** Returns the last messages that fit on a page, at least one; older ones are behind a link. `beside`: bytes already used. */
export function asPageHolds(all: Message[], beside = 0): Message[] {
  let left = shownBytes - beside;
  let from = all.length;
  while (from > 0) {
    const { text, cards } = all[from - 1]!;
    left -= Buffer.byteLength(text ?? "") + aroundBytes + (cards?.length ?? 0) * cardBytes;
    if (left < 0 && from < all.length) break;
    from -= 1;
  }
  return all.slice(from);
}

/** Returns a message as its reader sees it at an instant (ms UTC). A notice is stored as a catalog key with its values. */
export function readable(db: DataReader, t: Translate, message: Message, at: number): Message {
  if (message.cards) {
    const cards = message.cards.map((card) => withOpenness(db, card, at));
    return { ...message, cards, text: textOfCards(t, cards) };
  }
  if (message.author !== "notice" || message.text === null) return message;
  const { key, values } = JSON.parse(message.text) as { key: Key; values: Values };
  // Once they have said where they are, it leads nowhere.
  const isSaid = key === "notice.where" && !isWhereOpen(db, message.conversationId, message.seq);
  const leadsTo = isSaid ? undefined : leadsToOf[key];
  const unseen = isUnseen(db, message, key) ? { unseen: true as const } : {};
  return { ...message, text: t(key, values), ...(leadsTo ? { leadsTo } : {}), ...unseen };
}

/** Returns the lines that asked for what some messages say, which lead nowhere any more. */
export function askedRows({ db, clock }: Pick<YouthSources, "db" | "clock">, t: Translate, said: Message[]): Message[] {
  const [first] = said;
  if (!first) return [];
  const asks = whereAsks(db, first.conversationId);
  return said.flatMap((one) => {
    const seq = one.author === "youth" ? asks.get(one.clientId) : undefined;
    const line = seq === undefined ? undefined : message(db, one.conversationId, seq);
    return line ? [readable(db, t, line, clock.now())] : [];
  });
}

function isUnseen(db: DataReader, { conversationId, seq }: Message, key: Key): boolean {
  const found = conversation(db, conversationId);
  const isWatched = found !== undefined && found.watchedAfter !== null;
  return unseenByYouth.has(key) || (isWatched && isKeptBack(found, { key, seq }));
}

/** Returns what was kept from a watched screen after a message (seq), once it is no longer watched. */
export function keptBack(
  sources: Pick<YouthSources, "db" | "clock">,
  t: Translate,
  conversationId: number,
  after: number,
): Message[] {
  const wasKept = ({ author, text, seq }: Message) =>
    author === "notice" && text !== null && isKeptBack({ watchedAfter: after }, { key: JSON.parse(text).key, seq });
  const kept = messages(sources.db, conversationId, after).filter(wasKept);
  return kept.map((message) => readable(sources.db, t, message, sources.clock.now()));
}

/** On the new phone it would be wrong, and the old one shows a page of its own. */
const unseenByYouth: ReadonlySet<Key> = new Set(["notice.moved"]);

const leadsToOf: Partial<Record<Key, NonNullable<Message["leadsTo"]>>> = {
  "notice.later": "later",
  "notice.where": "where",
  "notice.approach": "back",
};

/** Returns the feeling question while someone waits, not in danger; when the chat begins there is something better to do. */
export function feelingBefore(db: DataReader, conversation: Conversation): "ask" | "hidden" | { value: number } {
  if (!waitsAtEase(db, conversation) || conversation.feelingSkipped) return "hidden";
  return conversation.feelingBefore === null ? "ask" : { value: conversation.feelingBefore };
}
