import { expect, test } from "vitest";
import { eventSpans, type IcsEvent, icsTime, writeIcs } from "#src/hours/files/ics.ts";
import { readHoursFile } from "#src/hours/files/import.ts";
import { firstInstant } from "#src/hours/instants.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { intervals } from "#src/hours/rules/schedule.ts";

const event = (start: number, end: number, more: Partial<IcsEvent> = {}): IcsEvent => ({
  start,
  end,
  uid: `${icsTime(start)}-1@chat.example.org`,
  summary: "Chat",
  changedAt: 0,
  ...more,
});
const evening = event(Date.UTC(2026, 10, 25, 17), Date.UTC(2026, 10, 25, 21));
const daily = (timeZone: string, opens: number, closes: number): Calendar => ({
  timeZone,
  lastEntryMinutes: 0,
  week: Array.from({ length: 7 }, () => [{ opens, closes }]),
  seasons: [],
  dayRules: [],
  cuts: [],
});

test("the file to the letter", () => {
  expect(writeIcs("Chat", [evening]).split("\r\n")).toEqual([
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Porchlight//Hours//EN",
    "NAME:Chat",
    "X-WR-CALNAME:Chat",
    "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    "X-PUBLISHED-TTL:PT1H",
    "BEGIN:VEVENT",
    "UID:20261125T170000Z-1@chat.example.org",
    "DTSTAMP:19700101T000000Z",
    "DTSTART:20261125T170000Z",
    "DTEND:20261125T210000Z",
    "SUMMARY:Chat",
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ]);
});

test("what a calendar could take for a sign of its own is escaped, and nothing can begin a line of its own", () => {
  const text = writeIcs("a,b;c\\d\r\nBEGIN:VEVENT\u0000\u007f", [evening]);
  expect(text).toContain("X-WR-CALNAME:a\\,b\\;c\\\\d\\nBEGIN:VEVENT\r\n");
  expect(text.match(/^BEGIN:VEVENT/gm)).toHaveLength(1);
});

test("no line has more than 75 octets, no letter is cut, and unfolded it is what was written", () => {
  const name = "Ön🏡ék, ".repeat(40);
  const text = writeIcs(name, [{ ...evening, summary: "x".repeat(500) }]);
  for (const line of text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  expect(text.isWellFormed()).toBe(true);
  const whole = text.replaceAll("\r\n ", "");
  expect(whole).toContain(`X-WR-CALNAME:${name.replaceAll(",", "\\,")}\r\n`);
  expect(whole).toContain(`SUMMARY:${"x".repeat(500)}\r\n`);
});

test("without an event it still holds something, as the format asks", () => {
  const text = writeIcs("Chat", []);
  expect(text).toContain("BEGIN:VTIMEZONE\r\nTZID:Etc/UTC\r\n");
  expect(text).not.toContain("VEVENT");
});

test("our own reader finds each event on its date", () => {
  const events = [evening, event(Date.UTC(2026, 10, 27, 21), Date.UTC(2026, 10, 28, 1), { summary: "Chat 2" })];
  const { rules, problems } = readHoursFile(new TextEncoder().encode(writeIcs("Chat", events)), "hours.ics");
  expect(problems.map(({ problem }) => problem)).toEqual(["utc_time", "utc_time"]);
  expect(rules.map(({ label, from, to }) => [label, from, to])).toEqual([
    ["Chat", "2026-11-25", "2026-11-25"],
    ["Chat 2", "2026-11-27", "2026-11-28"],
  ]);
});

test.each([
  ["Europe/Brussels", "2026-10-24"],
  ["Europe/Brussels", "2027-03-27"],
  ["America/Santiago", "2026-09-05"],
  ["Australia/Lord_Howe", "2026-10-03"],
  ["Pacific/Chatham", "2026-09-26"],
])(
  "what never closes is an event for each day in %s, also around %s, and the same ones when asked later",
  (zone, from) => {
    const calendar = daily(zone, 0, 1440);
    const midnight = (days: number) => firstInstant(zone, from, days * 1440);
    const ofWeek = (first: number) => {
      const [start, end] = [firstInstant(zone, from, first * 1440), firstInstant(zone, from, 2880) + 5 * 86_400_000];
      return eventSpans(intervals(calendar, start, end), zone, start, end);
    };
    const days = ofWeek(0);
    expect(days[0]!.start).toBe(midnight(0));
    expect(days.slice(1).map(({ start }) => start)).toEqual(days.slice(0, -1).map(({ end }) => end));
    for (const day of days.slice(0, -1)) expect([23, 23.5, 24, 24.5, 25]).toContain((day.end - day.start) / 3_600_000);
    expect(days.some((day) => day.end - day.start !== 86_400_000)).toBe(true);
    expect(ofWeek(1)).toEqual(days.slice(1));
  },
);

test("a shift past midnight is one event, in the night in which the clock changes too", () => {
  // 22:00 to 04:00, in the night in which 3 o'clock comes twice.
  const calendar = daily("Europe/Brussels", 1320, 1680);
  const [from, to] = [Date.UTC(2026, 9, 24, 12), Date.UTC(2026, 9, 25, 12)];
  const [night] = eventSpans(intervals(calendar, from, to), "Europe/Brussels", from, to);
  expect([icsTime(night!.start), icsTime(night!.end)]).toEqual(["20261024T200000Z", "20261025T030000Z"]);
});
