import type { Clock } from "#src/clock.ts";
import { subjectOf } from "#src/conversation/colleagues/colleagues.ts";
import { helpWanted } from "#src/conversation/colleagues/help.ts";
import { hearsOfHelp } from "#src/conversation/colleagues/help-wanted.ts";
import { isLead } from "#src/conversation/complaint/complaint-readers.ts";
import { type ConcernsWaiting, concernsWaiting } from "#src/conversation/complaint/complaint-reading.ts";
import { conversation, shortName, urgentSince } from "#src/conversation/conversation.ts";
import { isReal, type Kind } from "#src/conversation/kind.ts";
import { chatsNeedingOthers } from "#src/conversation/safety/urgent.ts";
import type { DataReader } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { lines } from "#src/hours/lines.ts";
import { openingFor } from "#src/hours/rules/override-end.ts";
import { urgentUnanswered } from "#src/on-call/causes.ts";
import { hasRoom } from "#src/queue/capacity.ts";
import { inLine } from "#src/queue/claim.ts";
import { doorLog, type LineWithDoor, lineDoors } from "#src/queue/door/doors.ts";
import { whoLeft } from "#src/queue/door/who-left.ts";
import { ownUnread } from "#src/queue/overview.ts";
import { debriefsWaiting } from "#src/record/debrief.ts";
import {
  counsellorIn,
  type Emergency,
  mayAcknowledge,
  standingEmergencies,
  toPhone,
  whomToPhone,
} from "#src/record/emergency-reading.ts";
import { unfinishedOf } from "#src/record/reading.ts";
import { thanksWaiting } from "#src/record/thanks.ts";
import { chatOpenings } from "#src/retention/reading/openings.ts";
import { phoneAfterwards } from "#src/staff/accounts/own-phone.ts";
import { may } from "#src/staff/permissions.ts";
import { availableStaff, newChatsStanding, servesLine } from "#src/staff/shift/availability.ts";
import { keptSince, unseenOf } from "#src/staff/shift/shift-room.ts";
import { wrappingUp } from "#src/staff/shift/wrap-up.ts";
import { aliasOf, lastSaidOf, type StaffMember } from "#src/staff/staff.ts";
import type { BarProps } from "#views/counsellor/console/bar.tsx";
import type { LiveBarProps, Waits } from "#views/counsellor/console/live-bar.tsx";
import { waitId } from "#views/counsellor/console/queue.tsx";
import type { LineStatusProps } from "#views/counsellor/line/line-menu.tsx";
import { isDeserted, type LineNow } from "#views/counsellor/line/line-state.tsx";
import type { ToAnswer, ToPhoneRow } from "#views/counsellor/safety/emergency-lines.tsx";

/** Reads once what the doors say in all bars. */
export function doorsNow({ db, clock }: { db: DataReader; clock: Clock }) {
  const now = clock.now();
  return { now, availableCount: availableStaff(db).length, doors: lineDoors(db, now) };
}

export type Doors = ReturnType<typeof doorsNow>;

/** Reads once what the top lines of all consoles are made from. */
export function shiftNow(sources: { db: DataReader; clock: Clock }) {
  const { db } = sources;
  const doors = doorsNow(sources);
  const { now } = doors;
  return {
    ...doors,
    waiting: inLine(db),
    wrapping: wrappingUp(db, now),
    help: helpWanted(db),
    needed: chatsNeedingOthers(db),
    emergencies: standingEmergencies(db),
    unanswered: urgentUnanswered(db, now),
    concerns: concernsWaiting(db, now),
  };
}

export type Shift = ReturnType<typeof shiftNow>;

/** Returns what the doors say in a member's bar, and which lines have no one. */
export function doorsScene(
  db: DataReader,
  member: StaffMember,
  { now, availableCount, doors }: Doors,
): Omit<LineStatusProps, "t"> {
  const mayDecide = may(member, "line.override");
  const mayTake = may(member, "conversation.claim", { counsellorId: null, ended: false });
  const lines = doors.map((one) => lineScene(one, mayDecide ? now : null));
  const serves = ({ id }: LineNow) => servesLine(db, member.id, id);
  const missed = lines.filter((one) => isDeserted(one) && (mayDecide || (mayTake && serves(one))));
  return {
    now,
    lines,
    deserted: missed.map(({ name }) => name),
    helps: mayTake && missed.every(serves),
    mayDecide,
    availableCount,
  };
}

/** Returns a line and its door as staff see them; `decidesAt`: now (ms UTC) for a reader who may open it by hand, else null. */
export function lineScene({ line, door, decided }: LineWithDoor, decidesAt: number | null): LineNow {
  return {
    id: line.id,
    name: line.name,
    zone: line.timeZone,
    door,
    decided: decided && {
      kind: decided.kind,
      alias: decided.alias,
      until: decided.endsAt,
      reason: decided.reason,
    },
    opening: decidesAt === null ? null : openingFor(line, decidesAt),
  };
}

function servedOf(db: DataReader, member: StaffMember, { doors }: Doors): number[] {
  return doors.map(({ line }) => line.id).filter((lineId) => servesLine(db, member.id, lineId));
}

/** Returns the top line of a member's console: every door, and the people waiting on the lines they serve. */
export function barScene(
  sources: { db: DataReader; clock: Clock },
  member: StaffMember,
  shift: Shift = shiftNow(sources),
): Omit<BarProps, "t"> {
  const { now } = shift;
  const served = servedOf(sources.db, member, shift);
  return {
    ...doorsScene(sources.db, member, shift),
    ...waitsScene(shift.waiting.filter(({ lineId }) => served.includes(lineId))),
    wrapUp: busyScene(sources, member.id, shift.wrapping),
    ...ownOf(sources.db, member, now),
    alias: member.alias,
    admin: member.roles.includes("admin"),
    mayKeep: may(member, "directory.set"),
    mayTake: may(member, "conversation.claim", { counsellorId: null, ended: false }),
    learns: may(member, "learning.see") ? member.stage : null,
    inbox: may(member, "debrief.see") ? inboxOf(sources.db, member, now) : null,
    concerns: concernsToRead(member, shift.concerns),
    maySeeAll: may(member, "shift.see"),
    help: helpFor(sources.db, member, shift),
    toAnswer: toAnswerOf(sources.db, member, shift),
  };
}

function ownOf(db: DataReader, member: StaffMember, now: number) {
  const { availability, ...own } = db.first(ofMember({ staffId: member.id, notesSince: keptSince(now) }))!;
  return { ...own, availability: availability === "available" ? ("available" as const) : ("away" as const) };
}

const ofMember = prepared((v: { staffId: number; notesSince: number }) =>
  q.selectNoFrom([
    lastSaidOf(v.staffId).as("availability"),
    newChatsStanding(v.staffId).as("newChats"),
    unfinishedOf(v.staffId).$asScalar().$notNull().as("toFinish"),
    unseenOf(v.staffId, v.notesSince).$asScalar().$notNull().as("unseen"),
  ]),
);

/** Returns how many wait, and since when, without rehearsals. */
export function waitsScene(
  waiting: { waitsSince: number; kind: Kind }[],
): Pick<BarProps, "waitingCount" | "waitingSince"> {
  const real = waiting.filter(isReal);
  return { waitingCount: real.length, waitingSince: firstOf(real) };
}

const firstOf = (waiting: { waitsSince: number }[]) =>
  waiting.length === 0 ? null : Math.min(...waiting.map((one) => one.waitsSince));

/** Returns a member's live bar: every door, and for those who take people also who waits and who wants help. */
export function liveBarScene(
  sources: { db: DataReader; clock: Clock },
  member: StaffMember,
  shift: Shift = shiftNow(sources),
): Omit<LiveBarProps, "t"> {
  const { db } = sources;
  const mayTake = may(member, "conversation.claim", { counsellorId: null, ended: false });
  const { availability, newChats } = ownOf(db, member, shift.now);
  const takes = {
    availability,
    newChats,
    isReady: availability === "available" && !shift.wrapping.has(member.id),
    hasRoom: hasRoom(db, member.id, "normal"),
    waits: waitsOnLines(shift.waiting, servedOf(db, member, shift)),
    help: helpFor(db, member, shift) ?? [],
    unread: ownUnread(db, member.id),
  };
  return {
    ...doorsScene(db, member, shift),
    takes: mayTake ? takes : null,
    toAnswer: toAnswerOf(db, member, shift),
  };
}

function toAnswerOf(db: DataReader, member: StaffMember, shift: Shift): ToAnswer | null {
  if (!may(member, "emergency.answer") && !isLead(member)) return null;
  const calls = shift.concerns.calls.get(member.id) ?? [];
  const concerns = calls.map((one) => ({ id: one.id, name: shortName(member.language, one.nameIndex), at: one.at }));
  if (!may(member, "emergency.answer")) return { emergencies: [], unanswered: [], toPhone: [], left: [], concerns };
  const { emergencies, unanswered, now } = shift;
  const left = whoLeft(db, member.language, now).filter(({ mark }) => mark !== "emergency");
  return {
    concerns,
    emergencies: emergencies.map((one) => ({
      id: one.id,
      name: shortName(member.language, one.nameIndex),
      at: one.at,
      seenBy: one.acknowledged && (aliasOf(db, one.acknowledged.staffId ?? 0) ?? ""),
      caller: one.callerId === null ? null : (aliasOf(db, one.callerId) ?? null),
      mayAcknowledge: mayAcknowledge(db, member, one),
    })),
    toPhone: whomToPhone(db, member, now)
      .filter(({ id }) => !emergencies.some((one) => one.id === id))
      .map((one) => toPhoneRow(db, member, one)),
    unanswered: unanswered.map((one) => {
      return { id: one.id, name: shortName(member.language, one.nameIndex), since: urgentSince(one) };
    }),
    left: left.map(({ id, name, at }) => ({ id, name, since: at, seenBy: openedBy(db, id) })),
  };
}

function openedBy(db: DataReader, conversationId: number): string | null {
  const opened = chatOpenings(db, conversationId).findLast(({ why, openedAt }) => why === "left" && openedAt !== null);
  return opened ? (aliasOf(db, opened.askedBy) ?? "") : null;
}

function toPhoneRow(db: DataReader, { language }: StaffMember, one: Emergency): ToPhoneRow {
  const whom = counsellorIn(db, one);
  return {
    id: one.id,
    name: shortName(language, one.nameIndex),
    counsellor: aliasOf(db, whom) ?? one.alias,
    phone: phoneAfterwards(db, whom),
  };
}

/** Returns who waits on some lines (ids), without a word of theirs, and without rehearsals. */
export function waitsOnLines(waiting: InLine[], lineIds: readonly number[]): Waits {
  const real = waiting.filter((one) => lineIds.includes(one.lineId) && isReal(one));
  return {
    ids: real.map(waitId),
    urgent: real.filter((one) => one.lane === "urgent" || one.risk).map(waitId),
    since: firstOf(real),
  };
}

type InLine = Shift["waiting"][number];

function helpFor(db: DataReader, member: StaffMember, { help, needed, now }: Shift): BarProps["help"] {
  if (!may(member, "conversation.claim", { counsellorId: null, ended: false })) return null;
  const asked = help.flatMap((one) => {
    const found = conversation(db, one.conversationId)!;
    if (one.counsellorId !== member.id && !hearsOfHelp(db, member, found.lineId)) return [];
    const subject = subjectOf(db, found, now);
    const isOwn = one.counsellorId === member.id;
    return {
      id: found.id,
      name: shortName(member.language, found.nameIndex),
      of: aliasOf(db, one.counsellorId) ?? "",
      byPorchlight: one.staffId === null,
      needed: false,
      left: one.left,
      isOwn,
      mayCome:
        !isOwn && (one.left || (!subject.joined?.includes(member.id) && may(member, "conversation.join", subject))),
      urgent: one.urgent,
      words: one.words,
      at: one.at,
    };
  });
  const others = needed.flatMap(({ one, since }) => {
    const isOwn = one.counsellorId === member.id;
    const isAsked = asked.some(({ id }) => id === one.id);
    if (isOwn || isAsked || !hearsOfHelp(db, member, one.lineId)) return [];
    return {
      ...{ id: one.id, name: shortName(member.language, one.nameIndex), of: aliasOf(db, one.counsellorId!) ?? "" },
      ...{ byPorchlight: false, needed: true, left: false, isOwn, urgent: false, words: null, at: since },
      mayCome: may(member, "conversation.take_over", subjectOf(db, one, now)),
    };
  });
  return [...asked, ...others];
}

function inboxOf(db: DataReader, member: StaffMember, now: number): BarProps["inbox"] {
  const { talk, heavy } = debriefsWaiting(db, member.id);
  return { talk, others: heavy + thanksWaiting(db, member.id) + toPhone(db, member, now) };
}

/** Returns until when someone counts as busy after a chat; null if they do not. */
export function busyScene(
  { db, clock }: { db: DataReader; clock: Clock },
  staffId: number,
  wrapping = wrappingUp(db, clock.now()),
): BarProps["wrapUp"] {
  const until = wrapping.get(staffId);
  return until === undefined ? null : { until, zone: lines(db)[0]?.timeZone ?? "UTC" };
}

function concernsToRead(member: StaffMember, { of, ofNobody }: ConcernsWaiting): number {
  return (of.get(member.id) ?? 0) + (ofNobody.get(member.id) ?? 0);
}

/** Since when a line has been closed, ms UTC, if it closed after `since` (ms UTC) and still is; else null. */
export function closedAt(db: DataReader, lineId: number, since: number): number | null {
  const log = doorLog(db, lineId, since);
  const opened = log.findLastIndex((one) => one.state !== "closed");
  const closed = log[opened + 1];
  return closed && closed.at >= since ? closed.at : null;
}
