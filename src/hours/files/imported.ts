import type { DayRule, Week } from "#src/hours/rules/calendar.ts";
import type { SpansProblem } from "../times.ts";

export interface HoursFile {
  /** null unless all seven weekdays can be read. */
  week: Week | null;
  rules: DayRule[];
  problems: HoursFileProblem[];
}

export interface HoursFileProblem {
  /** From 1: the line of .ics, or the row of CSV as a spreadsheet counts; 0 = the whole file. */
  line: number;
  column: HoursColumn | null;
  problem: FileProblemKind;
  part: string;
}

export const hoursColumns = ["weekday", "from", "to", "label", "hours", "note", "kind"] as const;
export type HoursColumn = (typeof hoursColumns)[number];

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

/** Read all the same; others leave out the row, event or file. A time in UTC counts by its date, perhaps the day before. */
export const fileWarnings = ["repeats", "utc_time", "unknown_column"] as const;

/** In bytes. */
export const maxHoursFile = 1_000_000;
/** More are left out without a word. */
export const maxProblems = 100;

/** Returns a problem, its piece cut to fit a line of a page. */
export function fileProblem(
  line: number,
  column: HoursColumn | null,
  problem: FileProblemKind,
  part = "",
): HoursFileProblem {
  const text = tidyLine(part.slice(0, 100));
  return { line, column, problem, part: text.length > 40 ? `${text.slice(0, 39).toWellFormed()}…` : text };
}

/** Returns a text on one line, without control characters, lone surrogates and marks that turn words around. */
export function tidyLine(text: string): string {
  return tidyNote(text).replace(/\s+/g, " ");
}

/** Returns the same with its line ends. */
export function tidyNote(text: string): string {
  return text
    .replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, "")
    .toWellFormed()
    .trim();
}
