import { recordState } from "#src/conversation/after/record-state.ts";
import { besideWhich, subjectOf } from "#src/conversation/colleagues/colleagues.ts";
import { unreadNotes } from "#src/conversation/colleagues/side-notes.ts";
import { asConversation, type Conversation, conversation, conversations } from "#src/conversation/conversation.ts";
import { chosenIn } from "#src/conversation/messages/intake.ts";
import { shortName } from "#src/conversation/names.ts";
import type { YouthPresence } from "#src/conversation/presence.ts";
import { edgeMessage, waitingSince, youthMessagesAfter } from "#src/conversation/reading.ts";
import { urgencyOf } from "#src/conversation/safety/urgent.ts";
import { saidSilent } from "#src/conversation/silence/state.ts";
import type { DataReader } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { may } from "#src/staff/permissions.ts";
import { aliasOf, staffMember } from "#src/staff/staff.ts";
import { inLine } from "./claim.ts";
import { asideEnd } from "./end/dismiss.ts";
import type { OwnChat, Waiting } from "./rows.ts";

const wordsShown = 90;

interface Row<Shown> {
  id: number;
  read(): Shown;
}

/** Returns who waits on these lines, in the order someone with these languages takes them; `language` is the reader's. */
export function waitingRows(
  db: DataReader,
  presence: YouthPresence,
  language: Language,
  lineIds: readonly number[],
  languages: readonly Language[] | null = null,
  canClaim = true,
): (Row<Waiting> & Pick<Waiting, "waitsSince" | "kind">)[] {
  const waiting = inLine(db, languages).filter((one) => lineIds.includes(one.lineId));
  const nameOf = namesOfLines(db);
  const read = (one: (typeof waiting)[number]): Waiting => ({
    id: one.id,
    name: shortName(language, one.nameIndex),
    line: nameOf(one.lineId),
    lane: one.lane,
    ...chosenInDanger(db, one.id),
    silent: saidSilent(db, one.id),
    language: one.language,
    spoken: languages === null || languages.includes(one.language),
    firstWords: canClaim ? oneLine(edgeMessage(db, one.id, "first")?.text ?? null) : null,
    feeling: one.feelingBefore,
    waitsSince: one.waitsSince,
    connection: presence.connection(one.id, one.youthHereAt),
    kind: one.kind,
    calledBack: one.calledBack,
    risk: one.risk,
    watched: one.watchedAfter !== null,
  });
  return waiting.map((one) => ({
    id: one.id,
    waitsSince: one.waitsSince,
    kind: one.kind,
    read: () => read(one),
  }));
}

/** Returns the rows of `waitingRows`, all read. */
export function waitingList(...of: Parameters<typeof waitingRows>): Waiting[] {
  return waitingRows(...of).map((row) => row.read());
}

function chosenInDanger(db: DataReader, id: number): Pick<Waiting, "urgency" | "danger"> {
  const { urgent = null, danger } = chosenIn(db, id) ?? {};
  const kind = danger?.kind ?? null;
  return { urgency: urgent === "no" ? null : urgent, danger: kind === "skip" ? null : kind };
}

/** Returns the chats on someone's screen that they may read at `at` (ms UTC): own open, own ended, beside; each oldest first. */
export function ownRows(
  db: DataReader,
  presence: YouthPresence,
  staffId: number,
  language: Language,
  at: number,
): Row<OwnChat>[] {
  const member = staffMember(db, staffId);
  const mayRead = (one: Conversation) => member && may(member, "conversation.read", subjectOf(db, one, at));
  const own = notClosed(db, staffId)
    .filter(mayRead)
    .map((one) => ({ id: one.id, read: () => ownChat(db, presence, one, language) }));
  const beside = besideWhich(db, staffId)
    .map(({ conversationId, seenSeq }) => ({ one: conversation(db, conversationId)!, seenSeq }))
    .filter(({ one }) => mayRead(one))
    .map(({ one, seenSeq }) => ({ id: one.id, read: () => chatBeside(db, presence, one, seenSeq, language) }));
  const seenBy = (chat: OwnChat): OwnChat => ({
    ...chat,
    lastAlias: chat.lastAlias === aliasOf(db, staffId) ? null : chat.lastAlias,
    unreadNotes: unreadNotes(db, { conversationId: chat.id, staffId }),
  });
  return [...own, ...beside].map(({ id, read }) => ({ id, read: () => seenBy(read()) }));
}

/** Returns the rows of `ownRows`, all read. */
export function ownChats(...of: Parameters<typeof ownRows>): OwnChat[] {
  return ownRows(...of).map((row) => row.read());
}

function chatBeside(
  db: DataReader,
  presence: YouthPresence,
  one: Conversation,
  seenSeq: number,
  language: Language,
): OwnChat {
  return {
    ...ownChat(db, presence, one, language),
    unread: youthMessagesAfter(db, one.id, seenSeq),
    waitingSince: null,
    with: aliasOf(db, one.counsellorId!),
  };
}

/** Returns someone's own conversations that are not closed yet, whether they may still read them or not. */
export function notClosed(db: DataReader, staffId: number): Conversation[] {
  return db.all(heldBy({ staffId })).map(asConversation);
}

const heldBy = prepared((v: { staffId: number }) =>
  conversations()
    .where("counsellor_id", "=", v.staffId)
    .where("closed_at", "is", null)
    .orderBy((eb) => eb("ended_at", "is not", null))
    .orderBy("claimed_at")
    .orderBy("id"),
);

/** Returns a conversation as its counsellor's list shows it. */
export function ownChat(db: DataReader, presence: YouthPresence, one: Conversation, language: Language): OwnChat {
  const erased = one.erasedAt !== null;
  const last = erased ? undefined : edgeMessage(db, one.id, "last");
  return {
    id: one.id,
    name: shortName(language, one.nameIndex),
    line: namesOfLines(db)(one.lineId),
    language: one.language,
    lastWords: oneLine(last?.text ?? null),
    lastAuthor: last?.author ?? null,
    lastAlias: last?.alias ?? null,
    unread: erased ? 0 : youthMessagesAfter(db, one.id, one.counsellorSeenSeq),
    unreadNotes: 0,
    waitingSince: one.endedAt === null ? waitingSince(db, one.id) : null,
    claimedAt: one.claimedAt ?? one.startedAt,
    feeling: one.feelingBefore,
    connection: presence.connection(one.id, one.youthHereAt),
    ended: one.endedAt !== null && one.endReason !== null ? { reason: one.endReason, at: one.endedAt } : null,
    erased,
    recordOpen: one.endedAt !== null && ["lacking", "begun"].includes(recordState(db, one.id)),
    kind: one.kind,
    risk: one.risk,
    watched: one.watchedAfter !== null && one.endedAt === null,
    silent: one.endedAt === null && saidSilent(db, one.id),
    pausedAt: one.endedAt === null ? one.pausedAt : null,
    lane: one.lane,
    urgent: urgencyOf(db, one),
    chosen: erased ? null : chosenIn(db, one.id),
    with: null,
    asideUntil: asideEnd(one),
  };
}

function namesOfLines(db: DataReader): (lineId: number) => string | null {
  const all = db.all(named({}));
  const names = new Map(all.map(({ id, name }) => [id, name]));
  const several = all.filter((one) => one.retired_at === null).length > 1;
  return (lineId) => (several ? names.get(lineId)! : null);
}

const named = prepared(() => q.selectFrom("line").select(["id", "name", "retired_at"]));

function oneLine(text: string | null): string | null {
  if (text === null) return null;
  const line = text.replace(/\s+/g, " ");
  return line.length > wordsShown ? `${line.slice(0, wordsShown - 1).toWellFormed()}…` : line;
}
