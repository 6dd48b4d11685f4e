import { beforeEach, expect, test } from "vitest";
import { type Line, line } from "#src/hours/lines.ts";
import { setHours } from "#src/hours/opening-hours.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { closingTime, endsFor, openingFor, opensMore, overrideEndAt } from "#src/hours/rules/override-end.ts";
import { house } from "#tests/support/house/helpline.ts";

/** Every day from 18:00 to 22:00 in Brussels. */
const evenings: Calendar = {
  timeZone: "Europe/Brussels",
  lastEntryMinutes: 30,
  week: Array.from({ length: 7 }, () => [{ opens: 18 * 60, closes: 22 * 60 }]),
  seasons: [],
  dayRules: [],
  cuts: [],
};
/** A Tuesday in November: Brussels is an hour ahead of UTC. */
const at = (hour: number, minute = 0) => Date.UTC(2026, 10, 24, hour - 1, minute);
let always: Line;
let evening: Line;

beforeEach(async () => {
  const { helpline } = await house();
  always = line(helpline.db, 1)!;
  await helpline.db.change("staff:3", (tx, emit) =>
    setHours(tx, emit, { lineId: 1, timeZone: evenings.timeZone, calendar: evenings }),
  );
  evening = line(helpline.db, 1)!;
});

test("so many minutes from now, until it is lifted, until closing time", () => {
  const ends = (["15", "30", "60", "lift", "closing"] as const).map((end) =>
    overrideEndAt(evening, { end, time: "" }, at(19)),
  );
  expect(ends).toEqual([at(19, 15), at(19, 30), at(20), null, at(22)]);
});

test("a typed time is the next one of the line’s clock: today, or else tomorrow", () => {
  const typed = (time: string, now = at(19)) => overrideEndAt(evening, { end: "time", time }, now);
  expect(typed("21:30")).toBe(at(21, 30));
  expect(typed("9h")).toBe(at(24 + 9));
  expect(typed("19:00")).toBe(at(24 + 19));
  expect(typed("24:00")).toBe(at(24));
  // In the night in which the clock goes back 02:30 comes twice.
  const night = (hour: number, minute: number) => Date.UTC(2026, 9, 25, hour, minute);
  expect(typed("02:30", night(0, 15))).toBe(night(0, 30));
  expect(typed("02:30", night(0, 45))).toBe(night(1, 30));
  expect(typed("02:30", night(1, 10))).toBe(night(1, 30));
  expect(typed("02:30", night(1, 30))).toBe(Date.UTC(2026, 9, 26, 1, 30));
  expect(typed("03:30", night(1, 10))).toBe(night(2, 30));
});

test("what cannot be meant is refused, each with its sentence, at the field", () => {
  const refused = (end: "time" | "30" | "closing", time: string, now = at(19)) => {
    try {
      return overrideEndAt(evening, { end, time }, now);
    } catch (error) {
      return error;
    }
  };
  const because = (key: string) => expect.objectContaining({ code: "bad_input", key, field: "until" });
  expect(refused("time", "half nine")).toEqual(because("error.override_time"));
  expect(refused("time", "")).toEqual(because("error.override_time"));
  expect(refused("30", "21:30")).toEqual(because("error.override_which"));
  expect(refused("30", "half nine")).toBe(at(19, 30));
  expect(refused("closing", "", at(12))).toEqual(because("error.bad_input"));
});

test("only ends that mean something are offered", () => {
  expect(endsFor(evening, "closed", at(19))).toEqual(["15", "30", "60", "closing", "lift", "time"]);
  expect(endsFor(evening, "paused", at(12))).toEqual(["15", "30", "60", "lift", "time"]);
  expect(endsFor(evening, "open", at(12))).toEqual(["60", "time"]);
  expect(endsFor(evening, "open", at(21, 40))).toEqual(["30", "60", "time"]);
  expect(endsFor(always, "closed", at(19))).toEqual(["15", "30", "60", "lift", "time"]);
});

test("opening by hand is for a line outside its hours, and shortly before they end to stay open longer", () => {
  const does = (of: Line, ...now: [number, number?]) => openingFor(of, at(...now));
  expect([does(evening, 12), does(evening, 19), does(evening, 21, 29)]).toEqual(["outside", null, null]);
  expect([does(evening, 21, 30), does(evening, 22), does(always, 12)]).toEqual(["longer", "outside", null]);
  expect([opensMore(evening, at(22), at(21, 40)), opensMore(evening, at(22, 1), at(21, 40))]).toEqual([false, true]);
  expect([opensMore(evening, at(13), at(12)), opensMore(evening, at(23), at(19))]).toEqual([true, false]);
  // In its last half hour nobody could come in.
  expect([opensMore(evening, at(12, 30), at(12)), opensMore(evening, at(12, 31), at(12))]).toEqual([false, true]);
  expect([closingTime(evening, at(12)), closingTime(evening, at(19))]).toEqual([null, at(22)]);
});
