import type { DataReader } from "#src/db/db.ts";
import { localDate, localMinute } from "#src/hours/instants.ts";
import { homeZone } from "#src/hours/lines.ts";
import { settings } from "#src/settings/settings.ts";
import { may } from "#src/staff/permissions.ts";
import { isThere } from "#src/staff/shift/on-shift.ts";
import type { StaffPresence } from "#src/staff/shift/presence.ts";
import { everyone, type StaffMember, staffMember } from "#src/staff/staff.ts";

/** An evening ends in the morning: until this hour it is still that of the day before, by the clock of the first line. */
const morningHour = 6;

/** The evening that an instant (ms UTC) belongs to, by the date on which it began: "2026-11-24". */
export function eveningOf(db: DataReader, at: number): string {
  const timeZone = homeZone(db);
  const date = localDate(timeZone, at);
  // By the clock on the wall: in the night in which that is changed, six in the morning is not six hours after midnight.
  const isMorning = localMinute(timeZone, at) >= morningHour * 60;
  return isMorning ? date : Temporal.PlainDate.from(date).subtract({ days: 1 }).toString();
}

/** Who is on call in an evening: as set for its date, else for its weekday; null for nobody, and for who may not be any more. */
export function onCallAt(db: DataReader, evening: string): StaffMember | null {
  const { onCallWeek, onCallDates } = settings(db);
  const own = onCallDates.find(({ date }) => date === evening);
  const staffId = own ? own.staffId : onCallWeek[weekdayOf(evening)]!;
  const member = staffId === null ? undefined : staffMember(db, staffId);
  return member && may(member, "on_call.be") ? member : null;
}

/** Whether one of the staff (id) can be reached at an instant (ms UTC): they are on shift, or on call that evening. */
export function whoCanBeReached(
  sources: { db: DataReader; staff: StaffPresence },
  at: number,
): (staffId: number) => boolean {
  const { db } = sources;
  return (staffId) => isThere(sources, staffId) || onCallAt(db, eveningOf(db, at))?.id === staffId;
}

/** Everybody who can be put on call, by alias. */
export function forCall(db: DataReader): StaffMember[] {
  return everyone(db).filter((one) => may(one, "on_call.be"));
}

/** The evenings from one on, so many, each with who is on call. */
export function eveningsFrom(
  db: DataReader,
  first: string,
  n: number,
): { evening: string; member: StaffMember | null }[] {
  return Array.from({ length: n }, (_, day) => {
    const evening = Temporal.PlainDate.from(first).add({ days: day }).toString();
    return { evening, member: onCallAt(db, evening) };
  });
}

/** 0 = Monday. */
function weekdayOf(date: string): number {
  return Temporal.PlainDate.from(date).dayOfWeek - 1;
}
