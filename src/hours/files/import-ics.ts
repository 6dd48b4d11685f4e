import { minuteMs } from "#src/clock.ts";
import { type DayRule, maxCalendar } from "#src/hours/rules/calendar.ts";
import { readDate } from "../times.ts";
import { fileProblem, type HoursFile, type HoursFileProblem, maxProblems, tidyLine } from "./imported.ts";

interface Property {
  line: number;
  value: string;
}

type Event = Map<string, Property>;

/** A longer line holds nothing that we read, and must not keep us busy. */
const maxLine = 2_000;
const day = 1440;

/** Returns iCalendar events (RFC 5545) as closed school holidays, by their dates as written; one that repeats comes once. */
export function readIcs(text: string): HoursFile {
  const rules: DayRule[] = [];
  const problems: HoursFileProblem[] = [];
  if (!/^\s*BEGIN:VCALENDAR/i.test(text)) problems.push(fileProblem(1, null, "no_calendar"));
  for (const event of eventsOf(text, problems)) {
    const rule = ruleOf(event, problems);
    if (rule) rules.push(rule);
  }
  return { week: null, rules, problems };
}

// Without those of what is inside or beside it (alarms, zones).
function eventsOf(text: string, problems: HoursFileProblem[]): Event[] {
  const events: Event[] = [];
  let event: Event | undefined;
  let inner = "";
  for (const { line, text: content } of unfolded(text)) {
    const [, name, value] = /^([\w-]+)(?:;[^":]*(?:"[^"]*"[^":]*)*)?:(.*)$/s.exec(content) ?? [];
    if (name === undefined || value === undefined) continue;
    const property = name.toUpperCase();
    const component = value.trim().toUpperCase();
    if (property === "BEGIN" && component === "VEVENT") {
      if (event) tellOpen(event, problems);
      event = new Map([["BEGIN", { line, value }]]);
      inner = "";
    } else if (property === "END" && component === "VEVENT") {
      if (event) events.push(event);
      event = undefined;
    } else if (property === "BEGIN") {
      inner ||= component;
    } else if (property === "END") {
      if (component === inner) inner = "";
    } else if (event && inner === "" && !event.has(property)) {
      event.set(property, { line, value });
    }
  }
  if (event) tellOpen(event, problems);
  return events;
}

function tellOpen(event: Event, problems: HoursFileProblem[]) {
  if (problems.length < maxProblems) problems.push(fileProblem(event.get("BEGIN")!.line, null, "open_event"));
}

// As they were before folding (3.1).
function unfolded(text: string): { line: number; text: string }[] {
  const lines: { line: number; text: string }[] = [];
  text.split("\n").forEach((part, i) => {
    const last = lines.at(-1);
    if (!/^[ \t]/.test(part) || !last) lines.push({ line: i + 1, text: part.slice(0, maxLine) });
    else if (last.text.length < maxLine) last.text += part.slice(1, maxLine);
  });
  return lines;
}

function ruleOf(event: Event, problems: HoursFileProblem[]): DayRule | null {
  const refuse = (problem: HoursFileProblem["problem"], { line, value }: Property) => {
    if (problems.length < maxProblems) problems.push(fileProblem(line, null, problem, value));
    return null;
  };
  const start = event.get("DTSTART");
  if (!start) return refuse("no_date", { line: event.get("BEGIN")!.line, value: event.get("SUMMARY")?.value ?? "" });
  const begins = minuteOf(start.value);
  if (begins === null) return refuse("not_a_date", start);
  const end = event.get("DTEND") ?? event.get("DURATION");
  const ends = end && (event.has("DTEND") ? minuteOf(end.value) : plusDuration(begins, end.value));
  if (ends === null) return refuse(event.has("DTEND") ? "not_a_date" : "not_a_duration", end!);
  if (ends !== undefined && ends < begins) return refuse("ends_before", end!);
  const summary = event.get("SUMMARY");
  const label = tidyLine(unescaped(summary?.value ?? ""));
  if (label.length > maxCalendar.text) return refuse("too_long", summary!);

  const repeats = event.get("RRULE") ?? event.get("RDATE");
  if (repeats) refuse("repeats", repeats);
  if (/z\s*$/i.test(start.value)) refuse("utc_time", start);
  const first = Math.floor(begins / day);
  const last = Math.max(first, Math.floor(((ends ?? begins) - 1) / day));
  return { kind: "school_holiday", from: dateOf(first), to: dateOf(last), label, note: "", spans: [] };
}

// "20261224" or "20261224T180000", with or without Z, on a clock without zones.
function minuteOf(value: string): number | null {
  const found = /^(\d{4})(\d{2})(\d{2})(?:T([01]\d|2[0-3])([0-5]\d)[0-6]\dZ?)?$/i.exec(value.trim());
  if (!found) return null;
  const [, year, month, date, hour = "0", minute = "0"] = found;
  const read = readDate(`${year}-${month}-${date}`);
  return read === null ? null : Date.parse(read) / minuteMs + Number(hour) * 60 + Number(minute);
}

// "P7D", "P1W", "P1DT12H" (3.3.6).
function plusDuration(from: number, value: string): number | null {
  const found = /^\+?P(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:\d{1,8}S)?)?$/i.exec(
    value.trim(),
  );
  if (!found) return null;
  const [weeks, days, hours, minutes] = found.slice(1).map((n) => Number(n ?? 0));
  return from + (weeks! * 7 + days!) * day + hours! * 60 + minutes!;
}

function dateOf(days: number): string {
  return new Date(days * day * minuteMs).toISOString().slice(0, 10);
}

function unescaped(value: string): string {
  return value.replace(/\\([\\;,nN])/g, (_, sign: string) => (sign.toLowerCase() === "n" ? "\n" : sign));
}
