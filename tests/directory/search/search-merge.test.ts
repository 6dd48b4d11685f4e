import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import type { Db, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { blankEntry, plainChannel } from "#src/directory/entry/entry.ts";
import { applyWhole } from "#src/directory/importing/import-files.ts";
import type { Incoming } from "#src/directory/importing/incoming.ts";
import { stage } from "#src/directory/importing/staging.ts";
import { unindexOld } from "#src/directory/importing/tidy.ts";
import { anything, search } from "#src/directory/search/search.ts";
import { indexVersion, unindexVersion } from "#src/directory/search/search-index.ts";
import { clearSearch, mergeSearch } from "#src/directory/search/search-merge.ts";
import { organizationNamed } from "#tests/support/house/directory.ts";
import { fakeClock, house } from "#tests/support/house/helpline.ts";

const file = { fileName: "places.csv", kind: "csv", sourceId: null, actor: "command line" } as const;
const clock = fakeClock();
let db: Db;
beforeEach(async () => {
  db = (await house({ clock })).helpline.db;
});

const place = (name: string, summary: string) => ({
  ...blankEntry(""),
  name,
  summary,
  visibility: "public" as const,
  channels: [plainChannel("phone", "116 111")],
});

const indexPlace = (tx: Tx, id: number) =>
  indexVersion(tx, id, { ...place(`Line ${id}`, "listens"), channels: [] }, "House");

function told(summary: string, count: number): Incoming {
  const services = Array.from({ length: count }, (_, i) => ({
    externalId: "",
    row: i + 2,
    organization: "1",
    entry: place(`Line ${i}`, summary),
  }));
  return { organizations: [{ externalId: "1", organization: organizationNamed("Open House") }], services, issues: [] };
}

async function bring(summary: string, count: number) {
  const runId = await stage(db, told(summary, count), file);
  await applyWhole(db, { runId, actor: "command line", at: clock.now() });
}

const found = (words: string) => search(db, { ...anything, words }, "youth", clock.now()).length;
const matches = (words: string) =>
  db.all(q.selectFrom("service_search").select("rowid").where(sql<boolean>`service_search MATCH ${words}`)).length;

/** Of how many parts the index of the search is made. */
function parts(): number {
  const count = sql<{ n: number }>`SELECT count(DISTINCT segid) AS n FROM service_search_idx`;
  return db.first({ compile: () => count.compile(q) })!.n;
}

test("what single changes leave is put together later, never in the middle of a change, and finds the same", async () => {
  for (let id = 1; id <= 100; id += 1) {
    await db.change("porchlight", (tx) =>
      indexVersion(tx, id, { ...place(`Line ${id}`, "listens"), channels: [] }, "House"),
    );
  }
  expect(parts()).toBe(100);
  await mergeSearch(db);
  expect(parts()).toBeLessThan(16);
  expect([matches("listens"), matches("42")]).toEqual([100, 1]);
});

test("what many that come in leave is put together while they come in", async () => {
  await bring("before", 600);
  expect(parts()).toBeLessThan(20);
  expect(found("before")).toBe(600);
});

test("taking much out clears nothing away in the middle of a change", async () => {
  const ids = Array.from({ length: 100 }, (_, i) => i + 1);
  for (const half of [ids.slice(0, 50), ids.slice(50)]) {
    await db.change("porchlight", (tx) => {
      for (const id of half) indexPlace(tx, id);
    });
  }
  expect(parts()).toBe(2);
  await db.change("porchlight", (tx) => {
    for (const id of ids) unindexVersion(tx, id);
  });
  expect(parts()).toBe(2);
});

test("what is left of many that were taken out is cleared away, and the search finds the same", async () => {
  await bring("before", 600);
  await bring("after", 600);
  await unindexOld(db);
  const takenOut = () => db.first(q.selectFrom("directory").select("taken_out"))!.taken_out;
  expect(takenOut()).toBe(600);
  await clearSearch(db);
  expect(takenOut()).toBe(0);
  expect([found("after"), found("before"), found("line 599")]).toEqual([600, 0, 1]);
});
