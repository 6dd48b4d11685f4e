import { beforeEach, describe, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { changeService, service, services } from "#src/directory/entry/services.ts";
import { anything, search } from "#src/directory/search/search.ts";
import { place } from "#tests/support/house/directory.ts";
import { says } from "#tests/support/house/http.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";
import { allRead, looksAt } from "#tests/support/people/import-desk.ts";
import { sheet } from "#tests/support/people/plain-form.ts";

let at: Desk;

beforeEach(async () => {
  at = await desk();
});

const header = "name,organization,summary,phone,minimum_age";
const csv = (...rows: string[]) => ({ name: "places.csv", bytes: [header, ...rows, ""].join("\n") });
const names = () => services(at.line.helpline.db).map(({ entry }) => entry.name);
const directory = () => ({
  services: at.line.helpline.db.all(q.selectFrom("service").selectAll().orderBy("id")),
  organizations: at.line.helpline.db.all(q.selectFrom("organization").selectAll().orderBy("id")),
  regions: at.line.helpline.db.all(q.selectFrom("region").selectAll()),
});
const looks = (...rows: string[]) => looksAt(at.line, at.aino, [csv(...rows)]);
const press = async (path: string, what: string) => {
  const { to } = await at.aino.post(`${path}/${what}`);
  await allRead(at.line);
  return sheet(at.aino, to!);
};

describe("before anything is changed, the page of a file tells", () => {
  test("what is new, what changes and how, what stays, and which rows are left out and why", async () => {
    const { db } = at.line.helpline;
    await place(db, "Night phone", { summary: "All night" });
    await place(db, "Day phone", { summary: "All day" });
    const before = directory();
    const { page, path } = await looks(
      "Night phone,Open House,Somebody listens,0800 12 34 56,12",
      "Day phone,Open House,All day,0800 12 34 56,",
      "School chat,Open House,,116 111,ten",
      "Street work,On the Street,,116 111,twelve",
    );
    expect(directory()).toEqual(before);
    const read = await sheet(at.aino, path);
    expect(read.words(".about-line")).toBe("New 0 Changed 1 Unchanged 1 Rows left out 2");
    expect(read.words("#changes")).toContain("Night phone: ");
    expect(read.words("#changes")).toContain("All night → Somebody listens");
    expect(read.words("#issues")).toMatch(/Row 4: minimum_age: .*ten/);
    expect(read.words("#issues")).toMatch(/Row 5: minimum_age: /);
    expect(page.text).not.toContain(says("admin.import.state.applied"));
  });

  test("the rows that were left out as a file: mended, it comes in", async () => {
    const { path } = await looks("School chat,Open House,,116 111,ten", "Street work,On the Street,,116 111,");
    const file = await at.aino.get(`${path}/left-out`);
    expect(file.headers.get("content-disposition")).toContain("attachment");
    expect(file.text).toContain("School chat");
    expect(file.text).not.toContain("Street work");
    expect(file.text).toContain("What to correct");
    const mended = file.text.replace(",ten", ",10");
    const { page } = await looksAt(at.line, at.aino, [{ name: "left-out.csv", bytes: mended }]);
    expect(page.text).toContain(says("admin.import.apply", { n: 1 }));
    expect(page.text).not.toContain('id="issues"');
  });

  test("that there is nothing to do, or nothing to be read", async () => {
    await place(at.line.helpline.db, "Night phone");
    const { page: same } = await looks("Night phone,Open House,,0800 12 34 56,");
    expect(same.text).toContain(says("admin.import.all_there", { n: 1 }));
    expect(same.text).not.toContain("/apply");
    const { page: none } = await looksAt(at.line, at.aino, [
      { name: "photo.csv", bytes: Uint8Array.from("\x89PNG\r\n", (sign) => sign.charCodeAt(0)) },
    ]);
    expect(none.text).toContain(says("admin.import.none_readable"));
    expect(none.text).toContain(says("admin.import.issue.not_text", { part: "", proposal: "" }));
  });
});

describe("put into the directory", () => {
  test("it is there, for counsellors only, and can be taken back to exactly what was", async () => {
    const { db } = at.line.helpline;
    const id = await place(db, "Night phone", { summary: "All night" });
    const before = directory();
    const { path } = await looks("Night phone,Open House,Somebody listens,116 111,", "Day phone,Open House,,116 112,");
    const applied = await press(path, "apply");
    expect(applied.words("#saved")).toBe(says("admin.import.state.applied"));
    expect(names()).toEqual(["Day phone", "Night phone"]);
    expect(services(db).map(({ entry }) => entry.visibility)).toEqual(["counsellors", "public"]);
    const found = search(db, { ...anything, words: "somebody" }, "youth", at.clock.now());
    expect(found.map((one) => one.id)).toEqual([id]);
    const undone = await press(path, "undo");
    expect(undone.words("#saved")).toBe(says("admin.import.undone", { n: 0 }));
    expect(directory()).toEqual(before);
  });

  test("young people see it at once where an admin says so", async () => {
    const { page, path } = await looksAt(at.line, at.aino, [csv("Day phone,Open House,,116 112,")], {
      visibility: "public",
    });
    expect(page.text).toContain(says("admin.import.seen", { n: 1 }));
    await press(path, "apply");
    expect(services(at.line.helpline.db)[0]!.entry.visibility).toBe("public");
  });

  test("nothing is, when a colleague was faster: compared again, what they did stays and is told", async () => {
    const { db } = at.line.helpline;
    const id = await place(db, "Night phone");
    const { path } = await looks(
      "Night phone,Open House,Somebody listens,0800 12 34 56,",
      "Day phone,Open House,,116 112,ten",
    );
    const entry = { ...service(db, id)!.entry, alert: "Closed this week" };
    await db.change("staff:2", (tx, emit) => changeService(tx, emit, { id, entry }));
    const late = await at.aino.post(`${path}/apply`);
    expect(late.status).toBe(409);
    expect(late.text).toContain(says("admin.directory.bulk_late"));
    expect(service(db, id)!.entry).toEqual(entry);
    const again = await press(path, "again");
    expect(again.words("#changes")).toContain("Somebody listens");
    expect(again.words("#changes")).not.toContain("Closed this week");
    expect(again.words("#issues")).toContain("Row 3: minimum_age: ");
    expect((await at.aino.get(path)).status).toBe(404);
    const { to } = await at.aino.post(`/admin/directory/import/2/apply`);
    expect((await at.aino.get("/admin/directory/import/2/left-out")).text).toContain("Day phone");
    expect(to).toBe("/admin/directory/import/2?saved=1");
    expect(service(db, id)!.entry).toMatchObject({ summary: "Somebody listens", alert: "Closed this week" });
  });

  test("and taken back, what somebody has changed since stays, and is counted", async () => {
    const { db } = at.line.helpline;
    const { path } = await looks("Night phone,Open House,,116 111,", "Day phone,Open House,,116 112,");
    await press(path, "apply");
    const { id, entry } = services(db)[0]!;
    await db.change("staff:2", (tx, emit) => changeService(tx, emit, { id, entry: { ...entry, alert: "New number" } }));
    const undone = await press(path, "undo");
    expect(undone.words("#saved")).toBe(says("admin.import.undone", { n: 1 }));
    expect(names()).toEqual(["Day phone"]);
  });

  test("only once, undone only once, and not after it was forgotten", async () => {
    const { path } = await looks("Night phone,Open House,,116 111,");
    expect((await at.aino.post(`${path}/undo`)).status).toBe(404);
    await press(path, "apply");
    for (const what of ["again", "forget"]) expect((await at.aino.post(`${path}/${what}`)).status).toBe(404);
    const twice = await press(path, "apply");
    expect(twice.words("#saved")).toBe(says("admin.import.state.applied"));
    await press(path, "undo");
    expect((await at.aino.post(`${path}/undo`)).to).toBe(path);
    expect((await at.aino.post(`${path}/apply`)).status).toBe(404);
    expect(names()).toEqual([]);
  });
});

test("a file with nothing to do says so in the list, and its hours say in which zone they are", async () => {
  const at = await desk();
  const bytes = "name,hours\nNight line,Mo-Fr 20:00-24:00\n";
  const zone = { zone: "Europe/Helsinki" };
  const { path } = await looksAt(at.line, at.aino, [{ name: "a.csv", bytes }], zone);
  const page = await sheet(at.aino, path);
  expect(page.words("#zones")).toContain("Hours are read in this time zone: Europe/Helsinki.");
  const list = async () => (await sheet(at.aino, "/admin/directory/import")).words(".history ol");
  expect(await list()).toContain(says("admin.import.state.waiting"));
  await page.press("", "form[action$='/apply']");
  // What is in the directory is not forgotten, but taken back.
  expect((await sheet(at.aino, path)).words("#zones")).toContain(says("admin.import.zones_hint"));
  await looksAt(at.line, at.aino, [{ name: "again.csv", bytes }], zone);
  expect(await list()).toContain(`again.csv ${says("admin.import.state.nothing")}`);
  expect(await list()).not.toContain(says("admin.import.state.waiting"));
});

test("a list of services without an organization is that of whoever it is said to be of, else each has its own", async () => {
  const at = await desk();
  const row = { id: "n1", name: "Night line", status: "active" };
  const files = [{ name: "services.json", bytes: JSON.stringify([row]) }];
  const first = await looksAt(at.line, at.aino, files);
  expect((await sheet(at.aino, first.path)).words("#new")).not.toContain("services.json");
  const said = await looksAt(at.line, at.aino, files, { source: "City of Gent" });
  expect((await sheet(at.aino, said.path)).words("#new")).toContain("Night line: City of Gent");
});

test("forgotten, nothing is left of it", async () => {
  const { path } = await looks("Night phone,Open House,,116 111,");
  const forgotten = await press(path, "forget");
  expect(forgotten.words("#saved")).toBe(says("admin.import.forgotten"));
  expect((await at.aino.get(path)).status).toBe(404);
  const { db } = at.line.helpline;
  expect(db.all(q.selectFrom("service_version").select("id"))).toEqual([]);
  expect(db.all(q.selectFrom("import_row").select("object_id"))).toEqual([]);
});

test("what a file says of itself stands there as it is, and is no part of the page", async () => {
  const { page } = await looksAt(at.line, at.aino, [{ ...csv("<b>Night,<i>House,,116 111,"), name: "<script>.csv" }]);
  expect(page.text).toContain("&lt;b&gt;Night");
  expect(page.text).not.toMatch(/<script>\.csv|<b>Night|<i>House/);
});
