import { beforeEach, expect, test } from "vitest";
import { lineHistory } from "#src/hours/line-changes.ts";
import { addLine, changeLine, isInUse, type LineValues, lineValues } from "#src/hours/lines.ts";
import { retire } from "#src/queue/line/retire.ts";
import { undoLine } from "#src/queue/line/undo-line.ts";
import { type House, house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";

let home: House;
let night: number;

beforeEach(async () => {
  home = await house();
  night = await act(home, home.aino, (tx, emit) => addLine(tx, emit, { ...lineValues(tx, 1), name: "Night line" }));
});

const newest = (lineId = night) => lineHistory.newest(home.helpline.db, lineId);
/** What is set of the night line, and whether it is in use. */
const state = () => ({ ...lineValues(home.helpline.db, night), inUse: isInUse(home.helpline.db, night) });

/** Changes the night line; gives what it was before and the id of the change. */
async function change(values: Partial<LineValues>) {
  const before = state();
  const id = await act(home, home.aino, (tx, emit) =>
    changeLine(tx, emit, { lineId: night, values: { ...lineValues(tx, night), ...values } }),
  );
  return { id, before };
}
async function setUse(retired: boolean) {
  const before = state();
  await act(home, home.aino, (tx, emit) => retire(tx, emit, { lineId: night, retired }));
  return { id: newest(), before };
}
const undo = (changeId: number, basedOn = newest()) =>
  act(home, home.aino, (tx, emit) => undoLine(tx, emit, { lineId: night, changeId, basedOn }));

test("every change in the history is undone exactly, with all that came after it, and the undoing too", async () => {
  const steps = [
    await change({ name: "Nachtlijn", staffIds: [home.anna.id, home.bela.id] }),
    await change({ languages: ["nl"], ageFrom: 12, ageTo: 18 }),
    await setUse(true),
    await change({ country: "FI", intakeCap: 0 }),
    await setUse(false),
    await change({ pauseAfterMinutes: 0, staffIds: [] }),
  ];
  const last = state();
  for (const { id, before } of steps) {
    const done = await undo(id);
    expect(state()).toEqual(before);
    await undo(done);
    expect(state()).toEqual(last);
  }
});

test("the audit trail names who undid what, as the change it is", async () => {
  const { id } = await change({ name: "Nachtlijn" });
  const done = await undo(id);
  expect(lineHistory.latest(home.helpline.db, night)[0]).toMatchObject({
    id: done,
    actor: `staff:${home.aino.id}`,
    before: { name: "Nachtlijn" },
    after: { name: "Night line" },
  });
});

test("a colleague's newer change is not undone unseen; what is so already is no change", async () => {
  const first = await change({ name: "Nachtlijn" });
  const seen = newest();
  await change({ intakeCap: 4 });
  await expect(undo(first.id, seen)).rejects.toMatchObject({ code: "taken" });
  expect(state()).toMatchObject({ name: "Nachtlijn", intakeCap: 4 });
  await undo(first.id);
  expect(await undo(first.id, seen)).toBe(0);
});

test("the making of a line, a change of another line and one that there is not are nothing to go back before", async () => {
  const made = newest();
  await act(home, home.aino, (tx, emit) =>
    changeLine(tx, emit, { lineId: 1, values: { ...lineValues(tx, 1), name: "English" } }),
  );
  for (const id of [made, newest(1), 0, -1, 99_999]) {
    await expect(undo(id)).rejects.toMatchObject({ code: "not_found" });
  }
});

test("a name that another line has now is not given twice, neither by undoing a change nor a retiring", async () => {
  const renamed = await change({ name: "Nachtlijn" });
  await act(home, home.aino, (tx, emit) => addLine(tx, emit, { ...lineValues(tx, 1), name: "NIGHT LINE" }));
  await expect(undo(renamed.id)).rejects.toMatchObject({ key: "admin.line.problem.name_taken" });
  const gone = await setUse(true);
  await act(home, home.aino, (tx, emit) => addLine(tx, emit, { ...lineValues(tx, 1), name: "nachtlijn" }));
  await expect(undo(gone.id)).rejects.toMatchObject({ key: "admin.line.problem.name_taken" });
  expect(state()).toMatchObject({ name: "Nachtlijn", inUse: false });
});

test("the only line is not taken out of use by undoing its return", async () => {
  await setUse(true);
  const back = await setUse(false);
  await act(home, home.aino, (tx, emit) => retire(tx, emit, { lineId: 1, retired: true }));
  await expect(undo(back.id)).rejects.toMatchObject({ key: "error.last_line" });
});
