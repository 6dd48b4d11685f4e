import type { DataReader } from "#src/db/db.ts";
import { localDate, localMinute } from "#src/hours/instants.ts";
import { homeZone } from "#src/hours/lines.ts";
import { settings } from "#src/settings/settings.ts";
import { may } from "#src/staff/permissions.ts";
import { isThere } from "#src/staff/shift/on-shift.ts";
import type { StaffPresence } from "#src/staff/shift/presence.ts";
import { everyone, type StaffMember, staffMember } from "#src/staff/staff.ts";

/** Until this hour it is still the evening of the day before, by the clock of the first line. */
const morningHour = 6;

/** Returns the evening that an instant (ms UTC) belongs to, by the date on which it began: "2026-11-24". */
export function eveningOf(db: DataReader, at: number): string {
  const timeZone = homeZone(db);
  const date = localDate(timeZone, at);
  // By the clock on the wall: in a night when it is changed, six in the morning is not six hours after midnight.
  const isMorning = localMinute(timeZone, at) >= morningHour * 60;
  return isMorning ? date : Temporal.PlainDate.from(date).subtract({ days: 1 }).toString();
}

/** Returns who is on call in an evening, by its date, else its weekday; null for nobody, or someone who may no longer be. */
export function onCallAt(db: DataReader, evening: string): StaffMember | null {
  const { onCallWeek, onCallDates } = settings(db);
  const own = onCallDates.find(({ date }) => date === evening);
  const staffId = own ? own.staffId : onCallWeek[weekdayOf(evening)]!;
  const member = staffId === null ? undefined : staffMember(db, staffId);
  return member && may(member, "on_call.be") ? member : null;
}

/** Returns a function that says whether a staff member (id) is on shift, or on call at an instant (ms UTC). */
export function whoCanBeReached(
  sources: { db: DataReader; staff: StaffPresence },
  at: number,
): (staffId: number) => boolean {
  const { db } = sources;
  return (staffId) => isThere(sources, staffId) || onCallAt(db, eveningOf(db, at))?.id === staffId;
}

/** Returns everyone who can be put on call, by alias. */
export function forCall(db: DataReader): StaffMember[] {
  return everyone(db).filter((one) => may(one, "on_call.be"));
}

/** Returns `n` evenings from `first` on, each with who is on call. */
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

function weekdayOf(date: string): number {
  return Temporal.PlainDate.from(date).dayOfWeek - 1;
}
