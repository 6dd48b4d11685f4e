/**
 * The second oracle: our schedule beside the package opening_hours, which reads the rules of OpenStreetMap. It knows no
 * zone but the process's own, so this runs in a process whose TZ may be switched: not in a thread of vitest.
 */
import OpeningHours from "opening_hours";
import { type Random, seeded } from "#lab/load/report/random.ts";
import { type Calendar, type DayRule, priorities, type Span, type Week } from "#src/hours/rules/calendar.ts";
import { Difference, located, type Schedule } from "#tests/hours/rules/naive.ts";
import { type Around, pick, plusDays, randomDate, randomSpan, whole } from "#tests/hours/rules/random-calendar.ts";
import { walk } from "#tests/hours/rules/walk.ts";

export interface OsmCounts {
  rules: number;
  states: number;
  changes: number;
  /** Not compared: in the second pass of a repeated hour the package says one thing here and another there. */
  secondPass: number;
  /** Not compared: to the package yesterday is 24 hours ago, which it is not after a night in which the clock changed. */
  notYesterday: number;
  /** Not compared: a next change within a skipped hour, where the package takes JavaScript's later time. */
  inGap: number;
  /** Not compared: the package broke off its own search, at a span that ends in an hour repeated before midnight. */
  gaveUp: number;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
const year = { from: "2026-01-01", days: 365 };

/** Compares `count` rules in a zone. Throws a Difference: the first one, and the seed to have it again. */
export function compareOsm(judged: Schedule, timeZone: string, count: number, firstSeed: number): OsmCounts {
  const counts = { rules: 0, states: 0, changes: 0, secondPass: 0, notYesterday: 0, inGap: 0, gaveUp: 0 };
  const before = process.env.TZ;
  process.env.TZ = timeZone;
  try {
    const around = { timeZone, ...year, nights: walk(timeZone, year.from, year.days).nights };
    for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
      const random = seeded(seed);
      const calendar = osmCalendar(random, around);
      const text = osmText(calendar);
      try {
        compareRule(judged, calendar, new OpeningHours(text), moments(random, judged, calendar, around), counts);
      } catch (error) {
        throw located(error, `${timeZone}, seed ${seed}: ${text}`);
      }
      counts.rules += 1;
    }
  } finally {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  }
  return counts;
}

/** A calendar that can be written as a rule: past midnight, or with exceptions. Both together the package gets wrong. */
export function osmCalendar(random: Random, around: Around): Calendar {
  const exceptions = random() < 0.5;
  const most = exceptions ? 1440 : 1800;
  const spans = () =>
    Array.from({ length: whole(random, 1, 2) }, (): Span => {
      const { opens, closes } = randomSpan(random);
      return { opens, closes: Math.min(closes, most) };
    });
  const week = Array.from({ length: 7 }, () => (random() < 0.75 ? spans() : []));
  if (week.every((day) => day.length === 0)) week[0] = spans();
  const dayRules = Array.from({ length: exceptions ? whole(random, 0, 8) : 0 }, (): DayRule => {
    const from = randomDate(random, around);
    const to = plusDays(from, pick(random, [0, 0, 1, 3, 10]));
    const kind = pick(random, ["public_holiday", "school_holiday", "one_off"] as const);
    return { kind, from, to, label: "", note: "", spans: random() < 0.5 ? [] : spans() };
  });
  return { timeZone: around.timeZone, lastEntryMinutes: 0, week, seasons: [], dayRules, cuts: [] };
}

/** A calendar without seasons and cuts as OpenStreetMap's rule: a later exception takes the place of an earlier one. */
export function osmText({ week, dayRules }: Pick<Calendar, "week" | "dayRules">): string {
  const inOrder = dayRules.toSorted((a, b) => priorities[a.kind] - priorities[b.kind]);
  return [osmWeek(week), ...inOrder.map(osmException)].join("; ");
}

function osmWeek(week: Week): string {
  const names = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
  // With a semicolon a day would cut off the night before.
  return week.flatMap((spans, day) => (spans.length > 0 ? `${names[day]} ${osmSpans(spans)}` : [])).join(", ");
}

function osmException({ from, to, spans }: DayRule): string {
  const dates = from === to ? osmDate(from) : `${osmDate(from)}-${osmDate(to)}`;
  return `${dates} ${spans.length > 0 ? osmSpans(spans) : "off"}`;
}

function osmDate(date: string): string {
  const month = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ")[Number(date.slice(5, 7)) - 1];
  return `${date.slice(0, 4)} ${month} ${date.slice(8)}`;
}

function osmSpans(spans: Span[]): string {
  const time = (minute: number) =>
    `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
  return spans.map(({ opens, closes }) => `${time(opens)}-${time(closes)}`).join(",");
}

/** Anywhere in the year, around some edges, and the nights in which the clock changes. */
function moments(random: Random, judged: Schedule, calendar: Calendar, { nights }: Around): number[] {
  const from = Date.parse(year.from);
  const found = Array.from({ length: 40 }, () => from + whole(random, 0, year.days * 1440 - 1) * minuteMs);
  const edges = judged
    .intervals(calendar, from + dayMs, from + year.days * dayMs)
    .flatMap(({ start, end }) => [start, end]);
  for (let n = 0; n < 8 && edges.length > 0; n += 1) {
    const edge = pick(random, edges);
    found.push(edge - minuteMs, edge, edge + minuteMs);
  }
  // Two days of any minute around such a night, in any zone.
  for (const night of nights) {
    for (let n = 0; n < 25; n += 1) found.push(Date.parse(night) + whole(random, -720, 2880) * minuteMs);
  }
  return found;
}

function compareRule(judged: Schedule, calendar: Calendar, theirs: OpeningHours, at: number[], counts: OsmCounts) {
  for (const [index, moment] of at.entries()) {
    const date = new Date(moment);
    if (asRead(moment).getTime() !== moment) {
      counts.secondPass += 1;
      continue;
    }
    if (afterOddDay(moment)) {
      counts.notYesterday += 1;
      continue;
    }
    const state = judged.stateAt(calendar, moment);
    counts.states += 1;
    if (state.open !== theirs.getState(date)) {
      throw new Difference(`${date.toISOString()}: ours says open = ${state.open}, opening_hours not`);
    }
    if (index % 20 !== 0) continue;
    const ours = state.open ? state.until : (state.next?.start ?? null);
    const change = nextChange(theirs, date);
    if (change === "gave up") {
      counts.gaveUp += 1;
      continue;
    }
    const changes = [ours, change].filter((one) => one !== null);
    if (changes.some(followsGap)) counts.inGap += 1;
    else if (changes.some(afterOddDay)) counts.notYesterday += 1;
    else if (ours !== change)
      throw new Difference(`${date.toISOString()}: next change ${iso(ours)}, theirs ${iso(change)}`);
    else counts.changes += 1;
  }
}

function nextChange(theirs: OpeningHours, date: Date): number | null | "gave up" {
  try {
    return theirs.getNextChange(date)?.getTime() ?? null;
  } catch (error) {
    if (String(error).includes("infinite loop in nextChange")) return "gave up";
    throw error;
  }
}

/** The first moment with the same local date and time: another one in the second pass of a repeated hour. */
function asRead(at: number): Date {
  const date = new Date(at);
  const [hour, minute] = [date.getHours(), date.getMinutes()];
  return new Date(date.getFullYear(), date.getMonth(), date.getDate(), hour, minute);
}

/** Whether the clock went forward at a moment or within the hour before: there the package puts what was skipped. */
function followsGap(at: number): boolean {
  const hourBefore = at - 61 * minuteMs;
  return wallMs(new Date(at)) - wallMs(new Date(hourBefore)) > at - hourBefore;
}

/** Whether 24 hours before a moment is not yesterday: the first hour of a day after one of 23 hours. */
function afterOddDay(at: number): boolean {
  return wallDay(at - dayMs) !== wallDay(at) - 1;
}

function wallDay(at: number): number {
  return Math.floor(wallMs(new Date(at)) / dayMs);
}

function wallMs(date: Date): number {
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate(), date.getHours(), date.getMinutes());
}

function iso(at: number | null): string {
  return at === null ? "never" : new Date(at).toISOString();
}
