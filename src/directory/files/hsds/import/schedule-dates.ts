import type { Calendar, DayRule, Season, Span, Week } from "#src/hours/rules/calendar.ts";
import { datePlus, weekdayOf } from "#src/hours/rules/days.ts";

/** A span on one weekday within dates; null = without beginning or end. */
export interface DatedSpan {
  weekday: number;
  span: Span;
  from: string | null;
  to: string | null;
}

interface Stretch {
  from: string | null;
  to: string | null;
  week: Week;
}

/** Returns the calendar of spans, the most frequent week as the usual one; null for none, or for more than anyone can mean. */
export function calendarOfSpans(
  spans: DatedSpan[],
  { timeZone, today, rules }: { timeZone: string; today: string; rules: DayRule[] },
): Calendar | null {
  const cuts = cutsOf(spans);
  if (spans.length === 0 || spans.length * cuts.length > maxSteps) return null;
  const all = stretches(spans, cuts);
  const usual = usualOf(all);
  const others = all.filter(({ to, week }) => (to === null || to >= today) && text(week) !== text(usual));
  const seasons: Season[] = others.filter((one) => !isDay(one)).map((one) => ({ ...one, label: "" }));
  const days = others.filter(isDay).map(asRule);
  return { timeZone, lastEntryMinutes: 0, week: usual, seasons, dayRules: [...days, ...rules], cuts: [] };
}

/** So many take a few milliseconds. */
const maxSteps = 500_000;

function cutsOf(spans: DatedSpan[]): string[] {
  const begins = spans.flatMap(({ from, to }) => [...(from ? [from] : []), ...(to ? [datePlus(to, 1)] : [])]);
  return [...new Set(begins)].sort();
}

function stretches(spans: DatedSpan[], cuts: string[]): Stretch[] {
  return [null, ...cuts].map((from, i) => {
    const next = cuts[i];
    const to = next === undefined ? null : datePlus(next, -1);
    return { from, to, week: weekWithin(spans, from, to) };
  });
}

function weekWithin(spans: DatedSpan[], from: string | null, to: string | null): Week {
  const holds = (one: DatedSpan) =>
    (one.from === null || (from !== null && one.from <= from)) && (one.to === null || (to !== null && one.to >= to));
  const week: Week = [[], [], [], [], [], [], []];
  for (const { weekday, span } of spans.filter(holds)) {
    const day = week[weekday]!;
    if (!day.some(({ opens, closes }) => opens === span.opens && closes === span.closes)) day.push(span);
  }
  for (const day of week) day.sort((a, b) => a.opens - b.opens || a.closes - b.closes);
  return week;
}

// The last of the most frequent weeks that open at all.
function usualOf(all: Stretch[]): Week {
  const times = new Map<string, number>();
  for (const { week } of all) times.set(text(week), (times.get(text(week)) ?? 0) + 1);
  const open = all.filter(({ week }) => week.some((day) => day.length > 0));
  return open.reduce((best, one) => (times.get(text(one.week))! >= times.get(text(best.week))! ? one : best)).week;
}

function isDay({ from, to }: Stretch): boolean {
  return from !== null && from === to;
}

function asRule({ from, week }: Stretch): DayRule {
  return { kind: "one_off", from: from!, to: from!, label: "", note: "", spans: week[weekdayOf(from!)]! };
}

function text(week: Week): string {
  return JSON.stringify(week);
}
