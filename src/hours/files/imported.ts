import type { DayRule, Week } from "#src/hours/rules/calendar.ts";
import type { SpansProblem } from "../times.ts";

/** What a file of hours says. What could not be read is among the problems; the rest is there all the same. */
export interface HoursFile {
  /** null when the file names no weekday, or not all seven of them in a way that can be read. */
  week: Week | null;
  /** In the order of the file. */
  rules: DayRule[];
  problems: HoursFileProblem[];
}

/** One thing in a file that needs somebody's eyes, and where it stands. */
export interface HoursFileProblem {
  /** From 1: the line of an .ics file, the row of a CSV file as a spreadsheet counts it; 0 is the whole file. */
  line: number;
  /** The column of a CSV file, by our own name for it; null = the whole row. */
  column: HoursColumn | null;
  problem: FileProblemKind;
  /** The piece of the file that it is about, shortened; "" when there is none. */
  part: string;
}

/** The columns of a CSV file, in the order in which we write them. */
export const hoursColumns = ["weekday", "from", "to", "label", "hours", "note", "kind"] as const;
export type HoursColumn = (typeof hoursColumns)[number];

/** Short and closed: each has its sentence. */
export type FileProblemKind =
  | SpansProblem
  | (typeof fileWarnings)[number]
  | "too_big"
  | "not_text"
  | "empty"
  | "no_calendar"
  | "no_columns"
  | "open_quote"
  | "open_event"
  | "too_many_rules"
  | "no_date"
  | "not_a_date"
  | "not_a_duration"
  | "ends_before"
  | "too_long"
  | "unknown_kind"
  | "unknown_weekday"
  | "weekday_and_date"
  | "weekdays_missing";

/**
 * What is read all the same, and needs a look; all others leave out the row, the event or the file. An event that repeats
 * came once; a time in UTC was taken by its date there, which may be the day before; an unknown column was passed over.
 */
export const fileWarnings = ["repeats", "utc_time", "unknown_column"] as const;

/** The most bytes a file may have. */
export const maxHoursFile = 1_000_000;
/** So many wrong rows or events say enough: what more there are is left out without a word. */
export const maxProblems = 100;

/** A problem, with the piece it is about cut to what a line of a page can show. */
export function fileProblem(
  line: number,
  column: HoursColumn | null,
  problem: FileProblemKind,
  part = "",
): HoursFileProblem {
  const text = tidyLine(part.slice(0, 100));
  return { line, column, problem, part: text.length > 40 ? `${text.slice(0, 39).toWellFormed()}…` : text };
}

/** A label: one line, without control characters, lone surrogates, and marks that turn words around. */
export function tidyLine(text: string): string {
  return tidyNote(text).replace(/\s+/g, " ");
}

/** A note: may have line ends. */
export function tidyNote(text: string): string {
  return text
    .replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, "")
    .toWellFormed()
    .trim();
}
