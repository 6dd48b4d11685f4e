import { expect, test } from "vitest";
import { clockChanges, firstInstant, localDate } from "#src/hours/instants.ts";

const utc = (at: number) => new Date(at).toISOString().slice(0, 16);

test.each([
  ["an ordinary time", "Europe/Helsinki", "2026-11-25", 14 * 60, "2026-11-25T12:00"],
  ["the end of the day", "Europe/Helsinki", "2026-11-25", 1440, "2026-11-25T22:00"],
  ["the end of the next day", "Europe/Helsinki", "2026-11-25", 2880, "2026-11-26T22:00"],
  ["a skipped time: the jump", "Europe/Helsinki", "2026-03-29", 3 * 60 + 30, "2026-03-29T01:00"],
  ["a repeated time: its first pass", "Europe/Helsinki", "2026-10-25", 3 * 60 + 30, "2026-10-25T00:30"],
  ["half an hour skipped", "Australia/Lord_Howe", "2026-10-04", 2 * 60 + 15, "2026-10-03T15:30"],
  ["half an hour repeated", "Australia/Lord_Howe", "2026-04-05", 60 + 45, "2026-04-04T14:45"],
  ["a day that begins at one: Beirut", "Asia/Beirut", "2026-03-29", 0, "2026-03-28T22:00"],
  ["a day that begins at one: Cairo", "Africa/Cairo", "2026-04-24", 30, "2026-04-23T22:00"],
  ["a day that begins at one: Havana", "America/Havana", "2026-03-08", 15, "2026-03-08T05:00"],
  ["a day that begins at one: Santiago", "America/Santiago", "2026-09-06", 0, "2026-09-06T04:00"],
  ["midnight that is not yet midnight: Beirut, back", "Asia/Beirut", "2026-10-25", 0, "2026-10-24T22:00"],
  ["midnight that comes twice: Havana, back", "America/Havana", "2026-11-01", 0, "2026-11-01T04:00"],
  ["a day that never was: Apia", "Pacific/Apia", "2011-12-30", 10 * 60, "2011-12-30T10:00"],
  ["the day after it", "Pacific/Apia", "2011-12-31", 0, "2011-12-30T10:00"],
  ["before 1970", "Europe/Helsinki", "1969-12-31", 60, "1969-12-30T23:00"],
  ["UTC", "UTC", "2026-11-25", 90, "2026-11-25T01:30"],
])("%s: %s %s", (_what, timeZone, date, minute, expected) => {
  expect(utc(firstInstant(timeZone, date, minute))).toBe(expected);
});

test("a date is that of the zone", () => {
  const at = Date.parse("2026-11-25T22:30Z");
  expect(localDate("Europe/Helsinki", at)).toBe("2026-11-26");
  expect(localDate("America/New_York", at)).toBe("2026-11-25");
  expect(localDate("Pacific/Apia", Date.parse("2011-12-30T09:59Z"))).toBe("2011-12-29");
  expect(localDate("Pacific/Apia", Date.parse("2011-12-30T10:00Z"))).toBe("2011-12-31");
});

test("changes of the clock are told once, with their direction", () => {
  const changes = (zone: string, from: string, to: string) =>
    clockChanges(zone, Date.parse(from), Date.parse(to)).map(({ at, shiftMinutes }) => `${utc(at)} ${shiftMinutes}`);
  expect(changes("Europe/Madrid", "2026-01-01", "2027-01-01")).toEqual(["2026-03-29T01:00 60", "2026-10-25T01:00 -60"]);
  expect(changes("Australia/Lord_Howe", "2026-01-01", "2027-01-01")).toEqual([
    "2026-04-04T15:00 -30",
    "2026-10-03T15:30 30",
  ]);
  expect(changes("Pacific/Apia", "2011-12-01", "2012-01-01")).toEqual(["2011-12-30T10:00 1440"]);
  expect(changes("Asia/Kolkata", "2026-01-01", "2027-01-01")).toEqual([]);
  expect(changes("Europe/Madrid", "2026-03-29T01:00Z", "2026-10-25T01:00Z")).toEqual(["2026-03-29T01:00 60"]);
});

test("an unknown zone is a RangeError", () => {
  expect(() => firstInstant("Europe/Nowhere", "2026-11-25", 0)).toThrow(RangeError);
  expect(() => localDate("Europe/Nowhere", 0)).toThrow(RangeError);
  expect(() => clockChanges("Europe/Nowhere", 0, 1)).toThrow(RangeError);
});
