import { expect, test } from "vitest";
import { schemaHours } from "#src/hours/files/schema-org.ts";
import type { Calendar, Span } from "#src/hours/rules/calendar.ts";

const hours = (opens: number, closes: number): Span => ({ opens: opens * 60, closes: closes * 60 });
const blank: Calendar = {
  timeZone: "Europe/Brussels",
  lastEntryMinutes: 0,
  week: [],
  seasons: [],
  dayRules: [],
  cuts: [],
};
const week = (...days: Span[][]): Calendar => ({ ...blank, week: [...days, ...Array(7 - days.length).fill([])] });
const usual = (calendar: Calendar) =>
  schemaHours(calendar, "2026-11-25", 15).openingHoursSpecification.map(
    ({ dayOfWeek, opens, closes }) => `${dayOfWeek} ${opens} ${closes}`,
  );

test("days with the same times are one; past midnight closes is before opens, and at midnight 00:00", () => {
  expect(usual(week([hours(16, 22)], [hours(16, 22)], [hours(22, 26)], [hours(18, 24)]))).toEqual([
    "Monday,Tuesday 16:00 22:00",
    "Wednesday 22:00 02:00",
    "Thursday 18:00 00:00",
  ]);
});

test("24 hours are said so that nobody takes them for closed", () => {
  expect(usual(week([hours(0, 24)]))).toEqual(["Monday 00:00 23:59"]);
  // From 10 to 10: the rest stands with the next day, also from Sunday to Monday.
  expect(usual({ ...blank, week: [[], [], [], [], [], [], [hours(10, 34)]] })).toEqual([
    "Sunday 10:00 00:00",
    "Monday 00:00 10:00",
  ]);
});

test("what is different has its dates, and a closed day both times at 00:00", () => {
  const rule = { kind: "one_off", label: "staff only", note: "read this" } as const;
  const calendar: Calendar = {
    ...week([hours(16, 22)]),
    dayRules: [
      { ...rule, from: "2026-11-27", to: "2026-11-28", spans: [] },
      { ...rule, from: "2026-11-30", to: "2026-11-30", spans: [hours(10, 12), hours(22, 26)] },
    ],
  };
  const special = schemaHours(calendar, "2026-11-25", 15).specialOpeningHoursSpecification;
  const type = { "@type": "OpeningHoursSpecification" };
  expect(special).toEqual([
    { ...type, opens: "00:00", closes: "00:00", validFrom: "2026-11-27", validThrough: "2026-11-28" },
    { ...type, opens: "10:00", closes: "12:00", validFrom: "2026-11-30", validThrough: "2026-11-30" },
    { ...type, opens: "22:00", closes: "02:00", validFrom: "2026-11-30", validThrough: "2026-11-30" },
  ]);
});
