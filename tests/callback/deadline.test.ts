import { beforeEach, expect, test } from "vitest";
import { callbackOffered } from "#src/callback/request.ts";
import { lastIn, letsInWithin, nextIn } from "#src/callback/window.ts";
import { q } from "#src/db/schema.ts";
import { setHours } from "#src/hours/opening-hours.ts";
import type { Calendar, Span } from "#src/hours/rules/calendar.ts";
import { fakeClock, open } from "#tests/support/house/helpline.ts";
import { asks, type Desk, day, desk, hour, invites, minute, outbox } from "./desk.ts";

// What is promised: somebody is written to within seven days, in their time of day, and the goodbye comes only when no chance is left.

const zone = "Europe/Brussels";
/** 23 November 2026 is a Monday; the clock in Brussels is an hour ahead of UTC. */
const monday = Date.UTC(2026, 10, 22, 23);
const evening = { from: 20 * 60, to: 22 * 60 };

/** Open on Mondays alone. */
const weekly = (span: Span, more: Partial<Calendar> = {}): Calendar => ({
  timeZone: zone,
  lastEntryMinutes: 30,
  week: [[span], [], [], [], [], [], []],
  seasons: [],
  dayRules: [],
  cuts: [],
  ...more,
});
const mondays = weekly({ opens: 18 * 60, closes: 22 * 60 });

let home: Desk;
beforeEach(async () => {
  home = await desk({ clock: fakeClock(monday) });
  await opensIn(mondays);
});

const opensIn = (calendar: Calendar) =>
  home.helpline.db.change("porchlight", (tx, emit) => setHours(tx, emit, { lineId: 1, timeZone: zone, calendar }));

/** Time goes by until an instant (ms UTC), and the job runs in each hour, and at last in each minute. */
async function goesOnUntil(at: number) {
  while (home.clock.now() < at) {
    home.clock.pass(at - home.clock.now() > hour ? hour : minute);
    await invites(home);
  }
}

const invitations = () => home.helpline.db.all(q.selectFrom("callback_invitation").select(["holds", "last"]));
const code = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error) => [error.code, error.field].join(" "),
  );

test("whoever asks late in this week's only opening has the next one, up to the minute in which they asked", async () => {
  home.clock.pass(21 * hour);
  await asks(home, "noor@example.org", { window: evening });
  // Sunday evening is the last of their evenings that is over by then, but not the last chance.
  await goesOnUntil(monday + 7 * day + 20.5 * hour);
  expect(outbox(home)).toEqual([]);
  await open(home);
  await goesOnUntil(home.clock.now() + minute);
  expect(invitations()).toEqual([{ holds: 1, last: 0 }]);
});

test.each([
  ["within an evening: before it, in that evening", 21 * hour, 7 * day + 20.75 * hour],
  ["at the minute in which one begins: at the end of the one before", 20 * hour, 6 * day + 21.75 * hour],
  ["between two evenings: at the end of the one before", 23 * hour, 7 * day + 21.75 * hour],
])("where nobody was there the goodbye comes in time; a deadline %s", async (_where, askedAfter, goodbyeAfter) => {
  home.clock.pass(askedAfter);
  await asks(home, "noor@example.org", { window: evening });
  await goesOnUntil(monday + goodbyeAfter - minute);
  expect(outbox(home)).toEqual([]);
  await goesOnUntil(monday + goodbyeAfter);
  expect(invitations()).toEqual([{ holds: 0, last: 1 }]);
});

test("a seat that is free in the last moment is given, not refused", async () => {
  home.clock.pass(18 * hour);
  await asks(home, "noor@example.org");
  await goesOnUntil(monday + 7 * day + 18 * hour - minute);
  await open(home);
  await goesOnUntil(monday + 7 * day + 18 * hour);
  expect(invitations()).toEqual([{ holds: 1, last: 0 }]);
});

test("a time of day past midnight has its whole last night", async () => {
  await opensIn(weekly({ opens: 20 * 60, closes: 26 * 60 }));
  home.clock.pass(day + 0.5 * hour);
  await asks(home, "noor@example.org", { window: { from: 23 * 60, to: 60 } });
  const deadline = home.clock.now() + 7 * day;
  await goesOnUntil(deadline - 16 * minute);
  expect(outbox(home)).toEqual([]);
  await goesOnUntil(deadline - 15 * minute);
  expect(invitations()).toEqual([{ holds: 0, last: 1 }]);
});

test.each([
  ["in the morning, when nobody is there", { from: 600, to: 720 }],
  ["in the last minutes, in which nobody comes in", { from: 21.5 * 60, to: 22 * 60 }],
])("a time of day %s is refused, not promised", async (_what, window) => {
  expect(await code(asks(home, "noor@example.org", { window }))).toBe("bad_input window");
});

test("nor is one that is open only in another week than this", async () => {
  const thursday = { kind: "one_off", from: "2026-11-26", to: "2026-11-26", label: "", note: "" } as const;
  const morning = { from: 600, to: 720 };
  const week = [mondays.week[0]!, [], [], [{ opens: 600, closes: 720 }], [], [], []];
  await opensIn({ ...mondays, week, dayRules: [{ ...thursday, spans: [] }] });
  expect(await code(asks(home, "noor@example.org", { window: morning }))).toBe("bad_input window");
  home.clock.pass(4 * day);
  expect(await code(asks(home, "noor@example.org", { window: morning }))).toBe("done");
});

test("in the last minutes before a pause of two weeks nothing is promised", async () => {
  const offered = () => callbackOffered(home.helpline.db, 1, home.clock.now());
  const closed = { kind: "one_off", from: "2026-11-30", to: "2026-11-30", label: "", note: "", spans: [] } as const;
  await opensIn({ ...mondays, dayRules: [{ ...closed, spans: [] }] });
  await open(home);
  home.clock.pass(21 * hour);
  expect(offered()).toBe(true);
  home.clock.pass(40 * minute);
  expect(offered()).toBe(false);
});

test.each([
  // The clock is put back at 3:00, and forward at 2:00.
  ["2026-10-25T00:10:00Z", { from: 150, to: 180 }, "2026-10-25T00:30:00.000Z"],
  ["2027-03-28T00:10:00Z", { from: 150, to: 240 }, "2027-03-28T01:00:00.000Z"],
  ["2026-11-24T20:10:00Z", { from: 1320, to: 120 }, "2026-11-24T21:00:00.000Z"],
  ["2026-11-24T23:10:30Z", { from: 1320, to: 120 }, "2026-11-24T23:10:30.000Z"],
])("from %s the next of %j is %s", (at, window, next) => {
  expect(new Date(nextIn(window, zone, Date.parse(at))).toISOString()).toBe(next);
});

test("without a time of day every moment is one, and without hours every time of day may be", () => {
  expect(nextIn(null, zone, monday + 1)).toBe(monday + 1);
  expect(lastIn(null, zone, monday)).toBe(monday);
  expect(letsInWithin(null, { from: 600, to: 720 }, monday, monday + 1)).toBe(true);
});
