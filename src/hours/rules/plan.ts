// The rules H2 to H7 of PROMISES.md. A calendar is not checked here, but where it is saved.

import { dayMs, minuteMs } from "#src/clock.ts";
import { instantOf, wallOf } from "../instants.ts";
import { type Calendar, type Cut, type DayRule, priorities, type Season, type Span, type Week } from "./calendar.ts";

/** ms UTC, half-open: at `end` it is over. */
export interface Interval {
  start: number;
  end: number;
}

const mostDates = 5_000;
const dates = new Map<number, string>();

/** Returns the openings that overlap or touch [from, to] (ms UTC), merged; the outer ones may go on. Throws a RangeError. */
export function planned(calendar: Calendar, from: number, to: number): Interval[] {
  const { timeZone, cuts } = calendar;
  const opened: Interval[] = [];
  // A span ends by the end of the day after its own; the rest is for the zones' distance from UTC.
  const first = Math.floor(from / dayMs) - 3;
  const last = Math.floor(to / dayMs) + 1;
  const dayRules = calendar.dayRules.filter((rule) => rule.from <= dateOf(last) && dateOf(first) <= rule.to);
  const near = { ...calendar, dayRules };
  for (let day = first; day <= last; day += 1) {
    for (const { opens, closes } of planOf(near, dateOf(day), day)) {
      const start = instantOf(timeZone, day * dayMs + opens * minuteMs);
      opened.push({ start, end: instantOf(timeZone, day * dayMs + closes * minuteMs) });
    }
  }
  const cutsOf = (wanted: Cut["kind"]) =>
    cuts
      .filter(({ kind }) => kind === wanted)
      .map((cut) => ({ start: instantOf(timeZone, wallOf(cut.from)), end: instantOf(timeZone, wallOf(cut.to)) }));
  const all = without(merged([...opened, ...cutsOf("open")]), merged(cutsOf("closed")));
  return all.filter(({ start, end }) => start <= to && end >= from);
}

// Cached, since making these names was more than half of the work.
function dateOf(day: number): string {
  const kept = dates.get(day);
  if (kept) return kept;
  if (dates.size >= mostDates) dates.clear();
  const date = new Date(day * dayMs).toISOString().slice(0, 10);
  dates.set(day, date);
  return date;
}

/** Returns the openings of a date (H4), merged (H2), in minutes after its midnight; [] when closed. */
export function spansOn(calendar: Calendar, date: string): Span[] {
  const spans = planOf(calendar, date, Date.parse(date) / dayMs);
  return merged(spans.map(({ opens, closes }) => ({ start: opens, end: closes }))).map(({ start, end }) => ({
    opens: start,
    closes: end,
  }));
}

/** Returns the day rule of a date, "2026-12-24": the highest priority, then the last (H4); null for none. */
export function ruleOn(calendar: Calendar, date: string): DayRule | null {
  let found: DayRule | null = null;
  for (const rule of calendar.dayRules) {
    const fits = rule.from <= date && date <= rule.to;
    if (fits && (!found || priorities[rule.kind] >= priorities[found.kind])) found = rule;
  }
  return found;
}

// `day` counts the same date from 1970-01-01, a Thursday.
function planOf(calendar: Calendar, date: string, day: number): readonly Span[] {
  const rule = ruleOn(calendar, date);
  if (rule) return rule.spans;
  return weekOn(calendar, date)[(((day + 3) % 7) + 7) % 7] ?? [];
}

/** Returns the week of the season of a date, else the usual week (H4). */
export function weekOn(calendar: Calendar, date: string): Week {
  const fits = ({ from, to }: Season) => (from === null || from <= date) && (to === null || date <= to);
  const { week } = calendar.seasons.findLast(fits) ?? calendar;
  return week;
}

// What touches is one (H6), and what has no length, in a skipped hour, goes.
function merged(given: Interval[]): Interval[] {
  const found: Interval[] = [];
  for (const { start, end } of given.filter((one) => one.start < one.end).sort((a, b) => a.start - b.start)) {
    const last = found.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else found.push({ start, end });
  }
  return found;
}

function without(from: Interval[], closed: Interval[]): Interval[] {
  return closed.reduce(
    (open, cut) =>
      open.flatMap(({ start, end }) => {
        if (cut.end <= start || end <= cut.start) return [{ start, end }];
        const around = [
          { start, end: cut.start },
          { start: cut.end, end },
        ];
        return around.filter((one) => one.start < one.end);
      }),
    from,
  );
}
