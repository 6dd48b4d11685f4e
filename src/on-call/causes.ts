import { hourMs, minuteMs } from "#src/clock.ts";
import { helpWanted } from "#src/conversation/colleagues/help.ts";
import { conversation, urgentSince } from "#src/conversation/conversation.ts";
import { isReal } from "#src/conversation/kind.ts";
import { asChat, asStaff, type DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { type Line, lines } from "#src/hours/lines.ts";
import { overrideEndedAt, overrideOf } from "#src/hours/rules/override.ts";
import { hasRoom } from "#src/queue/capacity.ts";
import { inLine } from "#src/queue/claim.ts";
import { hoursOf } from "#src/queue/door/doors.ts";
import { emergenciesIn } from "#src/record/emergency-reading.ts";
import { settings } from "#src/settings/settings.ts";
import { availableFor, nobodySince } from "#src/staff/shift/availability.ts";
import type { OnCallCause } from "./notice.ts";

export interface Occurrence {
  cause: Exclude<OnCallCause, "test">;
  place: string;
  within?: string[];
  occurrence: string;
  lineId: number | null;
  staffId: number | null;
}

/** Minutes until it is told that nobody is there, or that someone urgent waits (PROMISES.md SG3). */
export const nobodyMinutes = 5;
const urgentMinutes = 1;
/** How long an emergency that nobody has seen is news, ms: for the night. */
const declaredMs = 12 * hourMs;
/** How long an emergency is still told after someone has seen it, ms: that was promised beside the chat. */
const seenMs = minuteMs;

/**
 * Returns what the person on call must know (`at` is ms UTC), rehearsals apart. In a break nobody is missed at the door.
 * `noCopySince`: when the last copy of the data was made (ms UTC) that is late; null = none is.
 */
export function causesNow(db: DataReader, at: number, noCopySince: number | null = null): Occurrence[] {
  const isOpen = settings(db).opening === "open";
  return [
    ...(isOpen ? lines(db).flatMap((one) => nobodyThere(db, one, at)) : []),
    ...urgentWaiting(db, at),
    ...toTalk(db),
    ...declared(db, at),
    ...emergencies(db),
    ...copyIsLate(noCopySince),
  ];
}

// A line without hours promises nothing; one closed or paused by hand is meant to be.
function nobodyThere(db: DataReader, line: Line, at: number): Occurrence[] {
  const hours = hoursOf(db, line, at);
  const decided = overrideOf(db, line.id, at);
  const isPromised = line.calendar !== null || decided?.kind === "open";
  if (!isPromised || !hours.open || decided?.kind === "paused" || availableFor(db, line.id).length > 0) return [];
  const began = hours.since ?? decided?.startsAt ?? Number.NEGATIVE_INFINITY;
  // After a pause the line opens again: someone who paused it because nobody was there must hear that nobody came.
  const again = overrideEndedAt(db, line.id, at) ?? Number.NEGATIVE_INFINITY;
  const since = Math.max(nobodySince(db, line.id), began, again);
  if (at - since < nobodyMinutes * minuteMs) return [];
  const place = `line:${line.id}`;
  return [{ cause: "nobody", place, occurrence: `${place}:${since}`, lineId: line.id, staffId: null }];
}

/** Returns urgent chats, or chats at risk, that nobody took: after a minute, or at once if nobody has room even for that. */
export function urgentUnanswered(db: DataReader, at: number) {
  const isFree = (lineId: number) => availableFor(db, lineId).some((staffId) => hasRoom(db, staffId, "urgent"));
  return inLine(db)
    .filter((one) => (one.lane === "urgent" || one.risk) && isReal(one))
    .filter((one) => at - urgentSince(one) >= urgentMinutes * minuteMs || !isFree(one.lineId));
}

/** Returns them as occurrences to be told. */
export function urgentWaiting(db: DataReader, at: number): Occurrence[] {
  return urgentUnanswered(db, at).map((one) => {
    const { id, lineId } = one;
    const occurrence = `${id}:${urgentSince(one)}`;
    return { cause: "urgent", place: `line:${lineId}`, occurrence, lineId, staffId: null };
  });
}

function toTalk(db: DataReader): Occurrence[] {
  const open = q.selectFrom("debrief").select(["id", "staff_id", "at"]).where("weight", "=", "talk");
  return db.all(open.where("taken_by", "is", null).where("done_at", "is", null).orderBy("at")).map((row) => {
    const place = asStaff(row.staff_id);
    return { cause: "talk", place, occurrence: `${row.id}:${row.at}`, lineId: null, staffId: row.staff_id };
  });
}

function declared(db: DataReader, at: number): Occurrence[] {
  const lately = q.selectFrom("emergency").select(["id", "at", "line_id", "acknowledged_at"]);
  const rows = db.all(
    lately
      .where("note_gone_at", "is", null)
      .where("at", ">", at - declaredMs)
      .orderBy("at"),
  );
  return rows
    .filter((row) => row.acknowledged_at === null || at - row.acknowledged_at < seenMs)
    .map(({ id, at: since, line_id: lineId }) => {
      const occurrence = `declared:${id}:${since}`;
      return { cause: "emergency", place: placeOfDeclared(id), occurrence, lineId, staffId: null };
    });
}

const placeOfDeclared = (id: number) => `emergency:${id}`;

// A mark of danger is left out if an emergency was declared since: that says more.
function emergencies(db: DataReader): Occurrence[] {
  const asked = helpWanted(db).filter(({ urgent }) => urgent);
  const marked = q.selectFrom("conversation").select(["id", "risk_at"]).where("risk_at", "is not", null);
  const going = db.all(marked.where("ended_at", "is", null).where("claimed_at", "is not", null));
  const risks = going.filter(({ id, risk_at }) => !emergenciesIn(db, id).some(({ at }) => at >= risk_at!));
  const all = [
    ...asked.map(({ conversationId: id, number }) => ({ id, occurrence: `help:${id}:${number}` })),
    ...risks.map(({ id, risk_at }) => ({ id, occurrence: `risk:${id}:${risk_at}` })),
  ];
  return all.flatMap(({ id, occurrence }) => {
    const found = conversation(db, id);
    if (!found || !isReal(found)) return [];
    const within = emergenciesIn(db, id).map((one) => placeOfDeclared(one.id));
    return [{ cause: "emergency", place: asChat(id), within, occurrence, lineId: found.lineId, staffId: null }];
  });
}

function copyIsLate(since: number | null): Occurrence[] {
  if (since === null) return [];
  return [{ cause: "backup", place: "backup", occurrence: `backup:${since}`, lineId: null, staffId: null }];
}
