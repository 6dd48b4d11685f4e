import { isCallbackOffered } from "#src/callback/offering.ts";
import { callbackOffered } from "#src/callback/request.ts";
import { type Clock, minuteMs } from "#src/clock.ts";
import { closeWarnMs, wordsClose } from "#src/conversation/after/words-close.ts";
import { goalOf } from "#src/conversation/colleagues/goal.ts";
import { helpAskedIn, helpSeenIn } from "#src/conversation/colleagues/help.ts";
import { type Conversation, shortName, waitsSince, zoneOf } from "#src/conversation/conversation.ts";
import { isReal } from "#src/conversation/kind.ts";
import { approachLines, approachOf, isBrought, maxApproach } from "#src/conversation/messages/agreed-plan.ts";
import { chatDraft } from "#src/conversation/messages/draft.ts";
import { chosenIn } from "#src/conversation/messages/intake.ts";
import { referralsBySeq, referralsOf } from "#src/conversation/messages/referral.ts";
import type { Typing } from "#src/conversation/messages/typing.ts";
import type { YouthPresence } from "#src/conversation/presence.ts";
import { isShown, lastSeq, messagesWithCards } from "#src/conversation/reading.ts";
import { earlierOf } from "#src/conversation/return/return-code.ts";
import { leftInDanger } from "#src/conversation/safety/left-in-danger.ts";
import type { DataReader } from "#src/db/db.ts";
import { regionName } from "#src/directory/regions.ts";
import { type Language, translate } from "#src/i18n/i18n.ts";
import { closedAt } from "#src/live/console/staff-shift.ts";
import { readableMessages } from "#src/live/youth/youth-data.ts";
import { seatsOf } from "#src/queue/handover/seats.ts";
import { ownChat } from "#src/queue/overview.ts";
import { maxDebriefNote, ownDebrief } from "#src/record/debrief.ts";
import { emergencyIn } from "#src/record/emergency-reading.ts";
import { fillingFor } from "#src/replies/filling.ts";
import { filled } from "#src/replies/placeholders.ts";
import { shippedReply } from "#src/replies/replies.ts";
import { dangerHours } from "#src/settings/rules/facts.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import type { StaffPresence } from "#src/staff/shift/presence.ts";
import { aliasOf, type StaffMember } from "#src/staff/staff.ts";
import type { ErasedChat } from "#views/counsellor/after/erased.tsx";
import type { ApproachShown } from "#views/counsellor/chat/agreed-plan.tsx";
import type { PaneChat, PaneHeadChat } from "#views/counsellor/chat/pane.ts";
import type { HelpAfterNow } from "#views/counsellor/team/help-wanted.tsx";
import { callingNow } from "./emergency-data.ts";
import { promptsScene } from "./prompts-data.ts";
import { recordAfter } from "./record-data.ts";

interface StaffSources {
  db: DataReader;
  clock: Clock;
  youth: YouthPresence;
  typing: Typing;
  staff: StaffPresence;
}

/** Returns one open chat in its reader's language, with its newest lines or those before a seq (`until`). */
export function paneScene(sources: StaffSources, one: Conversation, reader: StaffMember, until?: number): PaneChat {
  const { db } = sources;
  const head = headScene(sources, one, reader);
  const lines = linesScene(sources, one, reader, until);
  const referrals = referralsOf(db, one.id);
  return {
    ...head,
    ticked: one.erasedAt === null ? tickedDanger(db, one, reader.language) : [],
    prompts: promptsScene(sources, one, reader.id),
    ...lines,
    referrals,
    went: referralsBySeq(messagesWithCards(db, one.id), referrals),
    approach: approachScene(db, one.id),
    draft: chatDraft(db, { conversationId: one.id, staffId: reader.id }),
    ...debriefScene(db, one, reader.id),
    emergency: unsettledIn(db, one.id),
    helpAfter: one.counsellorId === reader.id ? helpAfterScene(db, one) : null,
    left: leftInDanger(db, one.id, sources.clock.now()) !== null,
    record: recordAfter(sources, one, reader),
  };
}

/** How many lines of a chat a console gets at a time; those before them are behind a link. */
const linesAtOnce = 200;

function linesScene(sources: StaffSources, one: Conversation, reader: StaffMember, until = 0): LinesScene {
  const { db } = sources;
  const last = lastSeq(db, one.id);
  const isNewest = until <= 1 || until > last;
  const end = isNewest ? last + 1 : until;
  const all = readableMessages(sources, translate(reader.language), one.id, end - 1 - linesAtOnce, end);
  const messages = all.filter((message) => isShown(db, message));
  const first = all[0]?.seq ?? 1;
  // Where no line is shown, as in a sealed chat, none before it would be.
  const before = messages.length > 0 && first > 1 ? first : null;
  return { messages, before, until: isNewest ? null : until };
}

type LinesScene = Pick<PaneChat, "messages" | "before" | "until">;

/** Returns what became of a call for help in an ended chat; null while it goes on. */
export function helpAfterScene(db: DataReader, one: Conversation): HelpAfterNow | null {
  if (one.endedAt === null) return null;
  const seen = helpSeenIn(db, one.id);
  return {
    asked: helpAskedIn(db, one.id) !== undefined,
    seen: seen && { alias: aliasOf(db, seen.staffId) ?? "", at: seen.at, zone: zoneOf(db, one.id) },
  };
}

/** Returns what someone in danger ticked, in the words they saw; [] if nothing, or if no key opens it. */
export function tickedDanger(db: DataReader, one: Conversation, language: Language): string[] {
  const chosen = one.lane === "urgent" ? chosenIn(db, one.id) : null;
  if (chosen?.urgent !== "danger") return [];
  const t = textsFor(db, language);
  const { topics, age, region, channel, danger } = chosen;
  // Those who answered the first questions were asked there; others ticked it at the door, or said it while waiting.
  const hasAnswered =
    one.urgentAt === null && (topics.length > 0 || [age, region, channel].some((said) => said !== null));
  const kind = danger?.kind ?? null;
  return [
    t(hasAnswered ? "youth.which.urgent.danger" : "youth.door.danger"),
    ...(kind === null || kind === "skip" ? [] : [t(`youth.danger.${kind}`)]),
  ];
}

function unsettledIn(db: DataReader, conversationId: number): number | null {
  const found = emergencyIn(db, conversationId);
  return found && found.outcome === null ? found.id : null;
}

/** Returns the lines of a chat's agreed plan, with their limits. */
export function approachScene(db: DataReader, conversationId: number): ApproachShown {
  return { now: approachOf(db, conversationId), lines: approachLines, most: maxApproach };
}

/** Returns a deleted chat for the counsellor who had it. */
export function erasedScene(sources: StaffSources, one: Conversation, reader: StaffMember): ErasedChat {
  const { debrief = null } = debriefScene(sources.db, one, reader.id);
  const after = { record: recordAfter(sources, one, reader), debrief };
  const isLeft = leftInDanger(sources.db, one.id, sources.clock.now()) !== null;
  const danger = isLeft ? { hours: dangerHours } : null;
  const helpAfter = one.counsellorId === reader.id ? helpAfterScene(sources.db, one) : null;
  return { id: one.id, name: shortName(reader.language, one.nameIndex), danger, helpAfter, after };
}

function debriefScene(db: DataReader, one: Conversation, readerId: number): Pick<PaneChat, "debrief"> {
  if (one.endedAt === null || !isReal(one) || one.counsellorId !== readerId) return {};
  return { debrief: { said: ownDebrief(db, one.id, readerId), maxNote: maxDebriefNote } };
}

/** Returns an open chat without its words, as its head shows it. */
export function headScene(
  { db, clock, youth, typing }: StaffSources,
  one: Conversation,
  { id, language }: { id: number; language: Language },
): PaneHeadChat {
  const chat = ownChat(db, youth, one, language);
  const chosen = chat.erased ? null : chosenIn(db, one.id);
  const recent = one.returnedAt !== null && clock.now() - one.returnedAt < backShownMs;
  return {
    ...chat,
    declared: declaredScene(db, one, id),
    riskOver: one.riskOver && { ...one.riskOver, alias: aliasOf(db, one.riskOver.by) ?? "" },
    goal: chat.erased ? null : goalOf(db, one.id),
    help: helpAskedIn(db, one.id) ?? null,
    seats: seatsOf(db, one, id, clock.now()),
    later: isCallbackOffered(db, one.id) ? "offered" : callbackOffered(db, one.lineId, clock.now()) ? "open" : null,
    seen: one.youthSeenSeq,
    sealed: db.keyring.isSealed(one.id),
    shuts: shutsScene(db, one, clock.now()),
    typing: typing.is(one.id, "youth"),
    back: recent && !chat.ended ? backScene(db, one, clock.now()) : null,
    startedAt: one.startedAt,
    calledBack: one.calledBack,
    earlier: earlierOf(db, one.id).length > 0,
    brought: isBrought(db, one.id),
    waitsSince: waitsSince(one),
    closedAt: chat.ended ? null : closedAt(db, one.lineId, one.startedAt),
    chosen,
    chosenRegion: chosen?.region ? regionName(db, chosen.region, language) : null,
    awaySince: chat.connection === "connected" ? null : clock.now() - youth.silentFor(one.id, one.youthHereAt),
  };
}

function declaredScene(db: DataReader, one: Conversation, readerId: number): PaneChat["declared"] {
  const found = one.endedAt === null ? emergencyIn(db, one.id) : undefined;
  if (!found || found.outcome !== null) return null;
  const { at, alias, acknowledged } = found;
  const by = acknowledged && aliasOf(db, acknowledged.staffId ?? 0);
  return {
    at,
    alias,
    acknowledged: acknowledged && by ? { at: acknowledged.at, alias: by } : null,
    calling: callingNow(db, found, readerId),
  };
}

function shutsScene(db: DataReader, one: Conversation, now: number): PaneChat["shuts"] {
  const closes = wordsClose(db, one);
  return closes && { ...closes, isSoon: closes.at - now <= closeWarnMs };
}

function backScene(db: DataReader, one: Conversation, now: number): PaneChat["back"] {
  const { lineId, language, counsellorId } = one;
  const question = shippedReply(db, "back", language);
  const alias = aliasOf(db, counsellorId ?? 0) ?? "";
  return {
    afterMinutes: Math.max(1, Math.round((one.returnedAfterMs ?? 0) / minuteMs)),
    question: question ? filled(question.text, fillingFor(db, { alias, lineId, language, now })) : null,
  };
}

const backShownMs = 10 * minuteMs;
