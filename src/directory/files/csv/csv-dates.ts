import { datePlus } from "#src/hours/rules/days.ts";
import { readDate, readTime } from "#src/hours/times.ts";
import type { Column } from "./csv-columns.ts";
import type { CsvRow } from "./csv-row.ts";

/** Returns a date that is past (`today` is "2026-11-03"): null = empty, undefined = no column, or no date (an issue). */
export function readDay(row: CsvRow, column: Column, today: string): string | null | undefined {
  const text = row.cell(column);
  if (text === undefined) return undefined;
  if (text === "") return null;
  const typed = text.slice(0, 60);
  const date = readDate(typed) ?? readDate(/^(.{8,10})[t ]/i.exec(typed)?.[1] ?? "");
  if (date === null) {
    row.tell(column, whyNone(typed), { proposal: proposalFor(typed), severity: "warning" });
    return undefined;
  }
  // Elsewhere it may be tomorrow already.
  if (date <= datePlus(today, 1)) return date;
  row.tell(column, "date_ahead", { severity: "warning" });
  return undefined;
}

const shortYear = /^(\d{1,2})([./-])(\d{1,2})\2(\d{2})$/;
const monthFirst = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;

function whyNone(text: string): "two_digit_year" | "time_in_date" | "year_unlikely" | "not_a_date" {
  if (shortYear.test(text)) return "two_digit_year";
  if (/^\d{1,2}[:h]/.test(text) && readTime(text.replace(/(:\d\d):\d\d$/, "$1")) !== null) return "time_in_date";
  const year = /^(\d{4})-\d\d-\d\d/.exec(text)?.[1] ?? /^\d{1,2}([./-])\d{1,2}\1(\d{4})/.exec(text)?.[2];
  return year !== undefined && (Number(year) < 2000 || Number(year) > 2100) ? "year_unlikely" : "not_a_date";
}

// A short year is most likely of this century, and with a month above 12 the month comes first.
function proposalFor(text: string): string {
  const [, day, , month, year] = shortYear.exec(text) ?? [];
  if (day) return readDate(`${day}.${month}.20${year}`) ?? "";
  const [, first, second, full] = monthFirst.exec(text) ?? [];
  return first ? (readDate(`${second}.${first}.${full}`) ?? "") : "";
}
