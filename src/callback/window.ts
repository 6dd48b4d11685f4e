import { minuteMs } from "#src/clock.ts";
import { firstInstant, localDate, localMinute } from "#src/hours/instants.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { datePlus } from "#src/hours/rules/days.ts";
import { intervals } from "#src/hours/rules/schedule.ts";

/** When somebody would like to be written to, minutes after midnight on the clock of their line; it may go past midnight. */
export interface Window {
  from: number;
  to: number;
}

const dayMinutes = 1440;
/** So long before their last time of day ends whoever could not be reached is told so: time enough for the mail itself. */
const lastMs = 15 * minuteMs;

/** Whether a minute of the day is in a time of day that may go past midnight. */
function isWithin({ from, to }: Window, minute: number): boolean {
  return from < to ? from <= minute && minute < to : from <= minute || minute < to;
}

/** Whether an instant (ms UTC) is in a time of day of a zone; null stands for the whole day. */
export function isIn(window: Window | null, timeZone: string, at: number): boolean {
  return window === null || isWithin(window, localMinute(timeZone, at));
}

/** The first instant from `at` on (ms UTC) that is in a time of day of a zone (PROMISES.md H5); null stands for the whole day. */
export function nextIn(window: Window | null, timeZone: string, at: number): number {
  if (window === null || isIn(window, timeZone, at)) return at;
  const today = localDate(timeZone, at);
  const [first, second] = [today, datePlus(today, 1)].map((date) => firstInstant(timeZone, date, window.from));
  return first! > at ? first! : second!;
}

/** From when on (ms UTC) a time of day has no more chance before a deadline but for telling so. */
export function lastIn(window: Window | null, timeZone: string, deadline: number): number {
  if (window === null) return deadline;
  // A time of day that begins at the deadline comes too late for it.
  const before = deadline - 1;
  const minute = localMinute(timeZone, before);
  if (isWithin(window, minute)) return deadline - lastMs;
  const sinceItsEnd = (minute - window.to + dayMinutes) % dayMinutes;
  return before - (before % minuteMs) - sinceItsEnd * minuteMs - lastMs;
}

/** Whether hours let anybody in within a time of day, from an instant until another (ms UTC). Without hours somebody may always be there. */
export function letsInWithin(calendar: Calendar | null, window: Window | null, from: number, until: number): boolean {
  if (calendar === null) return true;
  const { timeZone, lastEntryMinutes } = calendar;
  return intervals(calendar, from, until).some(({ start, end }) => {
    const lastEntry = Math.min(end - lastEntryMinutes * minuteMs, until);
    return nextIn(window, timeZone, Math.max(start, from)) < lastEntry;
  });
}
