import { minuteMs } from "#src/clock.ts";
import { firstInstant, localDate, localMinute } from "#src/hours/instants.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { datePlus } from "#src/hours/rules/days.ts";
import { intervals } from "#src/hours/rules/schedule.ts";

/** In minutes after midnight on the line's clock; it may go past midnight. */
export interface Window {
  from: number;
  to: number;
}

const dayMinutes = 1440;
/** Those who could not be reached are told this long before their last time of day ends: time enough for the mail. */
const lastMs = 15 * minuteMs;

function isWithin({ from, to }: Window, minute: number): boolean {
  return from < to ? from <= minute && minute < to : from <= minute || minute < to;
}

/** Whether an instant (ms UTC) is in a time of day of a zone; null is the whole day. */
export function isIn(window: Window | null, timeZone: string, at: number): boolean {
  return window === null || isWithin(window, localMinute(timeZone, at));
}

/** The first instant from `at` on (ms UTC) that is in a time of day of a zone (PROMISES.md H5); null is the whole day. */
export function nextIn(window: Window | null, timeZone: string, at: number): number {
  if (window === null || isIn(window, timeZone, at)) return at;
  const today = localDate(timeZone, at);
  const [first, second] = [today, datePlus(today, 1)].map((date) => firstInstant(timeZone, date, window.from));
  return first! > at ? first! : second!;
}

/** From when on (ms UTC) a time of day before a deadline leaves time only to say that nobody could be reached. */
export function lastIn(window: Window | null, timeZone: string, deadline: number): number {
  if (window === null) return deadline;
  // A time of day that begins at the deadline comes too late.
  const before = deadline - 1;
  const minute = localMinute(timeZone, before);
  if (isWithin(window, minute)) return deadline - lastMs;
  const sinceItsEnd = (minute - window.to + dayMinutes) % dayMinutes;
  return before - (before % minuteMs) - sinceItsEnd * minuteMs - lastMs;
}

/** Whether hours let anyone in during a time of day between two instants (ms UTC); without hours someone may always be there. */
export function letsInWithin(calendar: Calendar | null, window: Window | null, from: number, until: number): boolean {
  if (calendar === null) return true;
  const { timeZone, lastEntryMinutes } = calendar;
  return intervals(calendar, from, until).some(({ start, end }) => {
    const lastEntry = Math.min(end - lastEntryMinutes * minuteMs, until);
    return nextIn(window, timeZone, Math.max(start, from)) < lastEntry;
  });
}
