import { describe, expect, test } from "vitest";
import { readHoursFile } from "#src/hours/files/import.ts";
import { fileWarnings } from "#src/hours/files/imported.ts";
import { bytes, datesOf, event, holiday, ics, told } from "./uploads.ts";

describe("an iCalendar file", () => {
  test("school holidays as a ministry gives them: zones, alarms and what is unknown passed over", () => {
    const read = ics(
      "VERSION:2.0",
      "BEGIN:VTIMEZONE",
      "TZID:Europe/Brussels",
      "BEGIN:DAYLIGHT",
      "DTSTART:19810329T020000",
      "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
      "END:DAYLIGHT",
      "END:VTIMEZONE",
      "BEGIN:VEVENT",
      "UID:1@example.org",
      "SUMMARY;LANGUAGE=nl:Kerst\\, nieuw",
      " jaar\\; en meer\\nin 2027 \\\\",
      "DTSTART;VALUE=DATE:20261221",
      "DTEND;VALUE=DATE:20270104",
      "BEGIN:VALARM",
      "SUMMARY:not this one",
      "DURATION:P9D",
      "END:VALARM",
      "END:VEVENT",
      "BEGIN:VTODO",
      "DTSTART;VALUE=DATE:20260101",
      "END:VTODO",
      "begin:vevent",
      'dtstart;x-note="a:b;c";value=date:20270208',
      "end:vevent",
    );
    expect(read).toEqual({
      week: null,
      rules: [
        holiday("2026-12-21", "2027-01-03", "Kerst, nieuwjaar; en meer in 2027 \\"),
        holiday("2027-02-08", "2027-02-08"),
      ],
      problems: [],
    });
  });

  test.each([
    [["DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261224"], "2026-12-24 2026-12-24"],
    [["DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261226"], "2026-12-24 2026-12-25"],
    [["DTSTART;VALUE=DATE:20261224", "DURATION:P7D"], "2026-12-24 2026-12-30"],
    [["DTSTART;VALUE=DATE:20261224", "DURATION:P1W"], "2026-12-24 2026-12-30"],
    [["DTSTART;VALUE=DATE:20261224", "DURATION:PT0S"], "2026-12-24 2026-12-24"],
    [["DTSTART:20261224T180000", "DURATION:PT5H"], "2026-12-24 2026-12-24"],
    [["DTSTART:20261224T180000", "DURATION:PT6H"], "2026-12-24 2026-12-24"],
    [["DTSTART:20261224T180000", "DURATION:PT6H30M"], "2026-12-24 2026-12-25"],
    [["DTSTART;TZID=Europe/Paris:20261224T180000", "DTEND;TZID=Europe/Paris:20261226T000000"], "2026-12-24 2026-12-25"],
    [["DTSTART:20261224T000000", "DTEND:20261224T235959"], "2026-12-24 2026-12-24"],
    [["DTSTART:20280228", "DURATION:P2D"], "2028-02-28 2028-02-29"],
  ])("%j is %s", (lines, dates) => {
    const read = event(...lines);
    expect(datesOf(read)).toEqual([dates]);
    expect(read.problems).toEqual([]);
  });

  test("an event that repeats comes once, a time in UTC by its date there; both with a warning", () => {
    const read = event("DTSTART:20261223T230000Z", "RRULE:FREQ=WEEKLY");
    expect(datesOf(read)).toEqual(["2026-12-23 2026-12-23"]);
    expect(told(read)).toEqual(["4  repeats FREQ=WEEKLY", "3  utc_time 20261223T230000Z"]);
    expect(read.problems.every(({ problem }) => (fileWarnings as readonly string[]).includes(problem))).toBe(true);
  });

  test.each([
    [["SUMMARY:Easter"], "2  no_date Easter"],
    [["DTSTART:20260230"], "3  not_a_date 20260230"],
    [["DTSTART:soon"], "3  not_a_date soon"],
    [["DTSTART:20261224", "DTEND:never"], "4  not_a_date never"],
    [["DTSTART:20261224", "DTEND:20261220"], "4  ends_before 20261220"],
    [["DTSTART:20261224", "DURATION:-P1D"], "4  not_a_duration -P1D"],
    [["DTSTART:20261224", "DTEND:99990101"], "4  not_a_date 99990101"],
    [["DTSTART:20261224", `SUMMARY:${"x".repeat(201)}`], `4  too_long ${"x".repeat(39)}…`],
  ])("%j: %s, and no rule", (lines, problem) => {
    const read = event(...lines);
    expect(read.rules).toEqual([]);
    expect(told(read)).toEqual([problem]);
  });

  test("a mistake leaves the other events; one that never ends is told", () => {
    const read = ics(
      "BEGIN:VEVENT",
      "DTSTART:x",
      "END:VEVENT",
      "BEGIN:VEVENT",
      "DTSTART:20261224",
      "END:VEVENT",
      "BEGIN:VEVENT",
      "BEGIN:VEVENT",
    );
    expect(datesOf(read)).toEqual(["2026-12-24 2026-12-24"]);
    expect(told(read)).toEqual(["8  open_event ", "9  open_event ", "3  not_a_date x"]);
  });

  test("a byte order mark, bare line feeds, and a file that is none", () => {
    const text = "\ufeffBEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261224\nEND:VEVENT\n";
    expect(datesOf(readHoursFile(bytes(text), "upload"))).toEqual(["2026-12-24 2026-12-24"]);
    expect(told(readHoursFile(bytes("from,to\n"), "a.ICS"))).toEqual(["1  no_calendar "]);
  });
});
