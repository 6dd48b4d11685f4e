import { beforeEach, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { deleteService, restoreService } from "#src/directory/entry/deleting.ts";
import type { Entry } from "#src/directory/entry/entry.ts";
import { changeOrganization } from "#src/directory/entry/organizations.ts";
import { changeService, service, services } from "#src/directory/entry/services.ts";
import { applyRun, undoRun } from "#src/directory/importing/apply-run.ts";
import { stage } from "#src/directory/importing/staging.ts";
import { followChanges, reindexBefore } from "#src/directory/importing/tidy.ts";
import { addSource } from "#src/directory/sharing/sources.ts";
import { setSetting } from "#src/settings/settings.ts";
import { organizationNamed, place } from "#tests/support/house/directory.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { act, person } from "#tests/support/house/http.ts";

let home: House;
let clock: FakeClock;
const db = () => home.helpline.db;
const day = 86_400_000;

beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "publishDirectory", value: true }));
});

const get = (path: string, headers: Record<string, string> = {}) => person(home).get(`/hsds${path}`, headers);
const json = async (path: string) => JSON.parse((await get(path)).text);
const names = async (query: string) =>
  (await json(`/services${query}`)).contents.map((one: { name: string }) => one.name);

test("what was changed after a moment is told alone, imports by when they were applied, and what an undo brought back", async () => {
  const night = await place(db(), "Night phone");
  await place(db(), "Day phone");
  const at = () => encodeURIComponent(new Date(clock.now()).toISOString());
  let since = at();
  expect(await names(`?modified_after=${since}`)).toEqual([]);
  clock.pass(1_000);
  const { entry } = service(db(), night)!;
  await act(home, home.aino, (tx, emit) =>
    changeService(tx, emit, { id: night, entry: { ...entry, summary: "All night" } }),
  );
  expect(await names(`?modified_after=${since}`)).toEqual(["Night phone"]);

  const told = {
    organizations: [{ externalId: "Open House", organization: organizationNamed("Open House") }],
    services: [
      {
        externalId: night,
        row: 2,
        organization: "Open House",
        entry: { name: "Night phone", summary: "Now and then" },
      },
    ],
    issues: [],
  };
  const runId = await stage(db(), told, { fileName: "a.csv", kind: "csv", sourceId: null, actor: "command line" });
  clock.pass(60_000);
  since = at();
  clock.pass(1_000);
  await act(home, home.aino, (tx, emit) => applyRun(tx, emit, { runId }));
  expect(await names(`?modified_after=${since}`)).toEqual(["Night phone"]);
  since = at();
  clock.pass(1_000);
  await reindexBefore(db(), runId);
  await act(home, home.aino, (tx, emit) => undoRun(tx, emit, { runId }));
  expect(await names(`?modified_after=${since}`)).toEqual(["Night phone"]);
});

test("what was public and is no more is told as out of use for 90 days, by its name alone", async () => {
  const ids: string[] = [];
  for (const name of ["Hidden", "Ended", "Only for us"])
    ids.push(await place(db(), name, { summary: "Private words", fees: "5 €" }));
  await place(db(), "Never public", { visibility: "hidden" });
  clock.pass(day);
  const changes = [{ visibility: "hidden" }, { status: "defunct" }, { visibility: "counsellors" }] as const;
  for (const [i, id] of ids.entries()) {
    const { entry } = service(db(), id)!;
    await act(home, home.aino, (tx, emit) => changeService(tx, emit, { id, entry: { ...entry, ...changes[i] } }));
  }
  const told = await json("/services?full=true");
  expect(told.contents.map(({ name, status }: Record<string, string>) => [name, status]).sort()).toEqual([
    ["Ended", "defunct"],
    ["Hidden", "defunct"],
    ["Only for us", "defunct"],
  ]);
  expect(JSON.stringify(told)).not.toMatch(/Private|5 €|Never/);
  expect(told.contents.map(({ last_modified }: Record<string, string>) => Date.parse(last_modified!))).toEqual(
    ids.map(() => clock.now()),
  );
  const before = (await get("/services")).headers.get("etag");
  clock.pass(90 * day);
  expect(await names("")).toEqual([]);
  expect((await get("/services")).headers.get("etag")).not.toBe(before);
});

test("what was deleted is told as out of use by its name alone, and anew when it is back", async () => {
  const id = await place(db(), "Mistake", { summary: "Private words" });
  const hidden = await place(db(), "Never public", { visibility: "hidden" });
  for (const one of [id, hidden]) {
    const basedOn = service(db(), one)!.versionId;
    clock.pass(1_000);
    await act(home, home.aino, (tx, emit) => deleteService(tx, emit, { id: one, basedOn }));
  }
  const told = await json("/services?full=true");
  expect(told.contents).toMatchObject([{ id, name: "Mistake", status: "defunct" }]);
  expect(JSON.stringify(told)).not.toContain("Private");
  const since = encodeURIComponent(new Date(clock.now()).toISOString());
  clock.pass(1_000);
  await act(home, home.aino, (tx, emit) => restoreService(tx, emit, { id }));
  expect(await names(`?modified_after=${since}`)).toEqual(["Mistake"]);
  expect((await json("/services")).contents).toMatchObject([{ id, status: "active" }]);
});

test("what was hidden or out of use before it was deleted is gone since then, not since it was deleted", async () => {
  const gone: Record<string, number> = {};
  const change = async (id: string, more: Partial<Entry>) => {
    const { entry } = service(db(), id)!;
    await act(home, home.aino, (tx, emit) => changeService(tx, emit, { id, entry: { ...entry, ...more } }));
  };
  const ids = {
    longHidden: await place(db(), "Long hidden"),
    longEnded: await place(db(), "Long ended"),
    hidden: await place(db(), "Hidden"),
    open: await place(db(), "Open"),
  };
  await change(ids.longHidden, { visibility: "hidden" });
  await change(ids.longEnded, { status: "defunct" });
  clock.pass(91 * day);
  await change(ids.longEnded, { visibility: "hidden" });
  await change(ids.hidden, { visibility: "hidden" });
  gone.Hidden = clock.now();
  clock.pass(day);
  expect((await names("")).sort()).toEqual(["Hidden", "Open"]);
  for (const id of Object.values(ids)) {
    const basedOn = service(db(), id)!.versionId;
    await act(home, home.aino, (tx, emit) => deleteService(tx, emit, { id, basedOn }));
  }
  gone.Open = clock.now();
  const told = (await json("/services")).contents as Record<string, string>[];
  const since = told.map(({ name, last_modified }) => [name!, Date.parse(last_modified!)]);
  expect(Object.fromEntries(since)).toEqual(gone);
});

test("a search is told anew when the same places are found otherwise", async () => {
  const id = await place(db(), "Night phone");
  const { organizationId } = service(db(), id)!.entry;
  const organization = organizationNamed("Lantern");
  await act(home, home.aino, (tx, emit) => changeOrganization(tx, emit, { id: organizationId, organization }));
  const [list, found] = [await get("/services"), await get("/services?search=lantern")];
  expect(JSON.parse(found.text).contents).toEqual([]);
  await followChanges(db());
  const again = await get("/services?search=lantern", { "If-None-Match": found.headers.get("etag")! });
  expect(JSON.parse(again.text).contents).toMatchObject([{ name: "Night phone" }]);
  expect((await get("/services", { "If-None-Match": list.headers.get("etag")! })).status).toBe(304);
});

test("what an import brought and an undo took away is told as out of use", async () => {
  const told = {
    organizations: [{ externalId: "Open House", organization: organizationNamed("Open House") }],
    services: [
      { externalId: "", row: 2, organization: "Open House", entry: { name: "New", visibility: "public" as const } },
    ],
    issues: [],
  };
  const runId = await stage(db(), told, { fileName: "a.csv", kind: "csv", sourceId: null, actor: "command line" });
  await act(home, home.aino, (tx, emit) => applyRun(tx, emit, { runId }));
  expect((await json("/services")).contents).toMatchObject([{ name: "New", status: "active" }]);
  clock.pass(1_000);
  await act(home, home.aino, (tx, emit) => undoRun(tx, emit, { runId }));
  expect((await json("/services")).contents).toMatchObject([{ name: "New", status: "defunct" }]);
});

test("an organization that an import renames is told with its places, and again when that is taken back", async () => {
  await place(db(), "Night phone");
  const { organizationId } = services(db())[0]!.entry;
  const told = {
    organizations: [{ externalId: organizationId, organization: organizationNamed("Lantern") }],
    services: [],
    issues: [],
  };
  const runId = await stage(db(), told, { fileName: "a.csv", kind: "csv", sourceId: null, actor: "command line" });
  let since = encodeURIComponent(new Date(clock.now()).toISOString());
  clock.pass(1_000);
  await act(home, home.aino, (tx, emit) => applyRun(tx, emit, { runId }));
  expect(await names(`?modified_after=${since}`)).toEqual(["Night phone"]);
  since = encodeURIComponent(new Date(clock.now()).toISOString());
  expect(await names(`?modified_after=${since}`)).toEqual([]);
  clock.pass(1_000);
  await act(home, home.aino, (tx, emit) => undoRun(tx, emit, { runId }));
  expect(await names(`?modified_after=${since}`)).toEqual(["Night phone"]);
});

test("a directory put back from a copy says so by another tag, though as much has happened to it", async () => {
  const tag = async () => (await get("/services")).headers.get("etag");
  const night = await place(db(), "Night phone");
  const change = (summary: string) =>
    act(home, home.aino, (tx, emit) =>
      changeService(tx, emit, { id: night, entry: { ...service(db(), night)!.entry, summary } }),
    );
  await change("As it was");
  const [before] = [await tag()];
  clock.pass(1_000);
  await act(home, home.aino, (tx) =>
    tx.run(q.updateTable("directory").set((of) => ({ revision: of("revision", "-", 1) }))),
  );
  await change("Otherwise");
  expect(await tag()).not.toBe(before);
});

test("the places of others go on only where their publisher allows it", async () => {
  const add = (name: string, licenceNote: string) =>
    act(home, home.aino, (tx, emit) =>
      addSource(tx, emit, {
        name,
        kind: "hsds",
        url: `https://${name}.example/`,
        accept: "auto",
        timeZone: "UTC",
        licenceNote,
      }),
    );
  for (const [name, note] of [
    ["open", "CC BY 4.0"],
    ["shut", ""],
  ] as const) {
    const told = {
      organizations: [{ externalId: "o", organization: organizationNamed(`Org ${name}`) }],
      services: [
        { externalId: name, row: 0, organization: "o", entry: { name: `Of ${name}`, visibility: "public" as const } },
      ],
      issues: [],
    };
    const from = { fileName: name, kind: "hsds", sourceId: await add(name, note), actor: "command line" } as const;
    const runId = await stage(db(), told, from);
    await act(home, home.aino, (tx, emit) => applyRun(tx, emit, { runId }));
  }
  expect(await names("")).toEqual(["Of open"]);
  expect((await get("/organizations")).text).not.toContain("Org shut");
  for (const { id: runId } of db().all(q.selectFrom("import_run").select("id")))
    await act(home, home.aino, (tx, emit) => undoRun(tx, emit, { runId }));
  expect((await json("/services")).contents).toMatchObject([{ name: "Of open", status: "defunct" }]);
});

test("the words of what was hidden cannot be guessed at by searching", async () => {
  const id = await place(db(), "Night phone", { summary: "Somebody listens" });
  const { entry } = service(db(), id)!;
  await act(home, home.aino, (tx, emit) =>
    changeService(tx, emit, { id, entry: { ...entry, visibility: "hidden", description: "Ask for Mrs Virtanen" } }),
  );
  // It is told of as gone, by its name alone.
  expect(await names("")).toEqual(["Night phone"]);
  for (const words of ["virtanen", "vir", "somebody", "ask"]) expect(await names(`?search=${words}`)).toEqual([]);
});
