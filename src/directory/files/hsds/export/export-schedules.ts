import { type Calendar, type DayRule, priorities, type Span, type Week } from "#src/hours/rules/calendar.ts";
import { datePlus } from "#src/hours/rules/days.ts";
import { formatTime } from "#src/hours/times.ts";
import type { HsdsSchedule } from "../hsds.ts";

const bydays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const day = 1440;

/** Only the latest exceptions are exported, so that a feed does not fill up with the holidays of past years. */
const maxRules = 100;

/** Returns weekly rows, split where a season or an exception begins or ends. They cannot say cuts, labels and last entries. */
export function scheduleRows(calendar: Calendar, idOf: (role: string) => string): HsdsSchedule[] {
  const rules = [...calendar.dayRules].sort((a, b) => (a.to < b.to ? -1 : 1)).slice(-maxRules);
  return joined(
    stretchesOf({ ...calendar, dayRules: calendar.dayRules.filter((rule) => rules.includes(rule)) }),
  ).flatMap(({ from, to, week }) =>
    byTimes(week).map(({ days, opens_at, closes_at }) => {
      const byday = days.map((weekday) => bydays[weekday]).join(",");
      const dates = { ...(from ? { valid_from: from } : {}), ...(to ? { valid_to: to } : {}) };
      const id = idOf(`${from ?? ""}/${to ?? ""} ${byday} ${opens_at}-${closes_at}`);
      return { id, ...dates, freq: "WEEKLY", interval: 1, byday, opens_at, closes_at, time_zone: calendar.timeZone };
    }),
  );
}

interface Stretch {
  from: string | null;
  to: string | null;
  week: Week;
}

function stretchesOf(calendar: Calendar): Stretch[] {
  const { seasons, dayRules } = calendar;
  const begins = [...seasons, ...dayRules].flatMap(({ from, to }) => [from, to && datePlus(to, 1)]);
  const cuts = [...new Set(begins.filter((date) => date !== null))].sort();
  return [null, ...cuts].map((from, i) => {
    const next = cuts[i];
    const to = next === undefined ? null : datePlus(next, -1);
    return { from, to, week: weekWithin(calendar, from, to) };
  });
}

// No season or exception begins or ends between these two dates (PROMISES.md H3, H4).
function weekWithin({ week, seasons, dayRules }: Calendar, from: string | null, to: string | null): Week {
  const holds = (one: { from: string | null; to: string | null }) =>
    (one.from === null || (from !== null && one.from <= from)) && (one.to === null || (to !== null && one.to >= to));
  const rule = dayRules
    .filter(holds)
    .reduce<DayRule | undefined>(
      (best, one) => (best && priorities[best.kind] > priorities[one.kind] ? best : one),
      undefined,
    );
  if (rule) return bydays.map(() => rule.spans);
  return seasons.findLast(holds)?.week ?? week;
}

function joined(stretches: Stretch[]): Stretch[] {
  const found: Stretch[] = [];
  for (const one of stretches) {
    const before = found.at(-1);
    if (before && JSON.stringify(before.week) === JSON.stringify(one.week)) before.to = one.to;
    else found.push({ ...one });
  }
  return found;
}

interface Times {
  opens_at: string;
  closes_at: string;
  days: number[];
}

function byTimes(week: Week): Times[] {
  const found = new Map<string, Times>();
  const spans = week.flatMap((list, weekday) => list.flatMap((span) => sayable(span, weekday)));
  spans.sort((a, b) => a.opens - b.opens || a.closes - b.closes || a.weekday - b.weekday);
  for (const { opens, closes, weekday } of spans) {
    const opens_at = formatTime(opens);
    const closes_at = closes === day ? "23:59" : formatTime(closes % day);
    const times = found.get(opens_at + closes_at) ?? { opens_at, closes_at, days: [] };
    if (!times.days.includes(weekday)) times.days.push(weekday);
    found.set(opens_at + closes_at, times);
  }
  return [...found.values()];
}

// A span of a day or more is cut at midnight, as its two times would look like a shorter span.
function sayable({ opens, closes }: Span, weekday: number): (Span & { weekday: number })[] {
  if (closes <= day || closes - opens < day) return [{ opens, closes, weekday }];
  const rest = { opens: 0, closes: closes - day, weekday: (weekday + 1) % 7 };
  return [{ opens, closes: day, weekday }, rest];
}
