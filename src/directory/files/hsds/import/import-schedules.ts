import { daysNamed } from "#src/directory/files/hours-days.ts";
import { readHours, spanOf } from "#src/directory/files/hours-text.ts";
import { meaningOf, noteSaid, noteText } from "#src/directory/files/meaning/mapping.ts";
import { plainText } from "#src/directory/plain-text.ts";
import { type Calendar, type DayRule, maxCalendar, type Span } from "#src/hours/rules/calendar.ts";
import { calendarProblems, isZone } from "#src/hours/rules/check.ts";
import { formatTime, readTime } from "#src/hours/times.ts";
import { readHsdsDate } from "../hsds-dates.ts";
import { type HsdsRow, maxHsdsRows, proseIn, type Reading, saysAny, tellOfRow, textIn } from "../hsds-reading.ts";
import { calendarOfSpans, type DatedSpan } from "./schedule-dates.ts";

export interface SchedulesRead {
  /** null where they cannot be known: nothing is said, or something unreadable. */
  calendar: Calendar | null;
  note: string;
}

const day = 1440;
/** A longer span is a slip more often than a long day. */
const longSpan = 14 * 60;

/** Reads schedules of HSDS 1 to 3. One unreadable row makes the hours unknown: no place that is open may look closed. */
export function readSchedules(reading: Reading, schedules: HsdsRow[], holidays: HsdsRow[] = []): SchedulesRead {
  if (schedules.length === maxHsdsRows) {
    if (!reading.isOurs) tellOfRow(reading, schedules[0], "too_many", { column: "schedules", part: maxHsdsRows });
    return { calendar: null, note: "" };
  }
  const notes = new Set<string>();
  const found: DatedSpan[] = [];
  let isClear = true;
  let timeZone = reading.timeZone;
  for (const row of schedules) {
    const read = readSchedule(reading, row);
    const described = proseIn(reading, row, maxCalendar.text * 5, "description", "notes");
    if (described !== "" && !isReadAsHours(reading, row, described)) notes.add(described);
    else if (read === "unclear") notes.add(asWritten(row));
    if (read === "unclear") isClear = false;
    else found.push(...read);
    const zone = textIn(row, "time_zone");
    if (zone !== "" && zone !== timeZone && isZone(zone)) timeZone = zone;
  }
  const rules = holidays.flatMap((row) => readHoliday(reading, row) ?? []);
  const calendar = isClear ? calendarOfSpans(found, { timeZone, today: reading.today, rules }) : null;
  const isSound = calendar === null ? found.length === 0 || !isClear : calendarProblems(calendar).length === 0;
  if (!isSound) tellOfRow(reading, schedules[0], "schedule_unclear");
  return { calendar: isSound ? calendar : null, note: [...notes].filter(Boolean).join("\n") };
}

function isReadAsHours(reading: Reading, row: HsdsRow, text: string): boolean {
  if (reading.isOurs || textIn(row, "opens_at") !== "") return false;
  return readHours(meaningOf(reading.study, "hours", text) || text, reading.timeZone).calendar !== null;
}

function asWritten(row: HsdsRow): string {
  const times = [textIn(row, "opens_at"), textIn(row, "closes_at")].filter(Boolean).join("–");
  return plainText([textIn(row, "byday", "weekday"), times].filter(Boolean).join(" "));
}

function readSchedule(reading: Reading, row: HsdsRow): DatedSpan[] | "unclear" {
  const opens = textIn(row, "opens_at");
  const closes = textIn(row, "closes_at");
  const written = textIn(row, "byday", "weekday");
  if (!reading.isOurs) {
    const inWords = spansInWords(reading, row);
    if (inWords) return dated(reading, row, inWords);
  }
  if (opens === "" && closes === "" && (written === "" || saysAny(row, "weekday"))) return [];
  const days = weekdays(written);
  if (!days || isOtherThanWeekly(row) || (opens === "" && closes === "")) {
    tellOfRow(reading, row, "schedule_unclear", { part: asWritten(row) || textIn(row, "freq") });
    noteText(reading.study, "hours", { text: asWritten(row), means: "" });
    return "unclear";
  }
  if (!reading.isOurs && (isShut(opens) || isShut(closes))) return [];
  const span = readSpan(reading, row);
  if (!span) {
    // What is a slip to us, a person can say.
    noteText(reading.study, "hours", { text: asWritten(row), means: "" });
    return "unclear";
  }
  return dated(
    reading,
    row,
    days.map((weekday) => ({ weekday, span })),
  );
}

function dated(reading: Reading, row: HsdsRow, spans: Pick<DatedSpan, "weekday" | "span">[]) {
  const from = readHsdsDate(reading, row, textIn(row, "valid_from") === "" ? "dtstart" : "valid_from");
  const ends = ["valid_to", "until"].flatMap((column) => readHsdsDate(reading, row, column) ?? []);
  const to = ends.sort()[0] ?? null;
  if (to !== null && to < reading.today) {
    tellOfRow(reading, row, "schedule_unclear", { column: "valid_to", part: to });
    return [];
  }
  if (from !== null && to !== null && to < from) {
    tellOfRow(reading, row, "schedule_unclear", { column: "valid_to", part: to });
    return "unclear";
  }
  return spans.map((one) => ({ ...one, from, to }));
}

const wordColumns = ["description", "notes", "hours", "schedule"];

// "M-F 8-5" in any of the columns, as a person said it or as it stands there.
function spansInWords(reading: Reading, row: HsdsRow): Pick<DatedSpan, "weekday" | "span">[] | null {
  const said = meaningOf(reading.study, "hours", asWritten(row));
  if (said !== undefined) noteSaid(reading.study, "hours", asWritten(row), said);
  const hasTimes = textIn(row, "opens_at") !== "" && textIn(row, "closes_at") !== "";
  const texts = [said, ...(hasTimes || isOtherThanWeekly(row) ? [] : textsOf(row))];
  for (const text of texts) {
    if (!text) continue;
    const meant = text === said ? undefined : meaningOf(reading.study, "hours", text);
    if (meant !== undefined) noteSaid(reading.study, "hours", text, meant);
    const { calendar } = readHours(plainText(meant || text), reading.timeZone);
    if (calendar) return calendar.week.flatMap((spans, weekday) => spans.map((span) => ({ weekday, span })));
  }
  const [unread] = hasTimes
    ? []
    : textsOf(row).filter((text) => /\d/.test(text) && meaningOf(reading.study, "hours", text) === undefined);
  if (unread) noteText(reading.study, "hours", { text: unread, means: "" });
  return null;
}

// With days in one column and times in another, both belong together.
function textsOf(row: HsdsRow): string[] {
  const days = textIn(row, "byday", "weekday");
  const times = [textIn(row, "opens_at"), textIn(row, "closes_at")].filter(Boolean).join(" ");
  const inColumns = wordColumns.map((column) => textIn(row, column));
  const joined = days !== "" && times !== "" ? [`${days} ${times}`] : [days, times];
  return [...joined, ...inColumns].filter((text) => text.length > 3 && text.length <= maxWords);
}

const maxWords = 300;

const shut = /^(?:closed|ferm[ée]e?|gesloten|cerrad[oa]|suljettu|z[áa]rva|geschlossen)$/i;

function isShut(text: string): boolean {
  return shut.test(text);
}

const dayNames = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

// "MO,TU", "Monday", "Mon", "1", "Monday - Friday"; not "1MO", the first Monday of a month.
function weekdays(text: string): number[] | undefined {
  const names = text
    .slice(0, 100)
    .toLowerCase()
    .split(/[,;\s]+/)
    .filter(Boolean);
  const days = names.map((name) => {
    if (/^[1-7]$/.test(name)) return Number(name) - 1;
    return dayNames.findIndex((full) => full === name || full.slice(0, 3) === name || full.slice(0, 2) === name);
  });
  if (days.length > 0 && !days.includes(-1)) return [...new Set(days)];
  return daysNamed(text.replaceAll(";", ",")) ?? undefined;
}

function isOtherThanWeekly(row: HsdsRow): boolean {
  const freq = textIn(row, "freq").toUpperCase();
  const interval = textIn(row, "interval");
  const isWeekly = (freq === "" || freq === "WEEKLY") && (interval === "" || interval === "1");
  return !isWeekly || textIn(row, "count", "byweekno", "bymonthday", "byyearday") !== "";
}

function readSpan(reading: Reading, row: HsdsRow): Span | null {
  const isAllDay = [textIn(row, "opens_at"), textIn(row, "closes_at")].some((text) => allDay.test(text));
  if (isAllDay && !reading.isOurs) return { opens: 0, closes: day };
  if (textIn(row, "opens_at") === "" || textIn(row, "closes_at") === "") {
    tellOfRow(reading, row, "half_a_span", {
      column: textIn(row, "opens_at") === "" ? "opens_at" : "closes_at",
      part: asWritten(row),
    });
    return null;
  }
  const opens = timeOf(reading, row, "opens_at");
  const closes = timeOf(reading, row, "closes_at");
  if (opens === null || closes === null) return null;
  if (reading.isOurs) return { opens, closes: closes > opens ? closes : closes + day };
  const span = spanOf({ opens, closes });
  if ("code" in span) {
    tellOfRow(reading, row, span.code, { part: asWritten(row), ...proposalFor(opens, closes) });
    return null;
  }
  const length = span.closes - span.opens;
  if (length > longSpan && length < day) tellOfRow(reading, row, "very_long_span", { part: asWritten(row) });
  return span;
}

// Most often half the day was forgotten: "10:00–4:00" means 16:00, "21:00–17:00" means 9:00.
function proposalFor(opens: number, closes: number): { column: string; proposal: string } {
  if (closes === opens) return { column: "closes_at", proposal: "" };
  if (closes <= day / 2 && closes + day / 2 > opens)
    return { column: "closes_at", proposal: formatTime(closes + day / 2) };
  if (opens >= day / 2 && opens - day / 2 < closes)
    return { column: "opens_at", proposal: formatTime(opens - day / 2) };
  return { column: "closes_at", proposal: "" };
}

const allDay = /^(?:open )?24 ?(?:h|hrs?|hours)$/i;
/** When it opens, and when it closes. */
const clockWords = new Map([
  ["noon", [720, 720]],
  ["midnight", [0, day]],
]);

// The digits are local time, whatever offset follows them, and 23:59 is the end of the day (HSDS).
function timeOf(reading: Reading, row: HsdsRow, column: string): number | null {
  const text = textIn(row, column);
  const [, digits = text, offset] =
    /^(\d{1,2}:\d{2})(?::\d{2}(?:\.\d{1,9})?)?\s?(Z|[+-]\d{2}(?::?\d{2})?)?$/i.exec(text) ?? [];
  if (offset) tellOfRow(reading, row, "utc_time", { column, part: text });
  const minute = clockWords.get(text.toLowerCase())?.[column === "closes_at" ? 1 : 0] ?? readTime(digits);
  if (minute === null || (column === "opens_at" && minute === day)) {
    tellOfRow(reading, row, "hours_unclear", { column, part: text });
    return null;
  }
  return column === "closes_at" && minute === day - 1 ? day : minute;
}

function readHoliday(reading: Reading, row: HsdsRow): DayRule | null {
  const from = readHsdsDate(reading, row, "start_date");
  const to = readHsdsDate(reading, row, "end_date");
  if (from === null || to === null) return null;
  const isClosed = /^(true|t|yes|y|1)$/i.test(textIn(row, "closed")) || row.closed === true;
  const span = isClosed ? undefined : readSpan(reading, row);
  if (span === null) return null;
  if (to < from) {
    tellOfRow(reading, row, "not_a_date", { column: "end_date", part: to });
    return null;
  }
  if (to < reading.today) return null;
  const label = plainText(textIn(row, "description", "label")).slice(0, maxCalendar.text);
  return { kind: "one_off", from, to, label, note: "", spans: span ? [span] : [] };
}
