import { beforeEach, expect, test } from "vitest";
import {
  addLine,
  changeLine,
  type LineValues,
  line,
  lines,
  retireLine,
  staffOfLine,
  valuesOf,
} from "#src/hours/lines.ts";
import { comesIn } from "../support/chats.ts";
import { type House, house, open } from "../support/helpline.ts";

let home: House;
const evening: LineValues = {
  name: "Rainbow evening",
  country: "BE",
  languages: ["fr", "nl"],
  ageFrom: 14,
  ageTo: null,
  intakeCap: 4,
  pauseAfterMinutes: 5,
  staffIds: [],
};
const add = (values: LineValues = evening) =>
  home.helpline.db.change("staff:3", (tx, emit) => addLine(tx, emit, values));

beforeEach(async () => {
  home = await house();
});

test("there is one line from the start, without hours, for everybody", () => {
  const { db } = home.helpline;
  expect(lines(db)).toMatchObject([{ id: 1, calendar: null, languages: [], intakeCap: null }]);
  expect(staffOfLine(db, 1)).toEqual([]);
});

test("Aino adds a line: it stands last, keeps what was set, and she answers for it", async () => {
  const { db } = home.helpline;
  const id = await add({ ...evening, staffIds: [home.anna.id, home.bela.id, home.anna.id] });
  expect(lines(db).map((one) => one.name)).toEqual(["Main line", "Rainbow evening"]);
  expect(valuesOf(db, id)).toEqual({ ...evening, staffIds: [home.anna.id, home.bela.id] });
  expect(line(db, id)).toMatchObject({ slug: "line-2", timeZone: "Europe/Brussels" });
  expect(home.heard).toEqual([expect.objectContaining({ type: "line.changed", lineId: id, before: null })]);
});

test("a change is told once, with before and after; the same again is nothing", async () => {
  const { db } = home.helpline;
  const id = await add();
  home.heard.length = 0;
  const values = { ...evening, name: "Regenboog", languages: [] };
  for (let n = 0; n < 2; n += 1) {
    await db.change("staff:3", (tx, emit) => changeLine(tx, emit, { lineId: id, values }));
  }
  expect(valuesOf(db, id)).toEqual(values);
  const [before, after] = [evening, values].map((one) => JSON.stringify(one));
  expect(home.heard).toEqual([{ type: "line.changed", lineId: id, before, after }]);
  const nowhere = db.change("staff:3", (tx, emit) => changeLine(tx, emit, { lineId: 99, values }));
  await expect(nowhere).rejects.toMatchObject({ code: "not_found" });
});

test("a line is retired and comes back, but never the last one, nor one where somebody waits", async () => {
  const { db } = home.helpline;
  const retire = (lineId: number, retired: boolean) =>
    db.change("staff:3", (tx, emit) => retireLine(tx, emit, { lineId, retired }));
  await expect(retire(1, true)).rejects.toMatchObject({ key: "error.last_line" });
  const id = await add();
  await open(home);
  await comesIn(home, "hello", { lineId: id });
  await expect(retire(id, true)).rejects.toMatchObject({ key: "error.line_in_use" });
  await retire(1, true);
  expect(lines(db).map((one) => one.id)).toEqual([id]);
  expect(line(db, 1)?.name).toBe("Main line");
  await retire(1, false);
  expect(lines(db).map((one) => one.id)).toEqual([1, id]);
});

test("twelve lines are the most", async () => {
  for (let n = 2; n <= 12; n += 1) await add();
  await expect(add()).rejects.toMatchObject({ key: "error.too_many_lines", values: { most: 12 } });
});
