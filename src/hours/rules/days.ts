import { dayMs, minuteMs } from "#src/clock.ts";
import { wallOf } from "../instants.ts";
import type { Calendar, Span, Week } from "./calendar.ts";
import { ruleOn, spansOn, weekOn } from "./plan.ts";

interface Exception {
  from: string;
  to: string;
  spans: Span[];
  note: string;
}

const day = 1440;
/** People are told how long an exception goes on if it ends within a year. */
const longestException = 366;

/** Returns the date so many days after another one, "2026-12-24". */
export function datePlus(date: string, days: number): string {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);
}

/** Returns the usual hours from Monday, in the season of a date, without exceptions. */
export function usualWeek(calendar: Calendar, from: string): Week {
  const usual = { ...calendar, week: weekOn(calendar, from), seasons: [], dayRules: [] };
  const week: Week = [];
  for (let days = 0; days < 7; days += 1) {
    const date = datePlus(from, days);
    week[weekdayOf(date)] = spansOn(usual, date);
  }
  return week;
}

/** Returns the weekday of a date, 0 = Monday. */
export function weekdayOf(date: string): number {
  return (new Date(date).getUTCDay() + 6) % 7;
}

/** Returns which of the next `days` days differ from `usualWeek`: own hours (PROMISES.md H4), a cut (H7), or another season. */
export function exceptions(calendar: Calendar, from: string, days: number): Exception[] {
  const found: Exception[] = [];
  const week = usualWeek(calendar, from);
  for (let ahead = 0; ahead < days + longestException; ahead += 1) {
    const date = datePlus(from, ahead);
    const one = exceptionOn(calendar, date, week[weekdayOf(date)]!);
    const last = found.at(-1);
    if (one && last && last.to === datePlus(date, -1) && isSame(one, last)) last.to = date;
    else if (ahead >= days) break;
    else if (one) found.push({ from: date, to: date, ...one });
  }
  return found;
}

type What = Pick<Exception, "spans" | "note">;

function exceptionOn(calendar: Calendar, date: string, usual: Span[]): What | null {
  const rule = ruleOn(calendar, date);
  const spans = hoursOn(calendar, date);
  // The reason for closing is no note to hours that were opened all the same.
  const isOfRule = rule !== null && (rule.spans.length > 0 || spans.length === 0);
  if (rule || !areSame(spans, usual)) return { spans, note: isOfRule ? rule.note : "" };
  return null;
}

function isSame(a: What, b: What): boolean {
  return a.note === b.note && areSame(a.spans, b.spans);
}

function areSame(a: Span[], b: Span[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Returns the hours of a date with its cuts, minutes after its midnight, in order; [] when closed. */
export function hoursOn(calendar: Calendar, date: string): Span[] {
  const midnight = wallOf(`${date}T00:00`);
  const cuts = (wanted: "open" | "closed") =>
    calendar.cuts
      .filter(({ kind }) => kind === wanted)
      .map(({ from, to }) => ({
        opens: (wallOf(from) - midnight) / minuteMs,
        closes: (wallOf(to) - midnight) / minuteMs,
      }));
  // A night belongs to its evening (H3), an opening of several days to each of them.
  const opened = cuts("open")
    .map(({ opens, closes }) => {
      if (closes - opens <= day) return opens >= 0 && opens < day ? { opens, closes } : { opens, closes: opens };
      return { opens: Math.max(opens, 0), closes: Math.min(closes, day) };
    })
    .filter(({ opens, closes }) => opens < closes);
  return cuts("closed").reduce(without, joined([...spansOn(calendar, date), ...opened]));
}

function joined(spans: Span[]): Span[] {
  const found: Span[] = [];
  for (const { opens, closes } of spans.toSorted((a, b) => a.opens - b.opens)) {
    const last = found.at(-1);
    if (last && opens <= last.closes) last.closes = Math.max(last.closes, closes);
    else found.push({ opens, closes });
  }
  return found;
}

function without(spans: Span[], cut: Span): Span[] {
  return spans.flatMap(({ opens, closes }) =>
    [
      { opens, closes: Math.min(closes, cut.opens) },
      { opens: Math.max(opens, cut.closes), closes },
    ].filter((one) => one.opens < one.closes),
  );
}
