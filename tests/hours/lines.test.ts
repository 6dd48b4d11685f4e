import { beforeEach, describe, expect, test } from "vitest";
import { lineHistory } from "#src/hours/line-changes.ts";
import {
  addLine,
  addSecondLine,
  changeLine,
  type LineValues,
  line,
  lines,
  lineValues,
  retireLine,
  staffOfLine,
  unnamedLine,
} from "#src/hours/lines.ts";
import { comesIn } from "#tests/support/house/chats.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";

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
  expect(lineValues(db, id)).toEqual({ ...evening, staffIds: [home.anna.id, home.bela.id] });
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
  expect(lineValues(db, id)).toEqual(values);
  const [before, after] = [evening, values].map((one) => JSON.stringify(one));
  expect(home.heard).toEqual([{ type: "line.changed", lineId: id, before, after }]);
  const nowhere = db.change("staff:3", (tx, emit) => changeLine(tx, emit, { lineId: 99, values }));
  await expect(nowhere).rejects.toMatchObject({ code: "not_found" });
});

test("the same people in another order are no change", async () => {
  const { db } = home.helpline;
  const id = await add({ ...evening, staffIds: [home.bela.id, home.anna.id] });
  expect(home.heard.at(-1)).toMatchObject({ after: JSON.stringify(lineValues(db, id)) });
  home.heard.length = 0;
  const values = { ...evening, staffIds: [home.bela.id, home.anna.id] };
  expect(await db.change("staff:3", (tx, emit) => changeLine(tx, emit, { lineId: id, values }))).toBe(0);
  expect(home.heard).toEqual([]);
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

describe("two admins at once", () => {
  const change = (values: Partial<LineValues>, basedOn?: number) =>
    home.helpline.db.change("staff:3", (tx, emit) =>
      changeLine(tx, emit, {
        lineId: 1,
        values: { ...lineValues(tx, 1), ...values },
        ...(basedOn === undefined ? {} : { basedOn }),
      }),
    );

  test("whoever had not seen the newest change is refused, and nothing is told; having seen it, they may", async () => {
    const { db } = home.helpline;
    expect(lineHistory.newest(db, 1)).toBe(0);
    const first = await change({ name: "Awel" }, 0);
    expect(first).toBe(lineHistory.newest(db, 1));
    home.heard.length = 0;
    await expect(change({ intakeCap: 3 }, 0)).rejects.toMatchObject({ code: "taken" });
    expect(lineValues(db, 1)).toMatchObject({ name: "Awel", intakeCap: null });
    expect(home.heard).toEqual([]);
    expect(await change({ intakeCap: 3 }, first)).toBeGreaterThan(first);
    expect(lineHistory.latest(db, 1).map(({ before, after }) => [before, after])).toMatchObject([
      [{ intakeCap: null }, { intakeCap: 3 }],
      [{ name: "Main line" }, { name: "Awel" }],
    ]);
  });

  test("both setting the same are in nobody's way; taking out of use counts as a change", async () => {
    await change({ name: "Awel" }, 0);
    expect(await change({ name: "Awel" }, 0)).toBe(0);
    await add();
    const seen = lineHistory.newest(home.helpline.db, 1);
    await home.helpline.db.change("staff:3", (tx, emit) => retireLine(tx, emit, { lineId: 1, retired: true }));
    await expect(change({ name: "Other" }, seen)).rejects.toMatchObject({ code: "taken" });
  });
});

describe("a second line", () => {
  const second = (firstName: string) =>
    home.helpline.db.change("staff:3", (tx, emit) => addSecondLine(tx, emit, { values: evening, firstName }));

  test("comes with a name for the first, which keeps all else that was set of it", async () => {
    const { db } = home.helpline;
    const before = lineValues(db, 1);
    expect(unnamedLine(db)?.id).toBe(1);
    const id = await second("English");
    expect(lines(db).map((one) => [one.id, one.name])).toEqual([
      [1, "English"],
      [id, "Rainbow evening"],
    ]);
    expect(lineValues(db, 1)).toEqual({ ...before, name: "English" });
    expect(unnamedLine(db)).toBeUndefined();
  });

  test("is none any more when a colleague was faster: nothing is made, nothing renamed", async () => {
    const { db } = home.helpline;
    await second("English");
    home.heard.length = 0;
    await expect(second("Nederlands")).rejects.toMatchObject({ code: "taken" });
    expect(lines(db).map((one) => one.name)).toEqual(["English", "Rainbow evening"]);
    expect(home.heard).toEqual([]);
  });

  test("a first line that has a name is not asked for one", async () => {
    await home.helpline.db.change("staff:3", (tx, emit) =>
      changeLine(tx, emit, { lineId: 1, values: { ...lineValues(tx, 1), name: "Awel" } }),
    );
    expect(unnamedLine(home.helpline.db)).toBeUndefined();
  });
});
