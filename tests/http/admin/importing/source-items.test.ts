import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readConfig } from "#src/config.ts";
import { q } from "#src/db/schema.ts";
import { changeService, service, services } from "#src/directory/entry/services.ts";
import { addSource, sources } from "#src/directory/sharing/sources.ts";
import { place } from "#tests/support/house/directory.ts";
import { fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { act, type Person, says, staff } from "#tests/support/house/http.ts";
import { type Publisher, publisher } from "#tests/support/made/publisher.ts";
import { type Sheet, sheet } from "#tests/support/people/plain-form.ts";

let there: Publisher;
let home: House;
let aino: Person;
let id: number;
let night: string;

const db = () => home.helpline.db;
const path = () => `/admin/directory/sources/${id}`;
const page = (query = ""): Promise<Sheet> => sheet(aino, path() + query);
const review = 'form[action$="/items"]';
const ask = async () => (await page()).press("", 'form[action$="/ask"]');
const entry = (one: string) => service(db(), one)!.entry;

beforeEach(async () => {
  there = await publisher();
  home = await house({ clock: fakeClock(), config: readConfig({ OUTGOING_ALLOW: "127.0.0.1" }, []) });
  aino = await staff(home, home.aino);
  night = await place(there.db, "Night phone", { summary: "Somebody listens", fees: "none" });
  await place(there.db, "Day phone");
  const url = `${there.origin}/hsds/services`;
  id = await act(home, home.aino, (tx, emit) =>
    addSource(tx, emit, { name: "Other Line", kind: "hsds", url, accept: "review", timeZone: "UTC", licenceNote: "" }),
  );
});
afterEach(() => {
  there.close();
  expect(home.reported).toEqual([]);
});

const dayPhone = () => services(there.db).find((one) => one.entry.name === "Day phone")!.id;

async function changeThere(one: string, more: object) {
  there.clock.pass(3_600_000);
  const { entry } = service(there.db, one)!;
  await act(there, there.aino, (tx, emit) => changeService(tx, emit, { id: one, entry: { ...entry, ...more } }));
}

test("asked by hand it says what it has; what is ticked is taken, for young people too if somebody says so", async () => {
  const asked = await ask();
  expect(asked.words("#told")).toContain(says("admin.source.done.asked", { n: 1 }));
  expect(asked.words("#review")).toContain(says("admin.source.review_n", { new: 2, changed: 0, gone: 0 }));
  expect(asked.words("#review")).toContain("Somebody listens");
  const taken = await asked.fill({ id: [night], visibility: "public" }).press("take", review);
  expect(taken.words("#told")).toContain(says("admin.source.done.taken", { n: 1 }));
  expect(entry(night)).toMatchObject({ name: "Night phone", visibility: "public" });
  expect(services(db())).toHaveLength(1);
  const rest = await taken.press("take_all", review);
  expect(services(db())).toHaveLength(2);
  expect(rest.words("#review")).toContain(says("admin.source.review_none", { taken: 2 }));
});

test("what was taken can be taken back, and waits again", async () => {
  const taken = await (await ask()).press("take_all", review);
  const undone = await taken.press("", "form#undo");
  expect(undone.words("#told")).toContain(says("admin.source.done.undone"));
  expect(services(db())).toEqual([]);
  expect(undone.words("#review")).toContain(says("admin.source.review_n", { new: 2, changed: 0, gone: 0 }));
});

test("it waits again too when it is taken back on the page of the import", async () => {
  await (await ask()).press("take_all", review);
  const run = db().first(q.selectFrom("import_run").select("id"))!;
  expect((await aino.post(`/admin/directory/import/${run.id}/undo`)).status).toBe(303);
  expect(services(db())).toEqual([]);
  expect((await page()).words("#review")).toContain(says("admin.source.review_n", { new: 2, changed: 0, gone: 0 }));
});

test("a change shows ours and theirs field by field; what was changed here stays until somebody takes theirs", async () => {
  await (await ask()).press("take_all", review);
  await act(home, home.aino, (tx, emit) =>
    changeService(tx, emit, { id: night, entry: { ...entry(night), summary: "Ours" } }),
  );
  await changeThere(night, { summary: "Theirs", fees: "5 €" });
  const asked = await ask();
  expect(asked.words("#review")).toContain("Ours");
  expect(asked.words("#review")).toContain("Theirs");
  expect(asked.words("#review")).toContain("5 €");
  expect(asked.answer.text.match(/name="theirs"/g)).toHaveLength(1);
  await asked.fill({ id: [night] }).press("take", review);
  expect(entry(night)).toMatchObject({ summary: "Ours", fees: "5 €" });
  await changeThere(night, { summary: "Theirs again" });
  const again = await ask();
  await again.fill({ id: [night], theirs: [`${night} summary`] }).press("take", review);
  expect(entry(night).summary).toBe("Theirs again");
});

test("what is gone there is told, and stays here when somebody says so", async () => {
  await (await ask()).press("take_all", review);
  await changeThere(night, { visibility: "hidden" });
  const asked = await ask();
  expect(asked.words("#review")).toContain(says("admin.source.state.gone"));
  const left = await asked.fill({ id: [night] }).press("reject", review);
  expect(left.words("#told")).toContain(says("admin.source.done.rejected", { n: 1 }));
  expect(entry(night).status).toBe("active");
  const trail = q.selectFrom("audit").select(["actor", "object", "after"]).where("action", "=", "source.refused");
  const after = JSON.stringify({ n: 1, items: [night] });
  expect(db().all(trail)).toEqual([{ actor: `staff:${home.aino.id}`, object: `source:${id}`, after }]);
});

test("nothing ticked is told, and a colleague who was faster too", async () => {
  await ask();
  const none = await (await page()).press("take", review);
  expect([none.answer.status, none.words().includes(says("admin.source.none_ticked"))]).toEqual([409, true]);
});

describe("removed", () => {
  test("without an answer what becomes of its places it stays", async () => {
    const { status, text } = await aino.post(`${path()}/remove`);
    expect([status, text.includes(says("admin.entry.problem.missing"))]).toEqual([422, true]);
    expect(sources(db())).toHaveLength(1);
  });

  test("with end, when a colleague was faster, it stays, and so do its places", async () => {
    await (await ask()).press("take_all", review);
    // As if the colleague had changed an entry between the reading and the taking.
    const faster = sql`CREATE TRIGGER faster AFTER UPDATE OF read_at ON import_run
      BEGIN UPDATE import_row SET version_before = -1 WHERE run_id = new.id; END`;
    await act(home, home.aino, (tx) => tx.run({ compile: () => faster.compile(q) }));
    const { status, text } = await aino.post(`${path()}/remove`, { entries: "end" });
    expect([status, text.includes(says("admin.directory.bulk_late"))]).toEqual([409, true]);
    expect(sources(db())).toHaveLength(1);
    expect(services(db()).map((one) => one.entry.status)).toEqual(["active", "active"]);
    expect(db().all(q.selectFrom("import_run").select("id"))).toHaveLength(1);
  });

  test.each([
    ["keep", "active"],
    ["end", "inactive"],
  ] as const)("with %s its places are %s, and ours", async (entries, status) => {
    await (await ask()).press("take_all", review);
    await aino.post(`${path()}/remove`, { entries });
    expect(sources(db())).toEqual([]);
    expect(services(db()).map((one) => [one.entry.status, one.sourceId])).toEqual([
      [status, null],
      [status, null],
    ]);
  });

  test("with end, somebody is told before how many stay or go, and can take it back after", async () => {
    await place(there.db, "Youth house");
    const asked = await ask();
    const taken = await asked.fill({ id: [night, dayPhone()] }).press("take", review);
    await act(home, home.aino, (tx, emit) =>
      changeService(tx, emit, { id: dayPhone(), entry: { ...entry(dayPhone()), status: "defunct" } }),
    );
    const before = (await page()).words("#entries");
    expect(taken.words("#entries")).toContain(says("admin.source.remove_used", { n: 2 }));
    expect(before).toContain(says("admin.source.remove_used", { n: 1 }));
    expect(before).toContain(says("admin.source.remove_over", { n: 1 }));
    expect(before).toContain(says("admin.source.remove_waiting", { n: 1 }));
    const removed = await (await page()).fill({ entries: "end" }).press("", 'form[action$="/remove"]');
    expect(removed.words("#saved")).toContain(says("admin.sharing.done.ended", { n: 1 }));
    expect([entry(night).status, entry(dayPhone()).status]).toEqual(["inactive", "defunct"]);
    const run = removed.answer.text.match(/href="(\/admin\/directory\/import\/\d+)"/)![1]!;
    expect((await aino.post(`${run}/undo`)).status).toBe(303);
    expect([entry(night).status, entry(dayPhone()).status]).toEqual(["active", "defunct"]);
    expect(service(db(), night)!.sourceId).toBeNull();
  });

  test("with end, where nothing is in use, there is nothing to take back", async () => {
    await ask();
    const removed = await (await page()).fill({ entries: "end" }).press("", 'form[action$="/remove"]');
    expect(removed.words("#saved")).toBe(says("admin.sharing.done.removed"));
    expect(db().all(q.selectFrom("import_run").select("id"))).toEqual([]);
  });
});
