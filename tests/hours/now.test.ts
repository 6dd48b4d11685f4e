import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seeded } from "#lab/load/report/random.ts";
import { type Decided, hoursNow } from "#src/hours/now.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { intervals } from "#src/hours/rules/schedule.ts";
import { decided } from "#src/queue/line/public-lines.ts";
import { randomCalendar } from "./rules/random-calendar.ts";

const minute = 60_000;
const hour = 60 * minute;
const utc: Calendar = { timeZone: "UTC", lastEntryMinutes: 30, week: [], seasons: [], dayRules: [], cuts: [] };
const everyDay = (...spans: [number, number][]): Calendar => ({
  ...utc,
  week: Array.from({ length: 7 }, () => spans.map(([opens, closes]) => ({ opens: opens * 60, closes: closes * 60 }))),
});
/** "8:30" on a day in November, ms UTC; "1 9:00" on the next. */
function at(text: string): number {
  const [, days = "0", hours = "", minutes = ""] = /^(?:(\d) )?(\d+):(\d\d)$/.exec(text)!;
  return Date.UTC(2026, 10, 24 + Number(days), Number(hours), Number(minutes));
}
const byHand = (kind: Decided["kind"], from: string, to: string | null): Decided => ({
  kind,
  startsAt: at(from),
  endsAt: to === null ? null : at(to),
});

/** Mornings and afternoons. */
const twice = everyDay([9, 12], [13, 17]);
/** Evenings. */
const once = everyDay([18, 22]);

describe("when somebody may come in again", () => {
  test.each<[string, Calendar | null, string, Decided | null, string | null]>([
    ["before the hours", twice, "8:00", null, "9:00"],
    ["closed past the first opening into the break", twice, "8:00", byHand("closed", "7:00", "12:30"), "13:00"],
    ["closed past all of today", twice, "10:00", byHand("closed", "10:00", "17:30"), "1 9:00"],
    ["closed into the last minutes of an opening", twice, "10:00", byHand("closed", "10:00", "16:45"), "1 9:00"],
    ["closed into an opening", twice, "8:00", byHand("closed", "7:00", "9:30"), "9:30"],
    ["closed until the minute it opens", twice, "8:00", byHand("closed", "7:00", "9:00"), "9:00"],
    ["closed until somebody opens", twice, "10:00", byHand("closed", "10:00", null), null],
    ["paused for a while", twice, "10:00", byHand("paused", "10:00", "10:30"), "10:30"],
    ["paused, asked in the break, into the afternoon", twice, "12:15", byHand("paused", "11:00", "13:30"), "13:30"],
    ["paused, asked in the break, until within it", twice, "12:15", byHand("paused", "11:00", "12:30"), "13:00"],
    ["paused until somebody lifts it, asked in the break", twice, "12:15", byHand("paused", "11:00", null), null],
    ["opened into an opening: after that one", once, "17:31", byHand("open", "17:00", "18:00"), "1 18:00"],
    ["without hours, paused", null, "10:00", byHand("paused", "10:00", "10:30"), "10:30"],
    ["without hours, closed", null, "10:00", byHand("closed", "10:00", "10:30"), "10:30"],
    ["nothing planned", { ...twice, week: twice.week.map(() => []) }, "10:00", null, null],
  ])("%s", (_name, calendar, now, decision, next) => {
    expect(hoursNow(calendar, decision, at(now)).next).toBe(next === null ? null : at(next));
  });
});

describe("opened by hand", () => {
  test.each<[string, string, Decided, Partial<ReturnType<typeof hoursNow>>]>([
    [
      "up to the hours: one opening with them",
      "17:31",
      byHand("open", "17:00", "18:00"),
      { since: at("17:00"), until: at("22:00"), acceptsNew: true, closing: false },
    ],
    ["into the hours", "17:31", byHand("open", "17:00", "18:30"), { since: at("17:00"), until: at("22:00") }],
    [
      "past the end of the hours",
      "21:50",
      byHand("open", "21:40", "23:00"),
      { since: at("18:00"), until: at("23:00") },
    ],
    ["from the minute they end", "22:10", byHand("open", "22:00", "23:00"), { since: at("18:00"), until: at("23:00") }],
    ["until before the hours end: they hold", "21:00", byHand("open", "20:00", "21:30"), { until: at("22:00") }],
    ["far from them: its own last minutes", "13:31", byHand("open", "13:00", "14:00"), { acceptsNew: false }],
  ])("%s", (_name, now, decision, expected) => {
    expect(hoursNow(once, decision, at(now))).toMatchObject({ open: true, ...expected });
  });

  test("a line that never closes does not begin to", () => {
    const never = everyDay([0, 24]);
    expect(hoursNow(never, byHand("open", "9:00", "10:00"), at("9:30"))).toMatchObject({ until: null, next: null });
  });
});

test("who waits is told a quarter of an hour before closing at the latest, with a longer last entry by then", () => {
  const told = (lastEntryMinutes: number) => {
    const calendar = { ...once, lastEntryMinutes };
    return [45, 31, 30, 16, 15, 1].filter((left) => hoursNow(calendar, null, at("22:00") - left * minute).closing);
  };
  expect(told(0)).toEqual([15, 1]);
  expect(told(10)).toEqual([15, 1]);
  expect(told(30)).toEqual([30, 16, 15, 1]);
});

describe("what is said of an instant and the openings that are published are the same, whatever was decided", () => {
  const day = 24 * hour;
  const kinds = ["open", "closed", "paused", null] as const;
  const around = { timeZone: "Europe/Helsinki", from: "2026-10-01", days: 60, nights: ["2026-10-24", "2026-10-25"] };
  /** Who looks so far ahead sees no end (H10). */
  const known = (instant: number | null | undefined, now: number) =>
    instant === undefined || instant === null || Math.abs(instant - now) > 390 * day ? null : instant;

  test.each(kinds)("%s", { timeout: 60_000 }, (kind) => {
    const minutes = { before: fc.integer({ min: 0, max: 3_000 }), after: fc.integer({ min: 1, max: 3_000 }) };
    fc.assert(
      fc.property(fc.nat(), fc.nat({ max: 2_880 }), fc.record(minutes), (seed, minutesOn, { before, after }) => {
        const calendar = randomCalendar(seeded(seed), around);
        const now = Date.UTC(2026, 9, 24) + minutesOn * minute;
        const decision = kind && { kind, startsAt: now - before * minute, endsAt: now + after * minute };
        const planned = intervals(calendar, now - 400 * day, now + 400 * day);
        const published = decided(planned, decision && { id: 1, staffId: 1, ...decision }, now);
        const here = published.find(({ start, end }) => start <= now && now < end);
        const said = hoursNow(calendar, decision, now);
        expect(said.open).toBe(here !== undefined);
        expect([known(said.since, now), known(said.until, now)]).toEqual([
          known(here?.start, now),
          known(here?.end, now),
        ]);
        if (kind === "paused" || (here && said.until === null)) return;
        const long = calendar.lastEntryMinutes * minute;
        const next = published.find(({ start, end }) => start > now && end - start > long);
        expect(known(said.next, now)).toBe(known(next?.start, now));
      }),
      { numRuns: 300 },
    );
  });
});
