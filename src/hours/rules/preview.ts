import { dayMs, minuteMs } from "#src/clock.ts";
import { clockChanges, firstInstant, localDate } from "../instants.ts";
import type { Calendar } from "./calendar.ts";
import { type Interval, ruleOn } from "./plan.ts";
import { intervals } from "./schedule.ts";

/** One day as it will be. All times are minutes on the wall of the calendar's zone. */
export interface PreviewDay {
  /** "2026-11-24" */
  date: string;
  /** What is open on this date, also the end of a shift that began the evening before: 0 ≤ from ≤ to ≤ 1440. */
  bars: PreviewBar[];
  /** The openings that begin on this date. */
  openings: PreviewOpening[];
  /** A shift of an earlier day ends on this date: when; null when none does. */
  tail: number | null;
  /** Open from midnight to midnight, by an opening of an earlier day. */
  allDay: boolean;
  /** Of the exception and the cuts of this date. */
  labels: string[];
  /** The clock is changed from one time to another. */
  clock: { from: number; to: number } | null;
}

export interface PreviewBar {
  from: number;
  to: number;
  /** From here on nobody new is taken in; null when that is not on this date. */
  last: number | null;
}

export interface PreviewOpening {
  from: number;
  /** null when no end is in sight. */
  to: number | null;
  /** The date on which it ends, when that is another one. */
  until: string | null;
  /** When nobody new is taken in any more; null when that never is. */
  last: number | null;
}

/** An opening that goes on for so long has no end anybody would plan for. */
const endlessMs = 40 * dayMs;

/** The next days of a calendar, the one at `at` (ms UTC) first. Throws a RangeError for an unknown zone. */
export function previewDays(calendar: Calendar, at: number, days = 14): PreviewDay[] {
  const today = Date.parse(localDate(calendar.timeZone, at));
  return Array.from({ length: days }, (_, day) =>
    previewOf(calendar, new Date(today + day * dayMs).toISOString().slice(0, 10)),
  );
}

function previewOf(calendar: Calendar, date: string): PreviewDay {
  const { timeZone, cuts } = calendar;
  const start = firstInstant(timeZone, date, 0);
  const end = firstInstant(timeZone, date, 1440);
  const wall = (at: number) => minuteOf(timeZone, at);
  const here = intervals(calendar, start, end);
  const own = here.filter((one) => one.start >= start);
  const earlier = here.find((one) => one.start < start);
  const [change] = clockChanges(timeZone, start, end);
  const rule = ruleOn(calendar, date);
  const cut = cuts.filter(({ from, to }) => from.slice(0, 10) <= date && date <= to.slice(0, 10));
  return {
    date,
    bars: here.map(barOf),
    openings: own.map(openingOf),
    tail: earlier && earlier.end < end ? wall(earlier.end) : null,
    allDay: earlier !== undefined && earlier.end >= end,
    labels: [...(rule ? [rule.label] : []), ...cut.map(({ label }) => label)].filter((label) => label !== ""),
    clock: change ? { from: wall(change.at) - change.shiftMinutes, to: wall(change.at) } : null,
  };

  function barOf(one: Interval): PreviewBar {
    const from = one.start <= start ? 0 : wall(one.start);
    const to = one.end >= end ? 1440 : wall(one.end);
    const last = lastOf(one);
    const shown = last === null || last >= end ? null : last <= start ? 0 : wall(last);
    // In a night with an hour twice, a later moment can stand earlier on the wall.
    return { from, to: Math.max(from, to), last: shown === null ? null : Math.max(from, Math.min(shown, to)) };
  }

  function openingOf(one: Interval): PreviewOpening {
    const from = wall(one.start);
    if (isEndless(one)) return { from, to: null, until: null, last: null };
    const last = lastOf(one);
    return {
      from,
      to: one.end === end ? 1440 : wall(one.end),
      until: one.end > end ? localDate(timeZone, one.end) : null,
      last: last === null ? null : wall(last),
    };
  }

  function lastOf(one: Interval): number | null {
    if (calendar.lastEntryMinutes === 0 || isEndless(one)) return null;
    return Math.max(one.start, one.end - calendar.lastEntryMinutes * minuteMs);
  }
}

function isEndless({ start, end }: Interval): boolean {
  return end - start > endlessMs;
}

function minuteOf(timeZone: string, at: number): number {
  const { hour, minute } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  return hour * 60 + minute;
}
