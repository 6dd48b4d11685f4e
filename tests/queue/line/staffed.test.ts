import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Db } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { Availability } from "#src/events.ts";
import { localDate, localQuarter } from "#src/hours/instants.ts";
import { noteOnShift, rollUpPresence } from "#src/jobs/staffed.ts";
import type { LineDoor } from "#src/queue/door/door.ts";
import { forgetPresence, hasOldPresence, nextToRollUp, noteDowntime, rollUp } from "#src/queue/line/staffed.ts";
import { holding } from "#src/queue/line/stretches.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { restarted } from "#tests/support/house/restart.ts";
import { rows } from "#tests/support/house/tables.ts";
import { dayOrNight } from "#tests/support/run/night.ts";

const minute = 60_000;
const day = 24 * 60 * minute;
const zone = "Europe/Brussels";

interface Log {
  /** Of Anna and of Béla, in order. */
  presence: { who: 0 | 1; availability: Availability; at: number }[];
  states: { state: LineDoor; at: number }[];
}

/** A house in which this was noted, and nothing else. */
async function noted(log: Log, clock: FakeClock): Promise<House> {
  const home = await house({ clock });
  const people = [home.anna.id, home.bela.id];
  const { data } = home.files;
  data.exec("DELETE FROM presence_log; DELETE FROM line_state_log; DELETE FROM rolled_up; DELETE FROM awake");
  const said = data.prepare("INSERT INTO presence_log (staff_id, availability, at) VALUES (?, ?, ?)");
  for (const { who, availability, at } of log.presence) said.run(people[who], availability, at);
  const state = data.prepare("INSERT INTO line_state_log (line_id, state, reason, at) VALUES (1, ?, 'x', ?)");
  for (const one of log.states) state.run(one.state, one.at);
  return home;
}

const served = (db: Db) => db.all(q.selectFrom("hours_served").selectAll());
const staffed = (db: Db) => db.all(q.selectFrom("staffed").selectAll());
const sum = (numbers: number[]) => numbers.reduce((total, n) => total + n, 0);
const all = (db: Db) => ({ served: served(db), staffed: staffed(db) });

/** What held last before an instant, minute by minute: another way to reckon the same. */
function oracle(log: Log, until: number) {
  const minutes = { served: new Map<string, number>(), staffed: new Map<string, number>() };
  const people = new Map<string, Set<number>>();
  const add = (of: Map<string, number>, name: string) => of.set(name, (of.get(name) ?? 0) + 1);
  const lastBefore = <One extends { at: number }>(some: One[], at: number) => some.findLast((one) => one.at <= at);
  const own = ([0, 1] as const).map((who) => log.presence.filter((one) => one.who === who));
  for (let at = log.presence[0]?.at ?? until; at < until; at += minute) {
    const state = lastBefore(log.states, at)?.state ?? "closed";
    for (const who of [0, 1] as const) {
      if (lastBefore(own[who]!, at)?.availability !== "available") continue;
      const { name, quarter } = localOf(at);
      add(minutes.served, `${who} ${name}`);
      if (!["open", "full", "last_entry"].includes(state)) continue;
      add(minutes.staffed, quarter);
      people.set(quarter, (people.get(quarter) ?? new Set()).add(who));
    }
  }
  return { ...minutes, people };
}

/** The day and the quarter that an instant is in. Clocks are put back at whole quarters, so all minutes of one are alike. */
function localOf(at: number): { name: string; quarter: string } {
  const began = at - (at % (15 * minute));
  let local = locals.get(began);
  if (!local) {
    const name = localDate(zone, began);
    local = { name, quarter: `${name} ${localQuarter(zone, began)}` };
    locals.set(began, local);
  }
  return local;
}
const locals = new Map<number, ReturnType<typeof localOf>>();

/** The week in which the clock is put back; some days of it. */
const from = Date.parse("2026-10-23T06:00:00Z");
const logs = (unit: number) =>
  fc
    .record({
      presence: fc.array(
        fc.record({
          who: fc.constantFrom(0 as const, 1 as const),
          availability: fc.constantFrom<Availability>("available", "available", "away", "gone"),
          at: fc.integer({ min: 0, max: (4 * day) / unit }).map((n) => from + n * unit),
        }),
        { maxLength: 12 },
      ),
      states: fc.array(
        fc.record({
          state: fc.constantFrom<LineDoor>("open", "open", "full", "last_entry", "closed", "paused", "late", "locked"),
          at: fc.integer({ min: 0, max: (4 * day) / unit }).map((n) => from + n * unit),
        }),
        { maxLength: 8 },
      ),
    })
    .map(({ presence, states }) => ({
      presence: presence.toSorted((a, b) => a.at - b.at),
      states: states.toSorted((a, b) => a.at - b.at),
    }));

describe("whatever the logs say", () => {
  test("no minute is lost and none made up: rolled up they are as many, by day and by quarter, and stay so when the logs have gone", async () => {
    await fc.assert(
      fc.asyncProperty(logs(minute), async (log) => {
        const clock = fakeClock(from + 6 * day);
        const home = await noted(log, clock);
        const { db } = home.helpline;
        await rollUpPresence(home.helpline);
        const today = Date.parse(`${localDate(zone, clock.now())}T00:00+01:00`);
        const known = oracle(log, today);
        const people = [home.anna.id, home.bela.id];
        const days = served(db).map((row) => [`${people.indexOf(row.staff_id)} ${row.day}`, row.minutes] as const);
        expect(new Map(days)).toEqual(known.served);
        const quarters = staffed(db).map((row) => [`${row.day} ${row.quarter}`, row.seat_minutes] as const);
        expect(new Map(quarters)).toEqual(known.staffed);
        for (const row of staffed(db)) {
          expect(row.counsellors).toBe(known.people.get(`${row.day} ${row.quarter}`)!.size);
          // The hour that comes twice has room for both.
          expect(row.seat_minutes).toBeLessThanOrEqual(30 * row.counsellors);
        }
        const before = all(db);
        // Longer than the logs are kept.
        clock.pass(100 * day);
        await rollUpPresence(home.helpline);
        const since = (rowsOf: { day: string }[]) => rowsOf.filter((row) => row.day <= "2026-10-28");
        expect({ served: since(served(db)), staffed: since(staffed(db)) }).toEqual(before);
      }),
      { numRuns: dayOrNight(12, 100) },
    );
  });

  test("to the millisecond too: what is cut from one quarter is in the next, so a day is whole to half a minute", async () => {
    await fc.assert(
      fc.asyncProperty(logs(1), async (log) => {
        const home = await noted(log, fakeClock(from + 6 * day));
        const { db } = home.helpline;
        await rollUpPresence(home.helpline);
        const until = Date.parse("2026-10-29T00:00+01:00");
        const exact = (who: 0 | 1) => {
          const said = log.presence.filter((one) => one.who === who);
          const holds = said.map(({ at, availability }) => ({ at, holds: availability === "available" }));
          return sum(holding(holds, { from, to: until }).map((one) => one.to - one.from));
        };
        for (const [who, id] of [
          [0, home.anna.id],
          [1, home.bela.id],
        ] as const) {
          const own = served(db).filter((row) => row.staff_id === id);
          expect(Math.abs(sum(own.map((row) => row.minutes)) - exact(who) / minute)).toBeLessThanOrEqual(3);
        }
      }),
      { numRuns: dayOrNight(8, 60) },
    );
  });
});

const evening: Log = {
  presence: [
    { who: 0, availability: "available", at: Date.parse("2026-11-20T18:00:00Z") },
    { who: 1, availability: "available", at: Date.parse("2026-11-20T18:10:00Z") },
    { who: 0, availability: "gone", at: Date.parse("2026-11-20T18:25:30Z") },
    { who: 1, availability: "away", at: Date.parse("2026-11-20T23:30:00Z") },
  ],
  states: [
    { state: "open", at: Date.parse("2026-11-20T18:05:00Z") },
    { state: "closed", at: Date.parse("2026-11-20T18:40:00Z") },
  ],
};

test("an evening by hand: minutes by quarter while the line let people in, and those of each day of theirs, over midnight", async () => {
  const home = await noted(evening, fakeClock(Date.parse("2026-11-22T12:00:00Z")));
  const { db } = home.helpline;
  await rollUpPresence(home.helpline);
  const line = { line_id: 1, day: "2026-11-20" };
  // 19:00 in Brussels is quarter 76; Anna 19:05 to 19:25:30, Béla 19:10 to 19:40.
  expect(staffed(db)).toEqual([
    { ...line, quarter: 76, seat_minutes: 15, counsellors: 2 },
    { ...line, quarter: 77, seat_minutes: 26, counsellors: 2 },
    { ...line, quarter: 78, seat_minutes: 10, counsellors: 1 },
  ]);
  expect(served(db)).toEqual([
    { staff_id: home.anna.id, day: "2026-11-20", minutes: 26 },
    { staff_id: home.bela.id, day: "2026-11-20", minutes: 290 },
    { staff_id: home.bela.id, day: "2026-11-21", minutes: 30 },
  ]);
});

test("each day once: run twice, killed between two days, or in the middle of one, it comes to the same", async () => {
  const whole = await noted(evening, fakeClock(Date.parse("2026-11-25T12:00:00Z")));
  await rollUpPresence(whole.helpline);
  const expected = all(whole.helpline.db);
  const home = await noted(evening, fakeClock(Date.parse("2026-11-25T12:00:00Z")));
  const { db, clock } = home.helpline;
  for (let n = 0; ; n += 1) {
    const due = nextToRollUp(db, clock.now());
    if (!due) break;
    const killed = db.change("porchlight", (tx) => {
      rollUp(tx, due);
      throw new Error("killed");
    });
    await expect(killed).rejects.toThrow("killed");
    await db.change("porchlight", (tx) => rollUp(tx, due));
    await db.change("porchlight", (tx) => rollUp(tx, due));
    if (n === 2) await restarted(home, home.files, null);
  }
  await rollUpPresence(home.helpline);
  expect(all(db)).toEqual(expected);
});

test("raw rows go after 90 days and not before; what somebody said last stays, with its day alone, and still holds", async () => {
  const clock = fakeClock(Date.parse("2026-11-22T12:00:00Z"));
  const home = await noted(evening, clock);
  const { db } = home.helpline;
  await rollUpPresence(home.helpline);
  const before = all(db);
  clock.pass(88 * day);
  await rollUpPresence(home.helpline);
  expect(rows(home.files, "presence_log")).toHaveLength(4);
  clock.pass(2 * day);
  await rollUpPresence(home.helpline);
  const last = Date.parse("2026-11-20T00:00:00Z");
  expect(rows(home.files, "presence_log")).toMatchObject([
    { staff_id: home.anna.id, availability: "gone", at: last },
    { staff_id: home.bela.id, availability: "away", at: last },
  ]);
  expect(rows<{ state: string }>(home.files, "line_state_log").map(({ state }) => state)).toEqual(["closed"]);
  expect(all(db)).toEqual(before);
  // A second time nothing happens.
  const bytes = home.files.data.serialize();
  await rollUpPresence(home.helpline);
  expect(home.files.data.serialize().equals(bytes)).toBe(true);
});

test("while a day is not rolled up nothing of it goes, however old", async () => {
  const clock = fakeClock(Date.parse("2026-11-22T12:00:00Z"));
  const home = await noted(evening, clock);
  clock.pass(300 * day);
  expect(hasOldPresence(home.helpline.db, clock.now())).toBe(false);
  await home.helpline.db.change("porchlight", forgetPresence);
  expect(rows(home.files, "presence_log")).toHaveLength(4);
  home.files.data.exec("CREATE TRIGGER no BEFORE INSERT ON hours_served BEGIN SELECT RAISE(FAIL, 'no'); END");
  await expect(rollUpPresence(home.helpline)).rejects.toThrow();
  expect(rows(home.files, "presence_log")).toHaveLength(4);
  home.files.data.exec("DROP TRIGGER no");
  await rollUpPresence(home.helpline);
  expect(rows(home.files, "presence_log")).toHaveLength(2);
  expect(sum(served(home.helpline.db).map((row) => row.minutes))).toBe(26 + 290 + 30);
});

test("a day that no restart closed: what was not running nobody served, and the days in between are rolled up all the same", async () => {
  const clock = fakeClock(Date.parse("2026-11-20T18:00:00Z"));
  const at = clock.now();
  const log: Log = { presence: [{ who: 0, availability: "available", at }], states: [{ state: "open", at }] };
  const home = await noted(log, clock);
  for (let n = 0; n < 60; n += 1) {
    await noteOnShift(home.helpline);
    clock.pass(minute);
  }
  // The process is killed at 19:59 by its clock, and comes back after two nights; nobody is heard any more a minute later.
  clock.pass(35 * 60 * minute);
  const again = await restarted(home, home.files, null);
  home.files.data
    .prepare("INSERT INTO presence_log (staff_id, availability, at) VALUES (?, 'gone', ?)")
    .run(home.anna.id, clock.now() + minute);
  clock.pass(day);
  await rollUpPresence(again.helpline);
  const { db } = again.helpline;
  expect(served(db)).toEqual([
    { staff_id: home.anna.id, day: "2026-11-20", minutes: 59 },
    { staff_id: home.anna.id, day: "2026-11-22", minutes: 1 },
  ]);
  expect(db.all(q.selectFrom("rolled_up").selectAll())).toContainEqual({ of: "staff", through: "2026-11-22" });
  // A start soon after takes nothing away.
  const before = rows(home.files, "downtime").length;
  await noteOnShift(again.helpline);
  clock.pass(minute);
  await db.change("porchlight", noteDowntime);
  expect(rows(home.files, "downtime")).toHaveLength(before);
});
