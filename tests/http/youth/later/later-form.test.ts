import { expect, test } from "vitest";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { hoursOffered, readLater } from "#src/http/youth/later/later-form.ts";

const hour = 60;
const now = Date.UTC(2026, 10, 24, 18);
const calendar = (opens: number, closes: number): Calendar => ({
  timeZone: "Europe/Helsinki",
  lastEntryMinutes: 20,
  week: Array.from({ length: 7 }, () => [{ opens, closes }]),
  seasons: [],
  dayRules: [],
  cuts: [],
});
const evenings = calendar(17.5 * hour, 22 * hour);
const nights = calendar(20 * hour, 28 * hour);

const windowOf = (from: string, to: string, of: Calendar | null) => {
  const read = readLater({ address: "noor@mail.example", shared: "no", from, to, line: "1" }, of, now);
  return "ask" in read ? read.ask.window : Object.keys(read.wrong).join();
};

test("the hours to choose among are those in which the line is ever open", () => {
  expect(hoursOffered(evenings)).toEqual([17, 18, 19, 20, 21, 22].map((n) => n * hour));
  expect(hoursOffered(nights)).toHaveLength(25);
  expect(hoursOffered(null)).toHaveLength(25);
});

test.each([
  ["", "", evenings, null],
  ["1140", "1200", evenings, { from: 1140, to: 1200 }],
  // Until midnight, and from midnight on.
  ["1140", "", evenings, { from: 1140, to: 0 }],
  ["", "1200", evenings, { from: 0, to: 1200 }],
  ["1140", "1440", evenings, { from: 1140, to: 0 }],
  ["0", "1440", evenings, null],
  // Nobody is there then, the wrong way round, and no full hours.
  ["480", "600", evenings, "window"],
  ["1200", "1140", evenings, "window"],
  ["1140", "1140", evenings, "window"],
  ["1141", "1200", evenings, "window"],
  ["x", "1200", evenings, "window"],
  ["1440", "", evenings, "window"],
  // Past midnight, where the line is open then.
  ["1380", "120", nights, { from: 1380, to: 120 }],
  ["60", "180", nights, { from: 60, to: 180 }],
  ["300", "600", nights, "window"],
  ["480", "600", null, { from: 480, to: 600 }],
] as const)("from %j until %j", (from, to, of, window) => {
  expect(windowOf(from, to, of)).toEqual(window);
});

test("every field that cannot stand has its sentence, all at once", () => {
  const read = readLater({ address: "x", shared: "", from: "480", to: "540", line: "1" }, evenings, now);
  expect("wrong" in read && Object.keys(read.wrong).sort()).toEqual(["address", "shared", "window"]);
});
