import { expect, test } from "vitest";
import { seeded } from "#lab/load/report/random.ts";
import { anything, search } from "#src/directory/search/search.ts";
import { calendarProblems } from "#src/hours/rules/check.ts";
import { randomCalendar, tenZones as zones } from "#tests/hours/rules/random-calendar.ts";
import { painted, walk } from "#tests/hours/rules/walk.ts";
import { place } from "#tests/support/house/directory.ts";
import { fakeClock, house } from "#tests/support/house/helpline.ts";
import { dayOrNight } from "#tests/support/run/night.ts";

// Whether a place is open now, beside a walk through all minutes by the wall clock of its zone.

const from = "2026-10-10";
const days = 30;
const minuteMs = 60_000;

/** Calendars of each zone, and instants. */
const [each, instants] = dayOrNight([12, 60], [50, 200]);

test(`${each * zones.length} calendars in 10 zones, at ${instants} instants around the change of the clocks`, async () => {
  const start = Date.parse(from);
  const { helpline } = await house({ clock: fakeClock(start) });
  const { db } = helpline;
  const truth = new Map<string, (at: number) => boolean>();
  for (const timeZone of zones) {
    const walked = walk(timeZone, from, days);
    let made = 0;
    for (let seed = 1; made < each; seed += 1) {
      const calendar = randomCalendar(seeded(seed), { timeZone, from, days, nights: walked.nights });
      // Two seasons of one day are refused by whoever saves them.
      if (calendarProblems(calendar).length > 0) continue;
      made += 1;
      const open = painted(calendar, walked);
      const id = await place(db, `${timeZone} ${seed}`, { calendar });
      truth.set(id, (at) => open[Math.floor((at - walked.start) / minuteMs)] === 1);
    }
  }
  const random = seeded(1);
  let opened = 0;
  for (let i = 0; i < instants; i += 1) {
    const at = start + Math.floor((2 + random() * (days - 4)) * 1440) * minuteMs;
    const found = new Set(search(db, { ...anything, open: true }, "youth", at).map(({ id }) => id));
    const wanted = new Set([...truth].filter(([, isOpen]) => isOpen(at)).map(([id]) => id));
    expect(found, new Date(at).toISOString()).toEqual(wanted);
    opened += wanted.size;
  }
  expect(truth.size).toBe(each * zones.length);
  expect(opened).toBeGreaterThan((truth.size * instants) / 10);
});
