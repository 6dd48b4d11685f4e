import { expect, test } from "vitest";
import type { Db } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { plainChannel } from "#src/directory/entry/entry.ts";
import { serviceChanges } from "#src/directory/entry/history.ts";
import { organization } from "#src/directory/entry/organizations.ts";
import { changeService, service, services } from "#src/directory/entry/services.ts";
import { applyRun, undoRun } from "#src/directory/importing/apply-run.ts";
import { compareAgain } from "#src/directory/importing/import-files.ts";
import type { Incoming, IncomingService } from "#src/directory/importing/incoming.ts";
import { importRun, issuesOf } from "#src/directory/importing/runs.ts";
import { stage } from "#src/directory/importing/staging.ts";
import { forgetRuns, reindexBefore, unindexOld } from "#src/directory/importing/tidy.ts";
import { anything, search } from "#src/directory/search/search.ts";
import { organizationNamed, place } from "#tests/support/house/directory.ts";
import { evening, fakeClock, house } from "#tests/support/house/helpline.ts";

const file = { fileName: "places.csv", kind: "csv", sourceId: null, actor: "command line" } as const;
const day = 86_400_000;

/** A file of services, each in its row, all of one organization. */
function told(names: string[], more: Partial<IncomingService["entry"]> = {}): Incoming {
  const services = names.map((name, i) => ({
    externalId: "",
    row: i + 2,
    organization: "Open House",
    entry: { name, visibility: "public" as const, channels: [plainChannel("phone", "116 111")], ...more },
  }));
  return {
    organizations: [{ externalId: "Open House", organization: organizationNamed("Open House") }],
    services,
    issues: [],
  };
}

const names = (db: Db) => services(db).map(({ entry }) => entry.name);
const found = (db: Db, words: string) =>
  search(db, { ...anything, words }, "youth", evening.now()).map(({ entry }) => entry.name);
const apply = (db: Db, runId: number) => db.change("command line", (tx, emit) => applyRun(tx, emit, { runId }));
const rows = (db: Db) => ({
  services: db.all(q.selectFrom("service").selectAll().orderBy("id")),
  organizations: db.all(q.selectFrom("organization").selectAll().orderBy("id")),
});

test("a file that is only looked at changes nothing, for nobody", async () => {
  const { helpline, heard } = await house();
  const { db } = helpline;
  await place(db, "Night phone");
  const before = rows(db);
  const runId = await stage(db, told(["Night phone", "Day phone"], { summary: "Somebody listens" }), file);
  expect(rows(db)).toEqual(before);
  expect(found(db, "somebody")).toEqual([]);
  expect(importRun(db, runId)).toMatchObject({
    counts: { create: 1, update: 1, unchanged: 0, gone: 0 },
    appliedAt: null,
  });
  expect(heard.filter(({ type }) => type.startsWith("directory"))).toEqual([]);
});

test("applied it is there at once, found by its words, and the same file again changes nothing", async () => {
  const { helpline, heard } = await house();
  const { db } = helpline;
  await place(db, "Night phone");
  await apply(db, await stage(db, told(["Night phone", "Day phone"], { summary: "Somebody listens" }), file));
  expect(names(db)).toEqual(["Day phone", "Night phone"]);
  expect(found(db, "somebody")).toEqual(["Day phone", "Night phone"]);
  expect(heard.filter(({ type }) => type === "directory.imported")).toHaveLength(1);
  const again = await stage(db, told(["Night phone", "Day phone"], { summary: "Somebody listens" }), file);
  expect(importRun(db, again)!.counts).toEqual({ create: 0, update: 0, unchanged: 2, gone: 0 });
});

test("what is taken back is exactly as it was, in the search too, and its history says nothing of it", async () => {
  const { helpline } = await house();
  const { db } = helpline;
  const id = await place(db, "Night phone", { summary: "All night" });
  const before = rows(db);
  const runId = await stage(db, told(["Night phone", "Day phone"], { summary: "Somebody listens" }), file);
  await apply(db, runId);
  expect(serviceChanges(db, id)[0]).toMatchObject({ runId, actor: "command line" });
  await unindexOld(db);
  await reindexBefore(db, runId);
  expect(await db.change("command line", (tx, emit) => undoRun(tx, emit, { runId }))).toBe(0);
  expect(rows(db)).toEqual(before);
  expect(found(db, "all night")).toEqual(["Night phone"]);
  await unindexOld(db);
  expect(found(db, "somebody")).toEqual([]);
  expect(serviceChanges(db, id).map((change) => change.runId)).toEqual([null]);
});

test("who changed something between looking and applying is not written over", async () => {
  const { helpline } = await house();
  const { db } = helpline;
  const id = await place(db, "Night phone");
  const runId = await stage(db, told(["Night phone", "Day phone"], { summary: "New" }), file);
  const entry = { ...service(db, id)!.entry, alert: "Closed this week" };
  await db.change("staff:1", (tx, emit) => changeService(tx, emit, { id, entry }));
  await expect(apply(db, runId)).rejects.toMatchObject({ code: "taken" });
  expect(names(db)).toEqual(["Night phone"]);
  expect(service(db, id)!.entry.alert).toBe("Closed this week");
});

test("what somebody has changed since stays when an import is taken back, and is counted", async () => {
  const { helpline } = await house();
  const { db } = helpline;
  const runId = await stage(db, told(["Night phone", "Day phone"]), file);
  await apply(db, runId);
  const { id, entry } = services(db).find((one) => one.entry.name === "Day phone")!;
  await db.change("staff:1", (tx, emit) =>
    changeService(tx, emit, { id, entry: { ...entry, alert: "New number soon" } }),
  );
  expect(await db.change("staff:1", (tx, emit) => undoRun(tx, emit, { runId }))).toBe(1);
  expect(names(db)).toEqual(["Day phone"]);
});

test("two rows of one service, and rows without an organization, are told by their row", async () => {
  const { helpline } = await house();
  const incoming = told(["Night phone", "NIGHT PHONE "]);
  incoming.services.push({ externalId: "", row: 9, organization: "Nobody", entry: { name: "Lost" } });
  const runId = await stage(helpline.db, incoming, file);
  expect(issuesOf(helpline.db, runId)).toMatchObject([
    { row: 3, code: "same_row_twice", severity: "error", part: "2" },
    { row: 9, code: "no_organization", severity: "error", part: "Nobody" },
  ]);
  expect(importRun(helpline.db, runId)).toMatchObject({ errors: 2, counts: { create: 1 } });
});

test("a source may call a service what it calls an organization", async () => {
  const { helpline } = await house();
  const incoming = told(["Night phone", "Day phone"]);
  const id = "5f0c1f4e-7a3d-4b9e-8c21-0d6f2a9b3e10";
  incoming.organizations[0]!.externalId = id;
  for (const one of incoming.services) one.organization = id;
  incoming.services[0]!.externalId = id;
  const runId = await stage(helpline.db, incoming, file);
  expect(issuesOf(helpline.db, runId)).toEqual([]);
  expect(importRun(helpline.db, runId)).toMatchObject({ errors: 0, counts: { create: 2 } });
});

test("of a whole directory, what it does not tell of any more goes out of use", async () => {
  const { helpline } = await house();
  const { db } = helpline;
  await apply(db, await stage(db, told(["Night phone", "Day phone"]), file));
  await apply(db, await stage(db, told(["Night phone"]), { ...file, others: "inactive" }));
  expect(services(db).map(({ entry }) => [entry.name, entry.status])).toEqual([
    ["Day phone", "inactive"],
    ["Night phone", "active"],
  ]);
});

test("an organization under a new name is found by it", async () => {
  const { helpline } = await house();
  const { db } = helpline;
  const called = (name: string): Incoming => ({
    ...told(["Night phone"]),
    organizations: [{ externalId: "Open House", organization: organizationNamed(name) }],
  });
  await apply(db, await stage(db, called("Open House"), { ...file, kind: "hsds" }));
  await apply(db, await stage(db, called("Lighthouse"), { ...file, kind: "hsds" }));
  expect(found(db, "lighthouse")).toEqual(["Night phone"]);
});

test("a run that nobody applies is forgotten after a day, with all it had laid ready", async () => {
  const clock = fakeClock();
  const { helpline } = await house({ clock });
  const { db } = helpline;
  const runId = await stage(db, told(["Night phone"]), file);
  clock.pass(day + 1);
  await forgetRuns(db, clock.now());
  expect(importRun(db, runId)).toBeUndefined();
  expect(db.all(q.selectFrom("service_version").select("id"))).toEqual([]);
});

test("services of a source that are called alike are several, and the same again", async () => {
  const { helpline } = await house();
  const { db } = helpline;
  const twins = told(["Legal help", "Legal help"]);
  twins.services.forEach((one, i) => {
    one.externalId = `source ${i}`;
  });
  await apply(db, await stage(db, twins, { ...file, kind: "hsds" }));
  expect(names(db)).toEqual(["Legal help", "Legal help"]);
  const again = await stage(db, twins, { ...file, kind: "hsds" });
  expect(importRun(db, again)!.counts).toEqual({ create: 0, update: 0, unchanged: 2, gone: 0 });
});

test("a row that says no organization finds the one service of its name, or becomes one of its own", async () => {
  const { helpline } = await house();
  const { db } = helpline;
  await place(db, "Night phone", {}, "Lighthouse");
  const alone = told(["Night phone", "Day phone"], { summary: "Somebody listens" });
  for (const one of alone.services) one.organization = "";
  await apply(db, await stage(db, { ...alone, organizations: [] }, file));
  const homes = services(db).map(({ entry }) => [entry.name, organization(db, entry.organizationId)!.name]);
  expect(homes).toEqual([
    ["Day phone", "Day phone"],
    ["Night phone", "Lighthouse"],
  ]);
});

test("a page whose host somebody should look at twice is told of once, and none that leads inside is taken", async () => {
  const { db } = (await house()).helpline;
  const at = (page: string) => told(["Night phone"], { channels: [plainChannel("web", page)] });
  const said = async (page: string) => {
    const runId = await stage(db, at(page), file);
    await apply(db, runId);
    return issuesOf(db, runId).map(({ severity, code, part, row }) => `${row} ${severity} ${code} ${part}`);
  };
  expect(await said("http://192.168.1.1/")).toEqual(["2 error private_address channel.0.value"]);
  expect(services(db)).toEqual([]);
  expect(await said("https://lаmp.example/")).toEqual(["2 warning look_alike_host xn--lmp-6cd.example (Night phone)"]);
  expect(await said("https://lаmp.example/chat")).toEqual([]);
  expect(await said("https://9.9.9.9/")).toEqual(["2 warning number_host 9.9.9.9 (Night phone)"]);
});

test("what is new and looks like what is here is told beside its row, once, also when it is compared again", async () => {
  const { helpline } = await house();
  const { db } = helpline;
  await place(db, "Night-Line", { channels: [plainChannel("phone", "0800 32 123")] }, "House of Hope");
  const incoming = told(["Night line", "Other"]);
  const expected = [
    { row: 2, code: "looks_like", severity: "warning", part: "Night line", proposal: "Night-Line (House of Hope)" },
  ];
  const runId = await stage(db, incoming, file);
  expect(issuesOf(db, runId)).toMatchObject(expected);
  expect(importRun(db, runId)!.counts.create).toBe(2);
  const again = await compareAgain(db, { runId, actor: "command line" });
  await again.ready;
  expect(issuesOf(db, again.id)).toMatchObject(expected);
  expect(issuesOf(db, again.id)).toHaveLength(1);
});
