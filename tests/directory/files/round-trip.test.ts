import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { seeded } from "#lab/load/report/random.ts";
import type { Db } from "#src/db/db.ts";
import { addOrganization } from "#src/directory/entry/organizations.ts";
import { addService, services } from "#src/directory/entry/services.ts";
import { type ExportKind, exportDirectory } from "#src/directory/files/export-directory.ts";
import type { ZipFile } from "#src/directory/files/zip.ts";
import { applyWhole, bringFiles, undoWhole } from "#src/directory/importing/import-files.ts";
import { importRun } from "#src/directory/importing/runs.ts";
import { addRegion } from "#src/directory/regions.ts";
import { translate } from "#src/i18n/i18n.ts";
import { fakeClock, house } from "#tests/support/house/helpline.ts";
import { finished } from "#tests/support/keys/finished.ts";
import { randomEntry, randomOrganization } from "#tests/support/made/random-entry.ts";
import { hsdsData, hsdsFiles } from "#tests/support/outside/hsds-data.ts";
import { hsdsProblems } from "#tests/support/outside/hsds-schema.ts";

const now = Date.UTC(2026, 10, 24);
const emptyHouse = async (at = now) => (await house({ clock: fakeClock(at) })).helpline.db;
const given = {
  source: "Sam",
  timeZone: "Europe/Brussels",
  visibility: "public",
  actor: "command line",
  t: translate("en"),
  at: now,
} as const;

async function bring(db: Db, files: ZipFile[], more: { timeZone?: string } = {}) {
  const { id, ready } = await bringFiles(db, { ...given, ...more, files });
  await ready;
  return id;
}

async function taken(db: Db, files: ZipFile[], more: { timeZone?: string } = {}) {
  const runId = await bring(db, files, more);
  await applyWhole(db, { runId, actor: "command line", at: now });
  return runId;
}

const out = (db: Db, as: ExportKind, onlyPublic = false) => {
  const { bytes } = finished(exportDirectory(db, { as, onlyPublic, timeZone: "Europe/Brussels" }));
  return Buffer.from(bytes);
};
const json = (bytes: Uint8Array): ZipFile[] => [{ name: "places.json", bytes }];
const zip = (bytes: Uint8Array): ZipFile[] => [{ name: "places.zip", bytes }];
const example = (name: string) => json(readFileSync(hsdsData(name)!));
const whole = (db: Db) => services(db).map(({ id, entry, externalId }) => ({ id, entry, externalId }));

/** Places that say anything a place can say, and a region that only this helpline knows. */
async function anything(): Promise<Db> {
  const db = await emptyHouse(now - 86_400_000);
  await db.change("staff:1", (tx, emit) => {
    addRegion(tx, emit, { code: "BE-GENT", parent: "BE", name: "Gent and around" });
    addRegion(tx, emit, { code: "BE-PORT", parent: "BE-GENT", name: "The port" });
    const homes = [1, 2, 3].map((seed) =>
      addOrganization(tx, emit, { ...randomOrganization(seeded(seed)), name: `House ${seed}` }),
    );
    for (let seed = 0; seed < 60; seed += 1) {
      const entry = { ...randomEntry(seeded(seed), homes[seed % 3]), regions: seed % 2 ? ["BE-PORT", "FI"] : [] };
      addService(tx, emit, { entry });
    }
  });
  return db;
}

test.each([
  ["hsds", json],
  ["tabular", zip],
] as const)("as %s all of it goes out, into an empty directory, and out again byte by byte", async (as, files) => {
  const first = await anything();
  const second = await emptyHouse();
  await taken(second, files(out(first, as)));
  expect(whole(second).map(({ id, entry }) => ({ id, entry }))).toEqual(
    whole(first).map(({ id, entry }) => ({ id, entry })),
  );
  expect(out(second, as).equals(out(first, as))).toBe(true);
  expect(out(second, "hsds").equals(out(first, "hsds"))).toBe(true);
  const again = await bring(second, files(out(first, as)));
  expect(importRun(second, again)).toMatchObject({ counts: { create: 0, update: 0, unchanged: 60 }, organizations: 0 });
});

test.skipIf(!hsdsData("schema-3.1"))("whatever goes out is HSDS 3.1 by its schema", { timeout: 60_000 }, async () => {
  const own = await anything();
  for (const onlyPublic of [false, true]) {
    expect(JSON.parse(out(own, "hsds", onlyPublic).toString()).flatMap(hsdsProblems)).toEqual([]);
  }
});

test.skipIf(!hsdsData("ilao"))(
  "a directory of others: in, out by the schema, in and out again",
  { timeout: 60_000 },
  async () => {
    const first = await emptyHouse();
    const files = hsdsFiles("ilao").map(({ name, text }) => ({ name, bytes: Buffer.from(text) }));
    await taken(first, files, { timeZone: "America/Chicago" });
    const exported = out(first, "hsds");
    expect(JSON.parse(exported.toString()).flatMap(hsdsProblems)).toEqual([]);
    const second = await emptyHouse();
    const runId = await taken(second, json(exported));
    expect(out(second, "hsds").equals(exported)).toBe(true);
    await undoWhole(second, { runId, actor: "command line" });
    expect(services(second)).toEqual([]);
  },
);

const official = [
  "mock-hsds-api/data/services/ac148810-d857-441c-9679-408f346de14b.json",
  "examples-3.1/service_full.json",
];

test.skipIf(!hsdsData("examples-3.1")).each(official)("%s comes in and goes out by the schema", async (name) => {
  const first = await emptyHouse();
  await taken(first, example(name));
  const exported = out(first, "hsds");
  expect(JSON.parse(exported.toString()).flatMap(hsdsProblems)).toEqual([]);
  const second = await emptyHouse();
  await taken(second, json(exported));
  expect(out(second, "hsds").equals(exported)).toBe(true);
});

test("a table goes out, comes back and changes nothing; what a cell cannot say stays", async () => {
  const db = await anything();
  const before = whole(db);
  const runId = await bring(db, [{ name: "places.csv", bytes: out(db, "csv") }]);
  expect(importRun(db, runId)).toMatchObject({ errors: 0, counts: { create: 0, gone: 0 } });
  expect(whole(db)).toEqual(before);
});

test("a file from elsewhere shows young people nothing that nobody has looked at, whatever it says", async () => {
  const first = await anything();
  const second = await emptyHouse();
  const { id, ready } = await bringFiles(second, {
    ...given,
    files: json(out(first, "hsds")),
    visibility: "counsellors",
  });
  await ready;
  await applyWhole(second, { runId: id, actor: "command line", at: now });
  const seen = (db: Db) => new Map(services(db).map((one) => [one.id, one.entry.visibility]));
  const expected = [...seen(first)].map(([of, who]) => [of, who === "public" ? "counsellors" : who]);
  expect([...seen(second)].sort()).toEqual(expected.sort());
});
