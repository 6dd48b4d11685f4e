import { beforeEach, expect, test } from "vitest";
import { blankEntry, type Entry } from "#src/directory/entry/entry.ts";
import { organizations } from "#src/directory/entry/organizations.ts";
import {
  addService,
  changeService,
  entryOf,
  pastEntryOf,
  sameDocument,
  service,
  services,
  storeVersion,
} from "#src/directory/entry/services.ts";
import { directoryState } from "#src/directory/entry/state.ts";
import { anything, search } from "#src/directory/search/search.ts";
import { place } from "#tests/support/house/directory.ts";
import { type House, house } from "#tests/support/house/helpline.ts";
import { act, heardSince } from "#tests/support/house/http.ts";
import { rows, stored } from "#tests/support/house/tables.ts";

let home: House;
let id: string;

beforeEach(async () => {
  home = await house();
  id = await place(home.helpline.db, "Night line", { topics: ["suicide"] });
});

const now = () => service(home.helpline.db, id)!;
const set = (entry: Entry, basedOn?: number) =>
  act(home, home.aino, (tx, emit) =>
    changeService(tx, emit, { id, entry, ...(basedOn === undefined ? {} : { basedOn }) }),
  );
const found = (words: string) =>
  search(home.helpline.db, { ...anything, words }, "admin", 0).map(({ entry }) => entry.name);

test("a change is another document: the old one stays, and the search knows only the new one", async () => {
  const { entry, versionId } = now();
  const revision = directoryState(home.helpline.db).revision;
  const before = home.heard.length;
  const made = await set({ ...entry, name: "Day line", topics: ["grief"] }, versionId);
  expect(now()).toMatchObject({ id, versionId: made, entry: { name: "Day line" } });
  expect(entryOf(home.helpline.db, versionId)).toEqual(entry);
  expect([found("night"), found("day"), found("funeral"), found("suicidal")]).toEqual([
    [],
    ["Day line"],
    ["Day line"],
    [],
  ]);
  expect(heardSince(home, before)).toEqual(["service.changed"]);
  expect(directoryState(home.helpline.db).revision).toBe(revision + 1);
  expect(rows<{ action: string; before: string; after: string }>(home.files, "audit").at(-1)).toMatchObject({
    action: "service.changed",
    before: String(versionId),
    after: String(made),
  });
});

test("the same said again, in whatever order, is no change", async () => {
  const before = stored(home.files);
  const turned = Object.fromEntries(Object.entries(now().entry).reverse()) as unknown as Entry;
  expect(await set(turned)).toBe(0);
  expect(stored(home.files)).toEqual(before);
  expect(sameDocument({ a: [1, { b: 2, c: 3 }] }, { a: [1, { c: 3, b: 2 }] })).toBe(true);
  expect(sameDocument({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
});

test("nobody writes over a colleague unseen, and what may not stand is refused whole", async () => {
  const { entry, versionId } = now();
  await set({ ...entry, ageFrom: 12 }, versionId);
  const before = stored(home.files);
  await expect(set({ ...entry, ageTo: 20 }, versionId)).rejects.toMatchObject({ code: "taken" });
  await expect(set({ ...entry, name: "" })).rejects.toMatchObject({ code: "bad_input" });
  await expect(set({ ...entry, organizationId: "nobody" })).rejects.toMatchObject({ code: "bad_input" });
  const add = (given: Entry) => act(home, home.aino, (tx, emit) => addService(tx, emit, { entry: given }));
  await expect(add(blankEntry(entry.organizationId))).rejects.toMatchObject({ code: "bad_input" });
  const gone = act(home, home.aino, (tx, emit) => changeService(tx, emit, { id: "x", entry }));
  await expect(gone).rejects.toMatchObject({ code: "not_found" });
  expect(stored(home.files)).toEqual(before);
});

test("a change that was taken back leaves nothing in what is remembered of documents", async () => {
  const { entry } = now();
  const broken = act(home, home.aino, (tx, emit) => {
    changeService(tx, emit, { id, entry: { ...entry, name: "Never" } });
    expect(service(tx, id)!.entry.name).toBe("Never");
    throw new Error("no");
  });
  await expect(broken).rejects.toThrow("no");
  await set({ ...entry, name: "Day line" });
  expect(now().entry.name).toBe("Day line");
});

test("services are listed by name, of all or of one organization", async () => {
  await place(home.helpline.db, "Advice", {}, "House of Hope");
  const names = (of?: string) => services(home.helpline.db, of).map(({ entry }) => entry.name);
  expect(names()).toEqual(["Advice", "Night line"]);
  expect(names(organizations(home.helpline.db).find(({ name }) => name === "House of Hope")!.id)).toEqual(["Advice"]);
});

test("of more documents than are kept read, the oldest make room one by one; the past takes nobody’s room", async () => {
  const { db } = home.helpline;
  const { entry } = now();
  const ids = await db.change("command line", (tx) =>
    Array.from({ length: 12_001 }, () => storeVersion(tx, { serviceId: id, entry, runId: null })),
  );
  const read = ids.slice(0, 12_000).map((one) => entryOf(db, one));
  pastEntryOf(db, ids[12_000]!);
  expect(ids.slice(0, 12_000).findIndex((one, i) => pastEntryOf(db, one) !== read[i])).toBe(-1);
  entryOf(db, ids[12_000]!);
  expect(pastEntryOf(db, ids[0]!)).not.toBe(read[0]);
  expect(ids.slice(1, 12_000).findIndex((one, i) => pastEntryOf(db, one) !== read[i + 1])).toBe(-1);
});
