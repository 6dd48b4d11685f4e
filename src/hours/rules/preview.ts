import { dayMs, minuteMs } from "#src/clock.ts";
import { clockChanges, firstInstant, localDate } from "../instants.ts";
import type { Calendar } from "./calendar.ts";
import { type Interval, ruleOn } from "./plan.ts";
import { intervals } from "./schedule.ts";

/** All times are minutes on the wall of the calendar's zone. */
export interface PreviewDay {
  date: string;
  /** Also the end of a shift that began the evening before: 0 ≤ from ≤ to ≤ 1440. */
  bars: PreviewBar[];
  openings: PreviewOpening[];
  /** When a shift of an earlier day ends on this date; null = none does. */
  tail: number | null;
  allDay: boolean;
  labels: string[];
  clock: { from: number; to: number } | null;
}

export interface PreviewBar {
  from: number;
  to: number;
  last: number | null;
}

export interface PreviewOpening {
  from: number;
  to: number | null;
  until: string | null;
  last: number | null;
}

/** No one plans for the end of a longer opening. */
const endlessMs = 40 * dayMs;

/** Returns the next days of a calendar, from that of `at` (ms UTC) on. Throws a RangeError for an unknown zone. */
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
    // In a night with an hour twice, a later moment can be earlier on the wall.
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
