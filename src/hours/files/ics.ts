/**
 * Openings as an iCalendar file (RFC 5545) to subscribe to. Times are in UTC, which needs no zone to be described and which
 * every calendar shows in its owner's own.
 */
import { hourMs } from "#src/clock.ts";
import { datePlus } from "#src/hours/rules/days.ts";
import type { Interval } from "#src/hours/rules/plan.ts";
import { firstInstant, localDate } from "../instants.ts";

export interface IcsEvent extends Interval {
  /** The same for the same event each time it is asked for, and nowhere else in the world. */
  uid: string;
  /** What the calendar shows. */
  summary: string;
  /** When what is said of it was last changed, ms UTC. */
  changedAt: number;
}

/** A day on which the clock is put back. */
const longestDay = 25 * hourMs;

/**
 * The openings within [from, to) as events, ms UTC; both are midnights of the zone. What is open for longer than a day
 * becomes an event for each day: else a line that never closes would have one that moves.
 */
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

/** The name of an instant (ms UTC) in a calendar, "20261125T170000Z". */
export function icsTime(at: number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d+/g, "");
}

/** The file, with CRLF, escaped and folded. `name` is how the calendar is called on whatever shows it. */
export function writeIcs(name: string, events: IcsEvent[]): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Porchlight//Hours//EN",
    `NAME:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    // Asks for a look every hour (RFC 7986, 5.7); the second is what calendars had before.
    "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    "X-PUBLISHED-TTL:PT1H",
    ...(events.length > 0 ? events.flatMap(eventLines) : nothing),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

/** A calendar must hold something (3.6): where there is no event, a zone that nobody needs. */
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
    // Whoever has it in the calendar is not busy then.
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
  ];
}

/** A text as a value (3.3.11). */
function escaped(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(/[^\P{Cc}\n]/gu, "")
    .toWellFormed()
    .replace(/[\\;,]/g, "\\$&")
    .replaceAll("\n", "\\n");
}

/** A line in pieces of at most 75 octets, each after the first with a space before it (3.1); never within a letter. */
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
