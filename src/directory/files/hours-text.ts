import type { IssueCode } from "#src/directory/importing/incoming.ts";
import { type Calendar, maxCalendar, type Span, type Week } from "#src/hours/rules/calendar.ts";
import { closedWords, formatTime, readEnds, readTime } from "#src/hours/times.ts";
import { weekdayWords } from "#src/hours/weekdays.ts";
import { fold } from "#src/i18n/fold.ts";
import { daysIn, isFiller } from "./hours-days.ts";

/** What could not be understood becomes the note, with `calendar` null. */
interface HoursRead {
  calendar: Calendar | null;
  note: string;
  issue: HoursIssue | null;
}

interface HoursIssue {
  code: IssueCode;
  part: string;
  proposal: string;
}

const day = 1440;
const noon = 720;
const longSpan = 14 * 60;
const maxWordLength = 500;

/** Reads "24/7", "Mo-Fr 14:00-20:00, Su closed", "lundi au vendredi 9h-12h", with a quoted note; ambiguous hours are not read. */
export function readHours(text: string, timeZone: string): HoursRead {
  const typed = text.trim();
  const [, hours = "", note = ""] = /^([^"]*)"(.*)"$/s.exec(typed) ?? ["", typed];
  if (hours.trim() === "") return { calendar: null, note: note.trim(), issue: null };
  if (typed.length > maxWordLength) return unread(typed, { code: "hours_unclear", part: typed, proposal: "" });
  const read = weekOf(hours);
  if ("code" in read) return unread(typed, read);
  const calendar = { timeZone, lastEntryMinutes: 0, week: read.week, seasons: [], dayRules: [], cuts: [] };
  return { calendar, note: note.trim(), issue: longOf(read.week) };
}

function unread(note: string, issue: HoursIssue): HoursRead {
  return { calendar: null, note, issue };
}

interface Rule {
  days: string;
  isNew: boolean;
  spans: Span[];
}

type WeekRead = { week: Week } | HoursIssue;

// Every language with such day names reads it; two that disagree are no answer.
function weekOf(text: string): WeekRead {
  const line = text
    .normalize("NFC")
    .toLowerCase()
    .replace(/\r\n?/g, "\n")
    .replace(/[^\S\n]+/g, " ")
    .trim();
  if (always.has(fold(line).replace(/[ ,]/g, ""))) return { week: Array.from({ length: 7 }, () => [wholeDay()]) };
  if (line !== "x" && closedWords.has(line)) return { week: Array.from({ length: 7 }, () => []) };
  const rules = rulesOf(line);
  if ("code" in rules) return rules;
  const weeks = weekdayWords.flatMap((language) => weekIn(language, rules) ?? []);
  const unclear = { code: "hours_unclear", part: text.trim(), proposal: "" } as const;
  if (weeks.length === 0) return unclear;
  const agree = new Set(weeks.map((week) => JSON.stringify(week))).size === 1;
  return agree ? { week: weeks[0]! } : unclear;
}

const always = new Set(
  "24/7 24-7 24x7 24/7/365 24hoursaday 24hoursperday 24hrs 24hoursaday7daysaweek 24hours7daysaweek 24hours/7days open24hours open24/7 24/7/365 24/24 24h/24 24h/7 24u/24 24u/7 24h/247j/7 24h/24et7j/7 7j/724h/24 24/247/7 7/724/24 24u/247/7 24hours 24horas 24tuntia 24h 24ora 0-24 00-24 00:00-24:00 always alwaysopen toujours altijd siempre aina mindig".split(
    " ",
  ),
);
const wholeDay = (): Span => ({ opens: 0, closes: day });
const allDay = /^24 ?(?:h|u|hrs?|hours|hours a day|heures|uur|horas|tuntia|ora|\/24)$/;
/** "8-5", "9–4": nobody means from the morning until the small hours. */
const bareHours = /^(?:[6-9]|1[01]) ?[-–—] ?[1-6]$/;

const breaks = / ?([;,\n&]) ?| (?:and|et|en|und|y|ja|és) /;

function rulesOf(line: string): Rule[] | HoursIssue {
  const pieces = line.split(breaks);
  const rules: Rule[] = [];
  let waiting: string[] = [];
  let isNew = true;
  for (let i = 0; i < pieces.length; i += 2) {
    const piece = pieces[i]!.trim();
    const { days, hours } = halves(piece);
    if (!days.split(" ").every(isFiller)) waiting.push(days);
    if (hours !== "") {
      const spans = spansOf(hours);
      if ("code" in spans) return spans;
      const before = rules.at(-1);
      if (waiting.length > 0) rules.push({ days: waiting.join(","), isNew, spans });
      else if (before && before.spans.length > 0 && spans.length > 0) before.spans.push(...spans);
      else return { code: "hours_unclear", part: piece, proposal: before ? "" : `Mo-Su ${piece}` };
      waiting = [];
      isNew = false;
    }
    isNew ||= /[;\n]/.test(pieces[i + 1] ?? "");
  }
  if (waiting.length > 0 || rules.length === 0)
    return { code: "hours_unclear", part: waiting.join(", ") || line, proposal: "" };
  return rules;
}

function halves(piece: string): { days: string; hours: string } {
  const digit = piece.search(/\d/);
  if (digit >= 0) return { days: piece.slice(0, digit).replace(/[ :]+$/, ""), hours: piece.slice(digit) };
  const space = piece.lastIndexOf(" ");
  const last = piece.slice(space + 1);
  if (last === "" || last === "x" || !closedWords.has(last)) return { days: piece, hours: "" };
  return { days: piece.slice(0, Math.max(space, 0)).replace(/[ :]+$/, ""), hours: last };
}

function spansOf(text: string): Span[] | HoursIssue {
  if (closedWords.has(text)) return [];
  if (allDay.test(fold(text))) return [wholeDay()];
  const issue = (code: IssueCode, proposal = ""): HoursIssue => ({ code, part: text, proposal });
  if (readTime(text.replace(/ ?[-–—]$/, "")) !== null) return issue("half_a_span");
  const ends = readEnds(text);
  if ("problem" in ends) return issue("hours_unclear");
  const { opens, closes } = ends;
  if (bareHours.test(text) && closes + noon > opens) return [{ opens, closes: closes + noon }];
  // "2-6" is an afternoon more often than a night.
  if (/^[1-6] ?[-–—] ?\d\d?$/.test(text) && closes > opens && closes <= noon)
    return issue("hours_unclear", `${formatTime(opens + noon)}-${formatTime(closes + noon)}`);
  const span = spanOf(ends);
  return "code" in span ? issue(span.code, span.proposal) : [span];
}

/** Returns the span of two times in minutes. It passes midnight only where a night is likely; otherwise a time is proposed. */
export function spanOf({ opens, closes }: Span): Span | Pick<HoursIssue, "code" | "proposal"> {
  if (closes > opens) return { opens, closes: opens === 0 && closes === day - 1 ? day : closes };
  if (closes === opens) return { code: "hours_unclear", proposal: "" };
  if (closes === 0) return { opens, closes: day };
  if (isNight({ opens, closes })) return { opens, closes: closes + day };
  return { code: "closes_before_opening", proposal: closes + noon > opens ? formatTime(closes + noon) : "" };
}

// Late afternoon to morning, or where even twelve hours later would be before opening.
function isNight({ opens, closes }: Span): boolean {
  return (opens >= 16 * 60 && closes <= 6 * 60) || closes + noon <= opens;
}

function weekIn(language: readonly string[][], rules: Rule[]): Week[] {
  const week: Week = Array.from({ length: 7 }, () => []);
  const groups: (number[] | undefined)[] = Array(7);
  for (const { days: typed, isNew, spans } of rules) {
    const days = daysIn(language, typed);
    if (!days) return [];
    for (const one of days) {
      const before = groups[one];
      const replaces = spans.length === 0 || (isNew && before !== undefined && days.length < before.length);
      const all = replaces ? spans : [...week[one]!, ...spans];
      week[one] = all.toSorted((a, b) => a.opens - b.opens);
      groups[one] = days;
      if (all.length > maxCalendar.spans || overlap(week[one]!)) return [];
    }
  }
  return [week];
}

function overlap(spans: Span[]): boolean {
  return spans.some(({ opens }, i) => i > 0 && opens < spans[i - 1]!.closes);
}

function longOf(week: Week): HoursIssue | null {
  const isLong = ({ opens, closes }: Span) => closes - opens > longSpan && !(opens === 0 && closes === day);
  const long = week.flat().find(isLong);
  return long ? { code: "very_long_span", part: written(long, "-"), proposal: "" } : null;
}

interface HoursStyle {
  days: readonly string[];
  dash: string;
  between: string;
  closed: string;
}

const openStreetMap = {
  days: ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"],
  dash: "-",
  between: ",",
  closed: "closed",
} as const satisfies HoursStyle;

/** Returns the usual week as `readHours` and OpenStreetMap read it; null where that would not be all of the calendar. */
export function formatHours(calendar: Calendar): string | null {
  const text = formatWeek(calendar.week);
  const read = readHours(text, calendar.timeZone).calendar;
  return read && isSame(read, calendar) ? text : null;
}

/** Returns a week in a line. With the full day names of our languages `readHours` reads it back: what is shown can be typed. */
export function formatWeek(week: Week, style: HoursStyle = openStreetMap): string {
  const { dash } = style;
  const days = week.map((spans) => spans.map((span) => written(span, dash)).join(style.between));
  if (days.every((hours) => hours === `00:00${dash}24:00`)) return "24/7";
  const parts = days.flatMap((hours, first) => {
    if (hours === "" || hours === days[first - 1]) return [];
    const after = days.findIndex((other, i) => i > first && other !== hours);
    const last = (after < 0 ? days.length : after) - 1;
    return `${style.days[first]}${last > first ? dash + style.days[last] : ""} ${hours}`;
  });
  return parts.join(", ") || style.closed;
}

function written({ opens, closes }: Span, dash: string): string {
  const isShort = closes > day && closes - day < opens && isNight({ opens, closes: closes - day });
  const clock = [Math.floor(closes / 60), closes % 60].map((part) => String(part).padStart(2, "0")).join(":");
  return `${formatTime(opens)}${dash}${isShort ? formatTime(closes - day) : clock}`;
}

function isSame(a: Calendar, b: Calendar): boolean {
  const plain = ({ week, lastEntryMinutes, seasons, dayRules, cuts }: Calendar) =>
    JSON.stringify([
      week.map((spans) => spans.map(({ opens, closes }) => [opens, closes])),
      lastEntryMinutes,
      seasons,
      dayRules,
      cuts,
    ]);
  return plain(a) === plain(b);
}
