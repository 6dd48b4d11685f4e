import { beforeEach, expect, test } from "vitest";
import type { Db } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { blankEntry, plainChannel } from "#src/directory/entry/entry.ts";
import { changeOrganization, organizations } from "#src/directory/entry/organizations.ts";
import { undoRun } from "#src/directory/importing/apply-run.ts";
import { applyWhole } from "#src/directory/importing/import-files.ts";
import type { Incoming } from "#src/directory/importing/incoming.ts";
import { stage } from "#src/directory/importing/staging.ts";
import { followChanges, followTopics, reindexBefore, unindexOld } from "#src/directory/importing/tidy.ts";
import { anything, search } from "#src/directory/search/search.ts";
import { publication } from "#src/directory/sharing/publishing.ts";
import { organizationNamed } from "#tests/support/house/directory.ts";
import { fakeClock, house } from "#tests/support/house/helpline.ts";

const file = { fileName: "places.csv", kind: "csv", sourceId: null, actor: "command line" } as const;
const clock = fakeClock();
let db: Db;
beforeEach(async () => {
  db = (await house({ clock })).helpline.db;
});

function told(summary: string, count = 1): Incoming {
  const services = Array.from({ length: count }, (_, i) => ({
    externalId: "",
    row: i + 2,
    organization: "1",
    entry: {
      ...blankEntry(""),
      name: `Line ${i}`,
      summary,
      visibility: "public" as const,
      channels: [plainChannel("phone", "116 111")],
    },
  }));
  return { organizations: [{ externalId: "1", organization: organizationNamed("Open House") }], services, issues: [] };
}

async function bring(summary: string, count?: number): Promise<number> {
  const runId = await stage(db, told(summary, count), file);
  await applyWhole(db, { runId, actor: "command line", at: clock.now() });
  return runId;
}

const found = (words: string) => search(db, { ...anything, words }, "youth", clock.now()).length;
const indexed = () => db.all(q.selectFrom("service_search").select("rowid")).map(({ rowid }) => rowid);
const undo = (runId: number) => db.change("command line", (tx, emit) => undoRun(tx, emit, { runId }));

test("what is shown is found, though it was taken out of the search while somebody took an import back", async () => {
  await bring("before");
  const runId = await bring("after");
  await unindexOld(db);
  await reindexBefore(db, runId);
  // The minute that tidies up comes between.
  await unindexOld(db);
  await undo(runId);
  await followChanges(db);
  expect([found("before"), found("after")]).toEqual([1, 0]);
});

test("what was noted as old and is shown again when its turn comes is left alone", async () => {
  await bring("before");
  const runId = await bring("after");
  const [before] = indexed();
  const tidying = unindexOld(db);
  await undo(runId);
  await tidying;
  await unindexOld(db);
  expect(indexed()).toEqual([before]);
  expect(found("before")).toBe(1);
});

test("what was made findable for nothing goes out again", async () => {
  await bring("before");
  const runId = await bring("after");
  await unindexOld(db);
  await reindexBefore(db, runId);
  expect(indexed()).toHaveLength(2);
  await unindexOld(db);
  expect(indexed()).toHaveLength(1);
});

test("where nothing has changed, nothing is noted to be looked at", async () => {
  await followTopics(db);
  await bring("before");
  await bring("after");
  await unindexOld(db);
  expect(db.all(q.selectFrom("search_due").selectAll())).toEqual([]);
});

test("while the search is put in order, what is published and what is found without words hold on, and words do not", async () => {
  await bring("listens", 5);
  const { id } = organizations(db)[0]!;
  await db.change("command line", (tx, emit) =>
    changeOrganization(tx, emit, { id, organization: organizationNamed("Lantern") }),
  );
  const all = () => search(db, anything, "youth", clock.now());
  const [published, shown] = [await publication(db, clock.now()), all()];
  expect(found("lantern")).toBe(0);
  await followChanges(db);
  expect(await publication(db, clock.now())).toBe(published);
  expect(all()).toBe(shown);
  expect(found("lantern")).toBe(5);
});
