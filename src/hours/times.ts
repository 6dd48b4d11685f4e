import { maxCalendar, type Span } from "./rules/calendar.ts";

export type SpansProblem = "not_a_span" | "not_a_time" | "am_or_pm" | "too_many";

type SpansRead = { spans: Span[] } | { problem: SpansProblem; part: string };

const day = 1440;
const maxWordLength = 300;
const separators = /[,;\n&]| (?:and|et|en|und|y|ja|és) /;
const dashes = /[-‐‑‒–—−~〜]| (?:to|à|tot|bis|a|hasta) /;
const fromWords = /^(?:from|de|van|von|desde|klo|kello) /;
export const closedWords: ReadonlySet<string> = new Set(
  "closed off fermé fermée ferme gesloten cerrado cerrada suljettu kiinni zárva - – — x".split(" ").concat(""),
);

/** Reads a day's hours as typed: "16-22", "de 9h à 12h et 16h à 22h", "closed". Ambiguous ones ("4–10pm") are refused. */
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

/** Returns one span in minutes as typed: `closes` may be at or before `opens`. */
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

/** Returns a time like "9", "09.00", "9h30", "9 u 30" or "9.30 pm" in minutes after midnight ("24:00" is 1440), or null. */
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

// East Asian keyboards type wide digits and signs.
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

/** Returns spans as one line, "16:00–22:00, 22:30–02:00", "" for closed, which `readSpans` reads. */
export function formatSpans(spans: Span[]): string {
  return spans.map(({ opens, closes }) => `${formatTime(opens)}–${formatClosing(opens, closes)}`).join(", ");
}

// Over 24 hours the time of day would say too little, so "33:00", as OpenStreetMap has it.
function formatClosing(opens: number, closes: number): string {
  return closes - opens > day ? clock(closes) : formatTime(closes);
}

/** Returns minutes after midnight as "09:00"; 1560 is "02:00", and the end of a day "24:00". */
export function formatTime(minute: number): string {
  return minute > 0 && minute % day === 0 ? "24:00" : clock(minute % day);
}

function clock(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

/** Returns "2026-12-24" for that, "24.12.2026", "24/12/2026" or "24-12-2026" (day first), from 2000 to 2100, or null. */
export function readDate(text: string): string | null {
  if (text.length > maxWordLength) return null;
  const found = /^(\d{4})-(\d{2})-(\d{2})$|^(\d{1,2})([./-])(\d{1,2})\5(\d{4})$/.exec(plain(text));
  if (!found) return null;
  const [year, month, date] = found[1] ? found.slice(1, 4).map(Number) : [found[7], found[6], found[4]].map(Number);
  if (year! < 2000 || year! > 2100) return null;
  const read = new Date(Date.UTC(year!, month! - 1, date!));
  return read.getUTCMonth() === month! - 1 && read.getUTCDate() === date ? read.toISOString().slice(0, 10) : null;
}

/** Returns "2026-12-24T18:00" for that or "24.12.2026 18h", without the seconds that some browsers send, or null. */
export function readLocalDateTime(text: string): string | null {
  if (text.length > maxWordLength) return null;
  const [, typedDate = "", typedTime = ""] = /^([\d./-]+)(?:t|,? )(.+)$/.exec(plain(text)) ?? [];
  const date = readDate(typedDate);
  const minute = minutes(typedTime.replace(/^(\d{2}:\d{2}):\d{2}(?:\.\d+)?$/, "$1"), day - 1);
  return date && minute !== null ? `${date}T${clock(minute)}` : null;
}
