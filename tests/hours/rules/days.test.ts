import { expect, test } from "vitest";
import { seeded } from "#lab/load/report/random.ts";
import { clockChanges, firstInstant, localDate } from "#src/hours/instants.ts";
import type { Calendar, DayRule } from "#src/hours/rules/calendar.ts";
import { datePlus, exceptions, hoursOn, usualWeek, weekdayOf } from "#src/hours/rules/days.ts";
import type { Interval } from "#src/hours/rules/plan.ts";
import { intervals } from "#src/hours/rules/schedule.ts";
import { formatSpans } from "#src/hours/times.ts";
import { randomCalendar } from "./random-calendar.ts";

const span = (opens: number, closes: number) => ({ opens: opens * 60, closes: closes * 60 });

/** Monday to Friday from 16 to 22, Saturday night from 22 to 2. */
const calendar: Calendar = {
  timeZone: "Europe/Brussels",
  lastEntryMinutes: 30,
  week: [...Array.from({ length: 5 }, () => [span(16, 22)]), [span(22, 26)], []],
  seasons: [{ from: "2026-12-21", to: "2026-12-31", label: "Winter", week: Array.from({ length: 7 }, () => []) }],
  dayRules: [],
  cuts: [],
};
const rule = (from: string, to: string, more: Partial<DayRule> = {}): DayRule => ({
  kind: "one_off",
  from,
  to,
  label: "for the staff",
  note: "",
  spans: [],
  ...more,
});
const words = (of: Calendar, date: string) => formatSpans(hoursOn(of, date));

test("the usual week from Monday, whatever day it is, with the season that holds then", () => {
  for (const from of ["2026-11-23", "2026-11-25", "2026-11-29"])
    expect(usualWeek(calendar, from)).toEqual(calendar.week);
  expect(usualWeek(calendar, "2026-12-21")).toEqual([[], [], [], [], [], [], []]);
  expect(["2026-11-23", "2026-11-29"].map(weekdayOf)).toEqual([0, 6]);
});

test("an exception is told for all the days it lasts, with its note, and never with its label", () => {
  const with_ = { ...calendar, dayRules: [rule("2026-11-27", "2027-01-03", { note: "We have a holiday" })] };
  const found = exceptions(with_, "2026-11-25", 15);
  expect(found).toEqual([{ from: "2026-11-27", to: "2027-01-03", spans: [], note: "We have a holiday" }]);
  // Already begun, it is told from today.
  expect(exceptions(with_, "2026-12-01", 15)[0]).toMatchObject({ from: "2026-12-01", to: "2027-01-03" });
});

test("beyond the days that were asked for nothing begins", () => {
  const later = { ...calendar, dayRules: [rule("2026-12-10", "2026-12-10")] };
  expect(exceptions(later, "2026-11-25", 15)).toEqual([]);
  expect(exceptions(later, "2026-11-26", 15)).toHaveLength(1);
});

test("a closed Sunday that is a holiday too is told; the rule that counts is the one whose note is read", () => {
  const both = {
    ...calendar,
    dayRules: [
      rule("2026-11-29", "2026-11-29", { kind: "public_holiday", note: "A holiday" }),
      rule("2026-11-29", "2026-11-30", { note: "A party", spans: [span(18, 20)] }),
    ],
  };
  expect(exceptions(both, "2026-11-25", 15)).toEqual([
    { from: "2026-11-29", to: "2026-11-30", spans: [span(18, 20)], note: "A party" },
  ]);
});

test("cuts change the days they touch: opened over midnight, closed in the middle, closed wins", () => {
  const cut: Calendar = {
    ...calendar,
    cuts: [
      { kind: "open", from: "2026-11-29T23:00", to: "2026-11-30T01:00", label: "vigil" },
      { kind: "open", from: "2026-11-25T21:00", to: "2026-11-25T23:00", label: "longer" },
      { kind: "closed", from: "2026-11-25T18:00", to: "2026-11-25T19:00", label: "meeting" },
      { kind: "closed", from: "2026-11-29T01:00", to: "2026-11-29T02:00", label: "the end of Saturday night" },
    ],
  };
  expect(words(cut, "2026-11-25")).toBe("16:00–18:00, 19:00–23:00");
  expect(words(cut, "2026-11-28")).toBe("22:00–01:00");
  expect(words(cut, "2026-11-29")).toBe("23:00–01:00");
  expect(words(cut, "2026-11-30")).toBe("16:00–22:00");
  expect(exceptions(cut, "2026-11-25", 15).map(({ from, to }) => [from, to])).toEqual([
    ["2026-11-25", "2026-11-25"],
    ["2026-11-28", "2026-11-28"],
    ["2026-11-29", "2026-11-29"],
  ]);
  // Why it is closed is not said of the hours that are open all the same.
  const closed = { ...cut, dayRules: [rule("2026-11-29", "2026-11-30", { note: "We learn something new" })] };
  expect(exceptions(closed, "2026-11-29", 2)).toEqual([
    { from: "2026-11-29", to: "2026-11-29", spans: [span(23, 25)], note: "" },
    { from: "2026-11-30", to: "2026-11-30", spans: [], note: "We learn something new" },
  ]);
});

test("an exception without an end in sight is not looked for beyond a year", () => {
  const forEver = { ...calendar, dayRules: [rule("2026-01-01", "2099-12-31")] };
  const [found] = exceptions(forEver, "2026-11-25", 15);
  expect(found!.from).toBe("2026-11-25");
  expect(Date.parse(found!.to)).toBeLessThan(Date.parse("2028-01-01"));
});

test.each(["Europe/Brussels", "America/Santiago", "Australia/Lord_Howe", "Africa/Cairo"])(
  "day by day it is what the hours say, whatever the calendar (%s)",
  (timeZone) => {
    const year = [Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1)] as const;
    const nights = clockChanges(timeZone, ...year).map(({ at }) => localDate(timeZone, at));
    for (let seed = 1; seed <= 40; seed += 1) {
      const any = randomCalendar(seeded(seed), { timeZone, from: "2026-01-01", days: 365, nights });
      const [from, to] = ["2026-01-10", "2026-12-20"].map((date) => firstInstant(timeZone, date, 0)) as [
        number,
        number,
      ];
      const byDay: Interval[] = [];
      for (let date = "2026-01-05"; date < "2026-12-25"; date = datePlus(date, 1)) {
        for (const { opens, closes } of hoursOn(any, date)) {
          const [start, end] = [opens, closes].map((minute) => firstInstant(timeZone, date, minute)) as [
            number,
            number,
          ];
          if (start < end) byDay.push({ start, end });
        }
      }
      const clipped = (all: Interval[]) =>
        union(all).flatMap(({ start, end }) => {
          const one = { start: Math.max(start, from), end: Math.min(end, to) };
          return one.start < one.end ? [one] : [];
        });
      expect(clipped(byDay), `seed ${seed}`).toEqual(clipped(intervals(any, from, to)));
    }
  },
);

test("a season that begins within the days that are told is an exception to the usual week, as long as that is told", () => {
  const all = (opens: number, closes: number) =>
    Array.from({ length: 7 }, () => [{ opens: opens * 60, closes: closes * 60 }]);
  const season = { from: "2026-06-29", to: "2026-08-31", label: "Summer", week: all(13, 15) };
  const calendar: Calendar = {
    timeZone: "Europe/Brussels",
    lastEntryMinutes: 0,
    week: all(18, 22),
    seasons: [season],
    dayRules: [],
    cuts: [],
  };
  expect(exceptions(calendar, "2026-06-15", 14)).toEqual([]);
  // In the week in which it begins too.
  expect(usualWeek(calendar, "2026-06-24")).toEqual(all(18, 22));
  expect(exceptions(calendar, "2026-06-24", 14)).toEqual([
    { from: "2026-06-29", to: "2026-08-31", spans: [{ opens: 780, closes: 900 }], note: "" },
  ]);
  // From the first day of the summer on, its week is the usual one.
  expect(exceptions(calendar, "2026-06-29", 14)).toEqual([]);
  expect(usualWeek(calendar, "2026-06-29")).toEqual(all(13, 15));
});

function union(all: Interval[]): Interval[] {
  const found: Interval[] = [];
  for (const { start, end } of all.toSorted((a, b) => a.start - b.start)) {
    const last = found.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else found.push({ start, end });
  }
  return found;
}
