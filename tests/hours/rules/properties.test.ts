import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seeded } from "#lab/load/report/random.ts";
import { clockChanges, firstInstant, localDate } from "#src/hours/instants.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { type Interval, planned } from "#src/hours/rules/plan.ts";
import { intervals, stateAt } from "#src/hours/rules/schedule.ts";
import { dayOrNight } from "#tests/support/run/night.ts";
import { plusDays, randomCalendar, randomSpan } from "./random-calendar.ts";

const zones = ["Europe/Helsinki", "Europe/Madrid", "Australia/Lord_Howe", "Africa/Cairo", "America/Havana", "UTC"];
const begin = Date.parse("2026-01-01");
const minuteMs = 60_000;
const weekMs = 7 * 1440 * minuteMs;

const zone = fc.constantFrom(...zones);
const date = fc.integer({ min: 0, max: 1_500 }).map((days) => plusDays("2024-01-01", days));
const minute = fc.integer({ min: 0, max: 2_880 });
const moment = fc.integer({ min: 0, max: 364 * 1440 }).map((minutes) => begin + minutes * minuteMs);
const seed = fc.integer({ min: 0, max: 2 ** 31 });
const calendar = fc.tuple(zone, seed).map(([timeZone, from]) => {
  const nights = clockChanges(timeZone, begin, begin + 52 * weekMs).map(({ at }) => localDate(timeZone, at));
  return randomCalendar(seeded(from), { timeZone, from: "2026-01-01", days: 365, nights });
});

function check<T extends [unknown, ...unknown[]]>(...given: Parameters<typeof fc.property<T>>) {
  fc.assert(fc.property(...given), { numRuns: dayOrNight(100, 300) });
}

/** A cut over some time of the local day, which may end before it begins: then it is none. */
function withCut(of: Calendar, kind: "open" | "closed", from: number, minutes: number): Calendar {
  const local = (at: number) => new Date(at).toISOString().slice(0, 16);
  return { ...of, cuts: [...of.cuts, { kind, from: local(from), to: local(from + minutes * minuteMs), label: "" }] };
}

test("a later time on the wall is never an earlier instant", () => {
  check(zone, date, minute, date, minute, (timeZone, dateA, minuteA, dateB, minuteB) => {
    const wall = (day: string, min: number) => Date.parse(day) + min * minuteMs;
    const between = firstInstant(timeZone, dateA, minuteA) - firstInstant(timeZone, dateB, minuteB);
    expect(Math.sign(between) * Math.sign(wall(dateA, minuteA) - wall(dateB, minuteB))).toBeGreaterThanOrEqual(0);
  });
});

test("a date begins at its first instant, and not before", () => {
  check(zone, date, (timeZone, day) => {
    const at = firstInstant(timeZone, day, 0);
    expect(localDate(timeZone, at)).toBe(day);
    expect(localDate(timeZone, at - 1) < day).toBe(true);
  });
});

describe("intervals", () => {
  test("are in order, never touching, and overlap what was asked", () => {
    check(calendar, moment, fc.integer({ min: 1, max: 60 * 1440 }), (of, from, minutes) => {
      const to = from + minutes * minuteMs;
      let last = Number.NEGATIVE_INFINITY;
      for (const { start, end } of intervals(of, from, to)) {
        expect(start).toBeGreaterThan(last);
        expect(end).toBeGreaterThan(start);
        expect(start < to && end > from).toBe(true);
        last = end;
      }
    });
  });

  test("of a stretch are those of its two parts", () => {
    check(calendar, moment, moment, moment, (of, ...three) => {
      const [from, middle, to] = three.toSorted((a, b) => a - b) as [number, number, number];
      const parts = [...intervals(of, from, middle), ...intervals(of, middle, to)];
      const joined: Interval[] = [];
      for (const { start, end } of parts) {
        const last = joined.at(-1);
        if (last && start <= last.end) last.end = Math.max(last.end, end);
        else joined.push({ start, end });
      }
      expect(intervals({ ...of }, from, to)).toEqual(from < to ? joined : []);
    });
  });

  test("worked out for a few minutes are those worked out for a year", () => {
    check(calendar, moment, fc.integer({ min: 1, max: 3_000 }), (of, from, minutes) => {
      const to = from + minutes * minuteMs;
      const clipped = (list: Interval[]) =>
        list
          .map(({ start, end }) => ({ start: Math.max(start, from), end: Math.min(end, to) }))
          .filter(({ start, end }) => start < end);
      expect(clipped(planned(of, from, to))).toEqual(clipped(planned(of, begin - weekMs, begin + 60 * weekMs)));
    });
  });
});

describe("the state", () => {
  test("is open exactly within an interval, and tells its ends", () => {
    check(calendar, moment, (of, at) => {
      const { open, since, until } = stateAt(of, at);
      const [here] = intervals({ ...of }, at, at + 1);
      expect(open).toBe(here !== undefined);
      if (since !== null) expect(since).toBe(here?.start);
      if (until !== null) expect(until).toBe(here?.end);
    });
  });

  test("at the next opening is open, long enough to come in, and was closed a millisecond before", () => {
    check(calendar, moment, (of, at) => {
      const { next } = stateAt(of, at);
      if (!next) return;
      expect(next.start).toBeGreaterThan(at);
      expect(stateAt({ ...of }, next.start)).toMatchObject({ open: true, acceptsNew: true, since: next.start });
      expect(stateAt({ ...of }, next.start - 1).open).toBe(false);
    });
  });

  test("is never closed by a longer week nor by an open cut, never opened by a closed one", () => {
    check(calendar, moment, seed, moment, minute, (of, at, from, cutFrom, minutes) => {
      const before = stateAt(of, at).open;
      const span = randomSpan(seeded(from));
      const longer = { ...of, week: of.week.map((spans) => [...spans, span]) };
      if (before) expect(stateAt(longer, at).open).toBe(true);
      if (before) expect(stateAt(withCut(of, "open", cutFrom, minutes), at).open).toBe(true);
      if (!before) expect(stateAt(withCut(of, "closed", cutFrom, minutes), at).open).toBe(false);
    });
  });

  test("never lets more people in with a longer last entry", () => {
    check(calendar, moment, fc.integer({ min: 1, max: 600 }), (of, at, more) => {
      const stricter = { ...of, lastEntryMinutes: of.lastEntryMinutes + more };
      if (!stateAt(of, at).acceptsNew) expect(stateAt(stricter, at).acceptsNew).toBe(false);
      expect(stateAt(stricter, at).open).toBe(stateAt(of, at).open);
    });
  });

  test("is the same a week later, where no clock changes and no date matters", () => {
    check(calendar, moment, (of, at) => {
      const plain = { ...of, timeZone: "UTC", seasons: [], dayRules: [], cuts: [] };
      const [now, later] = [stateAt(plain, at), stateAt({ ...plain }, at + weekMs)];
      expect([later.open, later.acceptsNew]).toEqual([now.open, now.acceptsNew]);
      expect(later.next?.start).toBe(now.next ? now.next.start + weekMs : undefined);
    });
  });
});
