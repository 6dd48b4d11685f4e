import { beforeEach, expect, test } from "vitest";
import { line } from "#src/hours/lines.ts";
import { hoursHistory, setHours, undoHours } from "#src/hours/opening-hours.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { type House, house } from "#tests/support/house/helpline.ts";

let home: House;
const evenings: Calendar = {
  timeZone: "Europe/Helsinki",
  lastEntryMinutes: 20,
  week: [[{ opens: 1080, closes: 1320 }], [], [], [], [{ opens: 1320, closes: 1560 }], [], []],
  seasons: [],
  dayRules: [],
  cuts: [],
};
const set = (calendar: Calendar | null, timeZone = "Europe/Helsinki") =>
  home.helpline.db.change(`staff:${home.aino.id}`, (tx, emit) => setHours(tx, emit, { lineId: 1, timeZone, calendar }));

beforeEach(async () => {
  home = await house();
});

test("Aino sets hours: they are the line’s, zone and last entry too, and read as the same object each time", async () => {
  const { db } = home.helpline;
  await set(evenings);
  expect(line(db, 1)).toMatchObject({ timeZone: "Europe/Helsinki", calendar: evenings });
  expect(line(db, 1)!.calendar).toBe(line(db, 1)!.calendar);
  expect(home.heard).toMatchObject([{ type: "hours.changed", lineId: 1 }]);
});

test("without hours again: Whenever a counsellor is available, in another zone", async () => {
  await set(evenings);
  await set(null, "Europe/Madrid");
  expect(line(home.helpline.db, 1)).toMatchObject({ timeZone: "Europe/Madrid", calendar: null });
});

test("the same hours again are no change", async () => {
  await set(evenings);
  await set(structuredClone(evenings));
  expect(home.heard).toHaveLength(1);
});

test("who changed what when, the newest first; undoing is a change of its own", async () => {
  const { db } = home.helpline;
  await set(evenings);
  await set({ ...evenings, lastEntryMinutes: 45 });
  const changes = hoursHistory.latest(db, 1);
  expect(changes.map((one) => one.after.calendar?.lastEntryMinutes)).toEqual([45, 20]);
  expect(changes[0]).toMatchObject({ actor: `staff:${home.aino.id}`, before: { calendar: evenings } });
  const undo = (changeId: number) =>
    db.change(`staff:${home.aino.id}`, (tx, emit) => undoHours(tx, emit, { lineId: 1, changeId }));
  await undo(changes[0]!.id);
  expect(line(db, 1)!.calendar).toEqual(evenings);
  await undo(changes[1]!.id);
  expect(line(db, 1)).toMatchObject({ calendar: null, timeZone: "Europe/Brussels" });
  expect(hoursHistory.latest(db, 1)).toHaveLength(4);
  await expect(undo(999)).rejects.toMatchObject({ code: "not_found" });
});

test("hours that may not stand are refused, and nothing changes", async () => {
  const wrong = { ...evenings, week: evenings.week.with(0, [{ opens: 1000, closes: 900 }]) };
  await expect(set(wrong)).rejects.toMatchObject({ code: "bad_input" });
  await expect(set({ ...evenings, timeZone: "Europe/Atlantis" })).rejects.toMatchObject({ code: "bad_input" });
  await expect(set(null, "Europe/Atlantis")).rejects.toMatchObject({ code: "bad_input" });
  await expect(set(evenings, "Europe/Madrid")).rejects.toMatchObject({ code: "bad_input" });
  expect(line(home.helpline.db, 1)!.calendar).toBe(null);
  expect(home.heard).toEqual([]);
});
