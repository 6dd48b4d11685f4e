import type { Random } from "#lab/load/report/random.ts";
import type { Calendar, Cut, DayRule, Season, Span, Week } from "#src/hours/rules/calendar.ts";

const days = [0, 1, 2, 3, 4, 5, 6];

/** As many ways to change the clock as there are. */
export const tenZones = [
  "Europe/Helsinki",
  "Europe/Madrid",
  "Europe/Brussels",
  "Europe/Budapest",
  "Europe/Dublin",
  "Australia/Lord_Howe",
  "America/New_York",
  "America/Havana",
  "Africa/Cairo",
  "Pacific/Chatham",
];

/** Where a calendar's exceptions lie: the first date and how many; `nights` are dates in which the clock changes. */
export interface Around {
  timeZone: string;
  from: string;
  days: number;
  nights: string[];
}

/**
 * Any calendar at all, as odd as people make them and odder: nights past midnight, spans that overlap, touch or last a
 * minute, seasons, exceptions of all priorities, cuts, and all of these most of all where the clock changes.
 */
export function randomCalendar(random: Random, around: Around): Calendar {
  return {
    timeZone: around.timeZone,
    lastEntryMinutes: random() < 0.3 ? 0 : fewMinutes(random),
    week: randomWeek(random),
    seasons: several(random, 3, () => randomSeason(random, around)),
    dayRules: several(random, 12, () => randomDayRule(random, around)),
    cuts: several(random, 6, () => randomCut(random, around)),
  };
}

/** Seven days; now and then always open, or never. */
function randomWeek(random: Random): Week {
  const kind = random();
  if (kind < 0.05) return days.map(() => [{ opens: 0, closes: 1440 }]);
  if (kind < 0.08) return days.map(() => []);
  const busy = random();
  const week = days.map(() => (random() < 0.2 + busy * 0.8 ? several(random, 2, () => randomSpan(random)) : []));
  // One shift in two spans, as those type it who think that a day ends at midnight.
  if (random() < 0.4) {
    const day = whole(random, 0, 6);
    week[day]!.push({ opens: 1320, closes: 1440 });
    week[(day + 1) % 7]!.push({ opens: 0, closes: 60 * whole(random, 1, 3) });
  }
  return week;
}

/** A span of any kind: by day, past midnight, in the hours when clocks change, a few minutes, a day or two. */
export function randomSpan(random: Random): Span {
  const step = pick(random, [1, 5, 15, 30, 60]);
  const round = (minute: number) => Math.floor(minute / step) * step;
  const kind = random();
  if (kind < 0.35) return span(round(whole(random, 360, 900)), whole(random, 1, 12) * Math.max(step, 30));
  if (kind < 0.6) return span(round(whole(random, 960, 1439)), whole(random, 1, 10) * Math.max(step, 30));
  if (kind < 0.8) return nightSpan(random);
  if (kind < 0.95) return span(whole(random, 0, 1439), fewMinutes(random));
  return span(round(whole(random, 0, 1439)), whole(random, 1380, 2880));
}

/** Begins and ends where clocks may change. */
function nightSpan(random: Random): Span {
  const step = pick(random, [1, 5, 15, 30]);
  return span(step * Math.floor(whole(random, 0, 210) / step), step * whole(random, 1, Math.ceil(150 / step)));
}

/** Often as short as a last entry is long, exactly. */
function fewMinutes(random: Random): number {
  return random() < 0.7 ? pick(random, [5, 10, 15, 20, 30]) : whole(random, 1, 40);
}

function span(opens: number, length: number): Span {
  return { opens, closes: Math.min(opens + length, 2880) };
}

function randomSeason(random: Random, around: Around): Season {
  const from = randomDate(random, around);
  return {
    from: random() < 0.2 ? null : from,
    to: random() < 0.2 ? null : plusDays(from, whole(random, 0, 90)),
    label: "",
    week: randomWeek(random),
  };
}

function randomDayRule(random: Random, around: Around): DayRule {
  const from = randomDate(random, around);
  const length = random() < 0.03 ? 370 : pick(random, [0, 0, 0, 1, 2, 6, 13]);
  return {
    kind: pick(random, ["public_holiday", "school_holiday", "one_off"]),
    from,
    to: plusDays(from, length),
    label: "",
    note: "",
    spans: random() < 0.4 ? [] : several(random, 2, () => (random() < 0.3 ? nightSpan : randomSpan)(random)),
  };
}

function randomCut(random: Random, around: Around): Cut {
  const minute = whole(random, 0, random() < 0.4 ? 240 : 1439);
  const from = Date.parse(`${randomDate(random, around)}T00:00Z`) + minute * 60_000;
  const minutes = pick(random, [whole(random, 1, 60), 60 * whole(random, 1, 20), 1440 * whole(random, 1, 5)]);
  return {
    kind: random() < 0.5 ? "open" : "closed",
    from: new Date(from).toISOString().slice(0, 16),
    to: new Date(from + minutes * 60_000).toISOString().slice(0, 16),
    label: "",
  };
}

/** A date among those around; often one in which the clock changes, or the day before or after. */
export function randomDate(random: Random, { from, days, nights }: Omit<Around, "timeZone">): string {
  if (nights.length > 0 && random() < 0.3) return plusDays(pick(random, nights), whole(random, -1, 1));
  return plusDays(from, whole(random, 0, days - 1));
}

export function plusDays(date: string, count: number): string {
  return new Date(Date.parse(date) + count * 86_400_000).toISOString().slice(0, 10);
}

/** A whole number between two, both of them possible. */
export function whole(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}

export function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)]!;
}

function several<T>(random: Random, most: number, make: () => T): T[] {
  return Array.from({ length: whole(random, 0, most) }, make);
}
