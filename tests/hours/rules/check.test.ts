import { expect, test } from "vitest";
import type { Calendar, Span } from "#src/hours/rules/calendar.ts";
import { calendarProblems, warningsOf } from "#src/hours/rules/check.ts";

const span = (from: number, to: number): Span => ({ opens: from * 60, closes: to * 60 });
const week = (...monday: Span[]) => [monday, [], [], [], [], [], []];
const sound: Calendar = {
  timeZone: "Europe/Brussels",
  lastEntryMinutes: 30,
  week: week(span(16, 22)),
  seasons: [],
  dayRules: [],
  cuts: [],
};
const season = (from: string | null, to: string | null, label = "") => ({ from, to, label, week: week(span(9, 12)) });
const day = (from: string, to: string, label = "") => ({
  kind: "one_off" as const,
  from,
  to,
  label,
  note: "",
  spans: [],
});
const cut = (from: string, to: string) => ({ kind: "closed" as const, from, to, label: "" });

test("what is sound is neither refused nor warned of", () => {
  expect(calendarProblems(sound)).toEqual([]);
  expect(warningsOf(sound)).toEqual([]);
});

test.each<[string, Partial<Calendar>, string, string]>([
  ["a zone that is none", { timeZone: "Mars/Olympus" }, "unknown_zone", "zone"],
  ["an offset, which knows no summer time", { timeZone: "+02:00" }, "unknown_zone", "zone"],
  ["no zone", { timeZone: "" }, "unknown_zone", "zone"],
  ["a last entry of five hours", { lastEntryMinutes: 300 }, "bad_last_entry", "last_entry"],
  ["half a minute", { lastEntryMinutes: 0.5 }, "bad_last_entry", "last_entry"],
  ["an end before the start", { week: week(span(22, 16)) }, "bad_span", "week.0"],
  ["a start after midnight", { week: week(span(25, 26)) }, "bad_span", "week.0"],
  ["an end two days later", { week: week(span(20, 49)) }, "bad_span", "week.0"],
  ["13 spans in a day", { week: week(...Array(13).fill(span(9, 10))) }, "too_many", "week.0"],
  ["a week of six days", { week: [[], [], [], [], [], []] }, "bad_span", "week"],
  ["a season that ends before it begins", { seasons: [season("2026-08-01", "2026-07-01")] }, "ends_before", "season.0"],
  ["a season on a day that never is", { seasons: [season("2026-02-30", null)] }, "bad_date", "season.0"],
  [
    "two seasons that overlap by a day",
    { seasons: [season("2026-07-01", "2026-08-31"), season("2026-08-31", "2026-09-02")] },
    "overlaps",
    "season.1",
  ],
  [
    "a season without end over another",
    { seasons: [season("2026-07-01", null), season("2027-01-01", "2027-02-01")] },
    "overlaps",
    "season.1",
  ],
  [
    "a wrong span in a season",
    { seasons: [{ ...season(null, null), week: week(span(9, 9)) }] },
    "bad_span",
    "season.0.week.0",
  ],
  ["a day rule that ends before it begins", { dayRules: [day("2026-12-25", "2026-12-24")] }, "ends_before", "day.0"],
  ["a day rule without a date", { dayRules: [day("", "")] }, "bad_date", "day.0"],
  ["a label like a letter", { dayRules: [day("2026-12-24", "2026-12-25", "x".repeat(201))] }, "too_long", "day.0"],
  ["a cut of no length", { cuts: [cut("2026-12-24T18:00", "2026-12-24T18:00")] }, "ends_before", "cut.0"],
  ["a cut at 24:00", { cuts: [cut("2026-12-24T18:00", "2026-12-24T24:00")] }, "bad_date", "cut.0"],
])("[ASVS 2.2.3] %s is refused, at its place", (_name, change, problem, where) => {
  expect(calendarProblems({ ...sound, ...change })).toEqual([{ problem, where }]);
});

test("seasons that only touch, and the whole day, may stand", () => {
  const seasons = [season("2026-07-01", "2026-08-31"), season("2026-09-01", null), season(null, "2026-06-30")];
  expect(calendarProblems({ ...sound, seasons, week: week(span(0, 24)) })).toEqual([]);
});

test("a short piece of a longer opening is no short opening, and a whole day is not long", () => {
  const night = [[{ opens: 1320, closes: 1440 }], [{ opens: 0, closes: 20 }], [], [], [], [], []];
  expect(warningsOf({ ...sound, week: night })).toEqual([]);
  expect(warningsOf({ ...sound, week: week(span(9, 12), { opens: 720, closes: 740 }) })).toEqual([]);
  expect(warningsOf({ ...sound, week: week(span(0, 24)) })).toEqual([]);
});

test.each<[string, Partial<Calendar>, string, string]>([
  ["a span that nobody can enter", { week: week({ opens: 600, closes: 630 }) }, "shorter_than_last_entry", "week.0"],
  [
    "a short span in the evening of a longer one",
    { week: week(span(9, 12), { opens: 1380, closes: 1400 }) },
    "shorter_than_last_entry",
    "week.0",
  ],
  ["from six to six", { week: week(span(18, 42)) }, "very_long", "week.0"],
  ["thirty-three hours at a stretch", { week: week(span(8, 41)) }, "very_long", "week.0"],
  ["seventeen hours at a stretch", { week: week(span(6, 23)) }, "very_long", "week.0"],
  ["no opening at all", { week: week() }, "never_open", "week"],
])("%s is warned of", (_name, change, warning, where) => {
  expect(calendarProblems({ ...sound, ...change })).toEqual([]);
  expect(warningsOf({ ...sound, ...change })).toEqual([{ warning, where }]);
});
