import { type Calendar, maxCalendar, priorities, type Span, type Week } from "./calendar.ts";

export interface Problem {
  problem: ProblemKind;
  /** "week.0" is Monday, "season.1.week.6" a Sunday; also "season.1", "day.3", "cut.0", "zone", "last_entry". */
  where: string;
}

export type ProblemKind =
  | "unknown_zone"
  | "bad_last_entry"
  | "bad_span"
  | "too_many"
  | "bad_date"
  | "ends_before"
  | "overlaps"
  | "too_long";

export type WarningKind = "shorter_than_last_entry" | "very_long" | "never_open";

export interface Warning {
  warning: WarningKind;
  where: string;
}

const longSpan = 16 * 60;
const wholeDay = 24 * 60;

/** Returns why a calendar may not be saved (PROMISES.md H15), each with its place; [] when it may. */
export function calendarProblems(calendar: Calendar): Problem[] {
  const { seasons, dayRules, cuts } = calendar;
  const found: Problem[] = [];
  const refuse = (problem: ProblemKind, where: string) => found.push({ problem, where });

  if (!isZone(calendar.timeZone)) refuse("unknown_zone", "zone");
  const { lastEntryMinutes } = calendar;
  if (!Number.isInteger(lastEntryMinutes) || lastEntryMinutes < 0 || lastEntryMinutes > 240)
    refuse("bad_last_entry", "last_entry");
  if ([calendar, ...seasons].some(({ week }) => week.length !== 7)) refuse("bad_span", "week");
  for (const { where, spans } of daysOf(calendar)) {
    if (spans.length > maxCalendar.spans) refuse("too_many", where);
    else if (!spans.every(isSpan)) refuse("bad_span", where);
  }
  if (seasons.length > maxCalendar.seasons) refuse("too_many", "seasons");
  if (dayRules.length > maxCalendar.dayRules) refuse("too_many", "days");
  if (cuts.length > maxCalendar.cuts) refuse("too_many", "cuts");

  seasons.forEach(({ from, to, label }, i) => {
    const where = `season.${i}`;
    if ((from !== null && !isDate(from)) || (to !== null && !isDate(to))) refuse("bad_date", where);
    else if (from !== null && to !== null && to < from) refuse("ends_before", where);
    else if (seasons.slice(0, i).some((other) => overlap(other, { from, to }))) refuse("overlaps", where);
    if (label.length > maxCalendar.text) refuse("too_long", where);
  });
  dayRules.forEach(({ kind, from, to, label, note }, i) => {
    const where = `day.${i}`;
    if (!isDate(from) || !isDate(to) || !Object.hasOwn(priorities, kind)) refuse("bad_date", where);
    else if (to < from) refuse("ends_before", where);
    if (label.length > maxCalendar.text || note.length > maxCalendar.text) refuse("too_long", where);
  });
  cuts.forEach(({ from, to, label }, i) => {
    const where = `cut.${i}`;
    if (!isDateTime(from) || !isDateTime(to)) refuse("bad_date", where);
    else if (to <= from) refuse("ends_before", where);
    if (label.length > maxCalendar.text) refuse("too_long", where);
  });
  return found;
}

/** Returns what is allowed in a calendar and probably not meant (H15). */
export function warningsOf(calendar: Calendar): Warning[] {
  const found: Warning[] = [];
  const days = daysOf(calendar);
  for (const { where, spans } of days) {
    const tooShort = (one: Span) => one.closes - one.opens <= calendar.lastEntryMinutes;
    if (spans.some((one) => tooShort(one) && !goesOn(one, spans)))
      found.push({ warning: "shorter_than_last_entry", where });
    // "18-18" is a slip more often than a day and a night.
    const tooLong = ({ opens, closes }: Span) => closes - opens > longSpan && !(opens === 0 && closes === wholeDay);
    if (spans.some(tooLong)) found.push({ warning: "very_long", where });
  }
  const opens = days.some(({ spans }) => spans.length > 0) || calendar.cuts.some(({ kind }) => kind === "open");
  if (!opens) found.push({ warning: "never_open", where: "week" });
  return found;
}

// A span that touches midnight or another one is likely a piece of a longer opening (H6).
function goesOn(one: Span, others: Span[]): boolean {
  if (one.opens === 0 || one.closes === wholeDay) return true;
  return others.some((other) => other !== one && other.opens <= one.closes && one.opens <= other.closes);
}

function daysOf({ week, seasons, dayRules }: Calendar): { where: string; spans: Span[] }[] {
  const days = (of: Week, where: string) => of.map((spans, day) => ({ where: `${where}.${day}`, spans }));
  return [
    ...days(week, "week"),
    ...seasons.flatMap((season, i) => days(season.week, `season.${i}.week`)),
    ...dayRules.map(({ spans }, i) => ({ where: `day.${i}`, spans })),
  ];
}

function isSpan({ opens, closes }: Span): boolean {
  return (
    Number.isInteger(opens) &&
    Number.isInteger(closes) &&
    opens >= 0 &&
    opens < 1440 &&
    closes > opens &&
    closes <= 2880
  );
}

/** Returns whether this is an IANA time zone that we know. */
export function isZone(name: string): boolean {
  if (zones.has(name)) return true;
  // An offset like +02:00 knows no summer time.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    zones.add(name);
    return true;
  } catch {
    return false;
  }
}

/** Cached: asking takes a tenth of a millisecond, and a directory asks for every entry. */
const zones = new Set<string>();

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(text);
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(text);
}

function isDateTime(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/.test(text) && isDate(text.slice(0, 10));
}

type Dates = { from: string | null; to: string | null };

function overlap(a: Dates, b: Dates): boolean {
  return (a.from ?? "") <= (b.to ?? "9999") && (b.from ?? "") <= (a.to ?? "9999");
}
