/**
 * Opening hours by walking: every minute of a year is looked at, with nothing but `Intl.DateTimeFormat` for the clock and
 * one byte a minute for the answer. No Temporal, no arithmetic with intervals: slow, plain, and shares no thought
 * with src/hours, so that the two do not err together.
 */
import type { Calendar, Span, Week } from "#src/hours/rules/calendar.ts";

/** A zone's minutes from `start` (ms UTC): the furthest that the clock on the wall has come, as UTC would count it. */
export interface Walk {
  timeZone: string;
  start: number;
  furthest: Int32Array;
  /** The dates in which the clock changes. */
  nights: string[];
}

/** A stretch of open minutes, [from, to), counted from the start of the walk. */
export interface Run {
  from: number;
  to: number;
}

const minuteMs = 60_000;

/**
 * Walks a zone from midnight UTC of a date. Intl is asked every quarter of an hour, and every minute where a quarter on the
 * wall is not a quarter: nowhere do clocks change twice within one.
 */
export function walk(timeZone: string, from: string, days: number): Walk {
  const start = Date.parse(from);
  const clock = wallClock(timeZone);
  const furthest = new Int32Array(days * 1440);
  const nights = new Set<string>();
  let most = Number.NEGATIVE_INFINITY;
  for (let quarter = 0; quarter < furthest.length; quarter += 15) {
    const first = clock(start + quarter * minuteMs);
    const even = clock(start + (quarter + 15) * minuteMs) === first + 15;
    if (!even) nights.add(new Date(first * minuteMs).toISOString().slice(0, 10));
    for (let minute = quarter; minute < quarter + 15; minute += 1) {
      most = Math.max(most, even ? first + minute - quarter : clock(start + minute * minuteMs));
      furthest[minute] = most;
    }
  }
  return { timeZone, start, furthest, nights: [...nights] };
}

/** What the clock shows, in minutes. */
function wallClock(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  return (at) => {
    const [day, month, year, hour, minute] = format.format(at).split(/\D+/).map(Number);
    return Date.UTC(year!, month! - 1, day!, hour!, minute!) / minuteMs;
  };
}

/** One byte for each minute of a walk: whether the calendar is open then. */
export function painted(calendar: Calendar, walk: Walk): Uint8Array {
  const open = new Uint8Array(walk.furthest.length);
  const paint = (from: number, to: number, value: number) => {
    open.fill(value, firstMinute(walk, from), firstMinute(walk, to));
  };
  const begin = walk.start / minuteMs;
  for (let midnight = begin - 4 * 1440; midnight < begin + open.length + 2 * 1440; midnight += 1440) {
    for (const { opens, closes } of spansFor(calendar, midnight)) paint(midnight + opens, midnight + closes, 1);
  }
  const { cuts } = calendar;
  for (const cut of cuts) if (cut.kind === "open") paint(minutesOf(cut.from), minutesOf(cut.to), 1);
  for (const cut of cuts) if (cut.kind === "closed") paint(minutesOf(cut.from), minutesOf(cut.to), 0);
  return open;
}

/** The first minute of a walk at which the clock has come to a time. It need not look before any clock could show it. */
function firstMinute({ furthest }: Walk, wall: number): number {
  let minute = Math.min(Math.max(0, wall - furthest[0]! - 1600), furthest.length);
  while (minute < furthest.length && furthest[minute]! < wall) minute += 1;
  return minute;
}

function spansFor(calendar: Calendar, midnight: number): Span[] {
  const date = new Date(midnight * minuteMs);
  const name = date.toISOString().slice(0, 10);
  const rules = calendar.dayRules.filter((rule) => rule.from <= name && name <= rule.to);
  for (const kind of ["one_off", "school_holiday", "public_holiday"]) {
    const rule = rules.filter((one) => one.kind === kind).at(-1);
    if (rule) return rule.spans;
  }
  let week: Week = calendar.week;
  for (const season of calendar.seasons) {
    if ((season.from ?? "0") <= name && name <= (season.to ?? "9")) week = season.week;
  }
  return week[(date.getUTCDay() + 6) % 7]!;
}

function minutesOf(dateTime: string): number {
  return Date.parse(`${dateTime}Z`) / minuteMs;
}

/** The open stretches among painted minutes, in order. */
export function runsOf(open: Uint8Array): Run[] {
  const runs: Run[] = [];
  for (let minute = 0; minute < open.length; minute += 1) {
    if (!open[minute]) continue;
    if (minute > 0 && open[minute - 1]) runs.at(-1)!.to = minute + 1;
    else runs.push({ from: minute, to: minute + 1 });
  }
  return runs;
}
