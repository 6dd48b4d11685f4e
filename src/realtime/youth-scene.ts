import type { Clock } from "#src/clock.ts";
import { type Conversation, stateOf } from "#src/conversation/conversation.ts";
import type { Message } from "#src/conversation/message.ts";
import type { YouthPresence } from "#src/conversation/presence.ts";
import { lastWords, messages } from "#src/conversation/reading.ts";
import { createHash } from "#src/crypto/hash.ts";
import type { DataReader } from "#src/db/db.ts";
import { line } from "#src/hours/lines.ts";
import type { Key, Translate, Values } from "#src/i18n/i18n.ts";
import { inLine } from "#src/queue/claim.ts";
import { hoursOf } from "#src/queue/doors.ts";
import { afterwards } from "#src/record/feeling.ts";
import { settings } from "#src/settings/settings.ts";
import { availableFor } from "#src/staff/availability.ts";
import type { StaffPresence } from "#src/staff/presence.ts";
import { staffMember } from "#src/staff/staff.ts";
import type { ChatState, Closing } from "#views/youth/chat.tsx";
import type { HelpedState } from "#views/youth/ended.tsx";

/** What the young person's side is drawn from. */
export interface YouthSources {
  db: DataReader;
  clock: Clock;
  youth: YouthPresence;
  staff: StaffPresence;
}

/** What everyone who waits in one line is told alike. */
interface LineNow {
  /** The conversations that wait in it, next one first. */
  order: number[];
  /** Somebody who serves it is there. */
  open: boolean;
  keptMinutes: number;
  /** Its last minutes have begun. */
  closing: Closing | null;
}

/** Every line with what those who wait in it are told: each is read once, when somebody in it is asked for. */
export function linesNow({ db, clock }: YouthSources): (lineId: number) => LineNow {
  const waiting = Map.groupBy(inLine(db), (one) => one.lineId);
  const { placeKeptMinutes: keptMinutes } = settings(db);
  const known = new Map<number, LineNow>();
  return (lineId) => {
    const found = known.get(lineId) ?? {
      order: (waiting.get(lineId) ?? []).map(({ id }) => id),
      open: availableFor(db, lineId).length > 0,
      keptMinutes,
      closing: closingOf(db, lineId, clock.now()),
    };
    known.set(lineId, found);
    return found;
  };
}

/** A quarter of an hour, ms: no zone's day begins within one, so what is told stays the same for as long. */
const quarterMs = 900_000;

/** When a line closes and opens again; null while its last minutes have not begun (`at` is ms UTC). */
function closingOf(db: DataReader, lineId: number, at: number): Closing | null {
  const found = line(db, lineId)!;
  const { closing, until, next } = hoursOf(db, found, at);
  if (!closing || until === null) return null;
  return { at: until, zone: found.timeZone, next, now: at - (at % quarterMs) };
}

/** Where a chat stands, for the page and for the socket. Its version changes when anything it shows does. */
export function chatState(sources: YouthSources, conversation: Conversation, lineOf = linesNow(sources)): ChatState {
  const { db, staff } = sources;
  if (stateOf(conversation) === "waiting") {
    const { order, ...shown } = lineOf(conversation.lineId);
    return withVersion({ kind: "waiting", place: order.indexOf(conversation.id) + 1, ...shown });
  }
  const connected = conversation.counsellorId !== null && !staff.isGone(conversation.counsellorId);
  return withVersion({ kind: "talking", alias: aliasOf(db, conversation), connected });
}

/** Where a chat stands in one line, for the frame that has room for no more. */
export function statusLine(t: Translate, state: ChatState): string {
  if (state.kind === "talking") {
    return t(state.connected ? "youth.talking.here" : "youth.talking.away", { alias: state.alias });
  }
  const place = t("youth.waiting.place", { place: state.place });
  const { closing } = state;
  return closing ? t("youth.closing.line", { place, time: t.time(closing.at, closing.zone) }) : place;
}

type Unversioned<State> = State extends { version: string } ? Omit<State, "version"> : never;

function withVersion(shown: Unversioned<ChatState>): ChatState {
  return { version: createHash(JSON.stringify(shown)).slice(0, 8), ...shown } as ChatState;
}

/** The public alias of whoever has the conversation; "" while nobody has. */
export function aliasOf(db: DataReader, conversation: Conversation): string {
  return conversation.counsellorId === null ? "" : (staffMember(db, conversation.counsellorId)?.alias ?? "");
}

/** The messages after a seq as this reader gets them: notices in words. */
export function readableMessages(db: DataReader, t: Translate, conversationId: number, after = 0): Message[] {
  return messages(db, conversationId, after).map((message) => readable(t, message));
}

/** What of a chat stands on its page at first, bytes: with what is around it, compressed, it fits into the first packets. */
const shownBytes = 12_000;
/** What the markup of one message adds to its words. */
const aroundBytes = 60;

/** The newest messages as far as a page holds them, always at least one; the older ones are behind a link. */
export function newestMessages(all: Message[]): Message[] {
  let left = shownBytes;
  let from = all.length;
  while (from > 0) {
    left -= Buffer.byteLength(all[from - 1]!.text ?? "") + aroundBytes;
    if (left < 0 && from < all.length) break;
    from -= 1;
  }
  return all.slice(from);
}

/** A notice is stored as a catalog key with its values; here it becomes a sentence. */
export function readable(t: Translate, message: Message): Message {
  if (message.author !== "notice" || message.text === null) return message;
  const { key, values } = JSON.parse(message.text) as { key: Key; values: Values };
  return { ...message, text: t(key, values) };
}

/** What the feeling question shows while somebody waits. It goes when the chat begins: by then there is something better to do. */
export function feelingBefore(conversation: Conversation): "ask" | "hidden" | { value: number } {
  if (stateOf(conversation) !== "waiting" || conversation.feelingSkipped) return "hidden";
  return conversation.feelingBefore === null ? "ask" : { value: conversation.feelingBefore };
}

/** What came on the screen so shortly before the end may not have been read, ms. */
const readingMs = 60_000;

/**
 * What the page after the end shows. A chat that its counsellor ends would take the last words off the screen before
 * they are read: so those, and no others, stay for whoever is still there (`here`).
 */
export function endedScene(db: DataReader, conversation: Conversation, here: boolean) {
  const { feeling, helped } = afterwards(db, conversation.id);
  const ends = { ended_by_youth: "youth", ended_by_counsellor: "counsellor" } as const;
  const { endReason: reason, youthSeenSeq, endedAt } = conversation;
  const unread = ({ seq, at }: Message) => seq > youthSeenSeq || at > (endedAt ?? 0) - readingMs;
  return {
    by: reason === "ended_by_youth" || reason === "ended_by_counsellor" ? ends[reason] : ("other" as const),
    feeling: feeling === null ? ("ask" as const) : { value: feeling },
    helped: (helped ?? "ask") as HelpedState,
    lastWords: here && reason === "ended_by_counsellor" ? lastWords(db, conversation.id).filter(unread) : [],
  };
}
