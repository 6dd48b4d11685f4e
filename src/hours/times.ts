import { maxCalendar, type Span } from "./rules/calendar.ts";

/** Why a day's hours could not be read. Short and closed: each has its sentence beside the field. */
export type SpansProblem = "not_a_span" | "not_a_time" | "am_or_pm" | "too_many";

export type SpansRead = { spans: Span[] } | { problem: SpansProblem; part: string };

const day = 1440;
const maxWordLength = 300;
const separators = /[,;\n&]| (?:and|et|en|und|y|ja|és) /;
const dashes = /[-‐‑‒–—−~〜]| (?:to|à|tot|bis|a|hasta) /;
const fromWords = /^(?:from|de|van|von|desde|klo|kello) /;
/** A day without hours, in our languages and as OpenStreetMap has it. */
export const closedWords: ReadonlySet<string> = new Set(
  "closed off fermé fermée ferme gesloten cerrado cerrada suljettu kiinni zárva - – — x".split(" ").concat(""),
);

/**
 * The hours of one day as people type them: "16-22", "9:00–12:00, 16:00–22:00", "22:00-02:00", "de 9h à 12h et 16h à 22h".
 * Empty, "closed" in any of our languages, "-" and "x" are a closed day. A closing time at or before the opening one is on the
 * next day, so equal times are 24 hours; one past 24:00 ("26:00") counts on from the same midnight. What cannot be
 * understood in one way only is refused, with the piece of the text it is about: "4–10pm" may begin at 4 or at 16.
 */
export function readSpans(text: string): SpansRead {
  if (text.length > maxWordLength) return { problem: "too_many", part: shortened(text) };
  const line = plain(text);
  if (closedWords.has(line)) return { spans: [] };
  const parts = line.split(separators).flatMap((part) => part.trim() || []);
  if (parts.length === 0) return { problem: "not_a_span", part: line };
  if (parts.length > maxCalendar.spans) return { problem: "too_many", part: shortened(parts[maxCalendar.spans]!) };
  const read = parts.map(readSpan);
  const refused = read.find((one) => "problem" in one);
  return refused ?? { spans: read.filter((one) => "opens" in one) };
}

function readSpan(part: string): Span | { problem: SpansProblem; part: string } {
  const read = readEnds(part);
  if ("problem" in read || read.closes > read.opens) return read;
  return { opens: read.opens, closes: read.closes + day };
}

/**
 * One span as people type it, in minutes: `closes` as it stands there, at or before `opens` where the next day is meant or
 * somebody forgot that the day has two halves.
 */
export function readEnds(text: string): Span | { problem: SpansProblem; part: string } {
  const part = plain(text.slice(0, maxWordLength));
  const ends = part
    .replace(fromWords, "")
    .split(dashes)
    .map((end) => end.trim());
  const [from, to] = ends;
  if (ends.length !== 2 || !from || !to) return { problem: "not_a_span", part: shortened(part) };
  const opens = minutes(from, day - 1);
  if (opens === null) return { problem: "not_a_time", part: shortened(from) };
  const closes = minutes(to, 2 * day);
  if (closes === null) return { problem: "not_a_time", part: shortened(to) };
  if (twelveHour.test(from) !== twelveHour.test(to)) return { problem: "am_or_pm", part: shortened(part) };
  return { opens, closes };
}

/**
 * A time of day as people type it, in minutes after midnight: "9", "09.00", "9h30", "9 u 30", "21:30", "9.30 pm"; "24:00" is
 * 1440. Null when it is none.
 */
export function readTime(text: string): number | null {
  return text.length > maxWordLength ? null : minutes(plain(text), day);
}

const timeForm = /^(\d{1,2})(?: ?[:.hu] ?(\d{2})(?: ?(?:h|u|uur|uhr))?| ?(?:h|u|uur|uhr))?(?: ?([ap])\.?m\.?)?$/;
const twelveHour = /[ap]\.?m\.?$/;

function minutes(text: string, most: number): number | null {
  const found = timeForm.exec(text);
  if (!found) return null;
  const [, typedHour, minute = "0", half] = found;
  const hour = Number(typedHour);
  if (Number(minute) > 59) return null;
  if (half && (hour < 1 || hour > 12)) return null;
  const total = (half ? (hour % 12) + (half === "p" ? 12 : 0) : hour) * 60 + Number(minute);
  return total > most ? null : total;
}

/** Lower case, the digits and signs of an East Asian keyboard as ASCII ones, and one ordinary space for any run of them. */
function plain(text: string): string {
  return text
    .replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/\r\n?/g, "\n")
    .replace(/[^\S\n]+/g, " ")
    .trim()
    .normalize("NFC")
    .toLowerCase();
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39).toWellFormed()}…` : text;
}

/** Spans as one line, "16:00–22:00, 22:30–02:00"; "" for a closed day. `readSpans` makes the same spans of it. */
export function formatSpans(spans: Span[]): string {
  return spans.map(({ opens, closes }) => `${formatTime(opens)}–${formatClosing(opens, closes)}`).join(", ");
}

/** Over 24 hours the time of day would say too little: "33:00" then, as in the files of OpenStreetMap. */
function formatClosing(opens: number, closes: number): string {
  return closes - opens > day ? clock(closes) : formatTime(closes);
}

/** Minutes after midnight as a time of day: "09:00", 1560 is "02:00"; the end of a day is "24:00". */
export function formatTime(minute: number): string {
  return minute > 0 && minute % day === 0 ? "24:00" : clock(minute % day);
}

function clock(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

/**
 * A date as "2026-12-24" (what a date field sends), "24.12.2026", "24/12/2026" or "24-12-2026": the day is always before the
 * month. As "2026-12-24"; null when there is no such day, or none between 2000 and 2100.
 */
export function readDate(text: string): string | null {
  if (text.length > maxWordLength) return null;
  const found = /^(\d{4})-(\d{2})-(\d{2})$|^(\d{1,2})([./-])(\d{1,2})\5(\d{4})$/.exec(plain(text));
  if (!found) return null;
  const [year, month, date] = found[1] ? found.slice(1, 4).map(Number) : [found[7], found[6], found[4]].map(Number);
  if (year! < 2000 || year! > 2100) return null;
  const read = new Date(Date.UTC(year!, month! - 1, date!));
  return read.getUTCMonth() === month! - 1 && read.getUTCDate() === date ? read.toISOString().slice(0, 10) : null;
}

/**
 * A date and a minute, "2026-12-24T18:00" or "24.12.2026 18h"; seconds, which some browsers send, are left away. As
 * "2026-12-24T18:00"; null when it is none.
 */
export function readLocalDateTime(text: string): string | null {
  if (text.length > maxWordLength) return null;
  const [, typedDate = "", typedTime = ""] = /^([\d./-]+)(?:t|,? )(.+)$/.exec(plain(text)) ?? [];
  const date = readDate(typedDate);
  const minute = minutes(typedTime.replace(/^(\d{2}:\d{2}):\d{2}(?:\.\d+)?$/, "$1"), day - 1);
  return date && minute !== null ? `${date}T${clock(minute)}` : null;
}
