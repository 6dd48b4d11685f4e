// Openings as iCalendar (RFC 5545). UTC needs no zone in the file, and every calendar shows it in its owner's own.
import { hourMs } from "#src/clock.ts";
import { datePlus } from "#src/hours/rules/days.ts";
import type { Interval } from "#src/hours/rules/plan.ts";
import { firstInstant, localDate } from "../instants.ts";

export interface IcsEvent extends Interval {
  /** Always the same for an event, and nowhere else in the world. */
  uid: string;
  summary: string;
  changedAt: number;
}

const longestDay = 25 * hourMs;

/** Returns openings in [from, to), midnights in ms UTC. Long ones are split by day: one that never ends would have to move. */
export function eventSpans(openings: Interval[], timeZone: string, from: number, to: number): Interval[] {
  return openings.flatMap((one) => {
    if (one.end - one.start <= longestDay) return [one];
    return byDay(Math.max(one.start, from), Math.min(one.end, to), timeZone);
  });
}

function byDay(start: number, end: number, timeZone: string): Interval[] {
  const found: Interval[] = [];
  for (let at = start; at < end; ) {
    const next = Math.min(firstInstant(timeZone, datePlus(localDate(timeZone, at), 1), 0), end);
    found.push({ start: at, end: next });
    at = next;
  }
  return found;
}

/** Returns an instant (ms UTC) as "20261125T170000Z". */
export function icsTime(at: number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d+/g, "");
}

/** Returns the file with CRLF, escaped and folded. `name` is the title of the calendar. */
export function writeIcs(name: string, events: IcsEvent[]): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Porchlight//Hours//EN",
    `NAME:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    // Asks for a look every hour (RFC 7986, 5.7), and in the older form.
    "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    "X-PUBLISHED-TTL:PT1H",
    ...(events.length > 0 ? events.flatMap(eventLines) : nothing),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

/** A calendar must hold something (3.6), so without events it has a zone that no one needs. */
const nothing = [
  "BEGIN:VTIMEZONE",
  "TZID:Etc/UTC",
  "BEGIN:STANDARD",
  "DTSTART:19700101T000000",
  "TZOFFSETFROM:+0000",
  "TZOFFSETTO:+0000",
  "END:STANDARD",
  "END:VTIMEZONE",
];

function eventLines({ uid, summary, start, end, changedAt }: IcsEvent): string[] {
  return [
    "BEGIN:VEVENT",
    `UID:${escaped(uid)}`,
    `DTSTAMP:${icsTime(changedAt)}`,
    `DTSTART:${icsTime(start)}`,
    `DTEND:${icsTime(end)}`,
    `SUMMARY:${escaped(summary)}`,
    // Subscribers are not busy then.
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
  ];
}

function escaped(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(/[^\P{Cc}\n]/gu, "")
    .toWellFormed()
    .replace(/[\\;,]/g, "\\$&")
    .replaceAll("\n", "\\n");
}

// At most 75 octets to a line, never within a letter (3.1).
function folded(line: string): string {
  const pieces: string[] = [""];
  let octets = 0;
  for (const letter of line) {
    const length = Buffer.byteLength(letter);
    if (octets + length > 75) {
      pieces.push(" ");
      octets = 1;
    }
    pieces[pieces.length - 1] += letter;
    octets += length;
  }
  return pieces.join("\r\n");
}
