import { beforeEach, describe, expect, test } from "vitest";
import type { Db } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { plainChannel } from "#src/directory/entry/entry.ts";
import { changeOrganization, organizations } from "#src/directory/entry/organizations.ts";
import { services } from "#src/directory/entry/services.ts";
import { applyRun } from "#src/directory/importing/apply-run.ts";
import { applyWhole, undoWhole } from "#src/directory/importing/import-files.ts";
import type { Incoming } from "#src/directory/importing/incoming.ts";
import { type Import, stage } from "#src/directory/importing/staging.ts";
import { followChanges, unindexOld } from "#src/directory/importing/tidy.ts";
import { addRegion, regions } from "#src/directory/regions.ts";
import { anything, search } from "#src/directory/search/search.ts";
import { addSource } from "#src/directory/sharing/sources.ts";
import { organizationNamed, place } from "#tests/support/house/directory.ts";
import { evening, house } from "#tests/support/house/helpline.ts";

let db: Db;
beforeEach(async () => {
  db = (await house()).helpline.db;
});

const actor = "command line";
const file: Import = { fileName: "places.csv", kind: "hsds", sourceId: null, actor };

/** A file of services of one organization, "1"; `by` is its name. */
function told(names: string[], by = "Open House", summary = ""): Incoming {
  const services = names.map((name, i) => ({
    externalId: "",
    row: i + 2,
    organization: "1",
    entry: { name, summary, visibility: "public" as const, channels: [plainChannel("phone", "116 111")] },
  }));
  return { organizations: [{ externalId: "1", organization: organizationNamed(by) }], services, issues: [] };
}

const apply = (runId: number) => applyWhole(db, { runId, actor, at: evening.now() });
const undo = (runId: number) => undoWhole(db, { runId, actor });
const names = () => services(db).map(({ entry }) => entry.name);
const found = (words: string) =>
  search(db, { ...anything, words }, "youth", evening.now()).map(({ entry }) => entry.name);

describe("what a run stands on", () => {
  test("an organization that is gone by now lets none of its services in", async () => {
    const first = await stage(db, told(["Night phone"]), file);
    await apply(first);
    const second = await stage(db, told(["Day phone"]), file);
    await undo(first);
    await expect(apply(second)).rejects.toMatchObject({ code: "taken" });
    expect(names()).toEqual([]);
  });

  test("nor does one of which the file says nothing", async () => {
    await place(db, "Night phone");
    const alone = told(["Night phone"], "", "All night");
    alone.services[0]!.organization = "";
    const runId = await stage(db, { ...alone, organizations: [] }, file);
    await db.change(actor, (tx) => tx.run(q.deleteFrom("organization")));
    await expect(apply(runId)).rejects.toMatchObject({ code: "taken" });
  });

  test("a service that it would leave as it is, and that is gone by now, is missed", async () => {
    await place(db, "Another", {}, "Open House");
    const first = await stage(db, told(["Night phone"]), file);
    await apply(first);
    const second = await stage(db, told(["Night phone", "Day phone"]), file);
    await undo(first);
    await expect(apply(second)).rejects.toMatchObject({ code: "taken" });
    expect(names()).toEqual(["Another"]);
  });

  test("an organization that is called otherwise by now: its services would be found by its old name", async () => {
    await place(db, "Night phone");
    const runId = await stage(db, told(["Day phone"]), file);
    const { id } = organizations(db)[0]!;
    await db.change(actor, (tx, emit) =>
      changeOrganization(tx, emit, { id, organization: organizationNamed("Harbour") }),
    );
    await expect(apply(runId)).rejects.toMatchObject({ code: "taken" });
  });

  test("the same of the same source, told twice at once, comes in once", async () => {
    const sourceId = await db.change(actor, (tx, emit) =>
      addSource(tx, emit, {
        name: "Other Line",
        kind: "hsds",
        url: "https://other.example/hsds",
        accept: "review",
        timeZone: "Europe/Brussels",
        licenceNote: "",
      }),
    );
    const incoming = told(["Night phone"]);
    incoming.services[0]!.externalId = "7";
    const [one, two] = [
      await stage(db, incoming, { ...file, sourceId }),
      await stage(db, incoming, { ...file, sourceId }),
    ];
    await apply(one);
    await expect(apply(two)).rejects.toMatchObject({ code: "taken" });
    expect(names()).toEqual(["Night phone"]);
  });
});

describe("an organization under another name", () => {
  beforeEach(async () => {
    await apply(await stage(db, told(["Night phone", "Day phone"]), file));
  });

  test("is found by it with all its services, those too that the file does not tell of", async () => {
    await apply(await stage(db, told(["Night phone"], "Harbour"), file));
    expect(found("harbour").sort()).toEqual(["Day phone", "Night phone"]);
    expect(found("open house")).toEqual([]);
  });

  test("is found by its old one when that is taken back, whatever was tidied meanwhile", async () => {
    for (const isTidied of [false, true]) {
      const runId = await stage(db, told(["Night phone"], "Harbour"), file);
      await apply(runId);
      if (isTidied) await unindexOld(db);
      await undo(runId);
      expect(found("open house").sort(), `${isTidied}`).toEqual(["Day phone", "Night phone"]);
      expect(found("harbour")).toEqual([]);
    }
  });

  test("is found by it in pieces after the change, not within it", async () => {
    const { id } = organizations(db)[0]!;
    const ids = () => db.all(q.selectFrom("search_due").select("version_id"));
    await unindexOld(db);
    const set = (more: object) =>
      db.change(actor, (tx, emit) =>
        changeOrganization(tx, emit, { id, organization: { ...organizationNamed("Open House"), ...more } }),
      );
    await set({ description: "A house that is open." });
    expect(ids()).toEqual([]);
    await set({ name: "Harbour" });
    expect(ids()).toHaveLength(2);
    await followChanges(db);
    expect(found("harbour")).toHaveLength(2);
    expect(ids()).toEqual([]);
  });
});

describe("regions of a run", () => {
  const gent = { code: "BE-GENT", parent: "BE", name: "Gent" };
  const port = { code: "BE-PORT", parent: "BE-GENT", name: "Port" };
  const codes = () => regions(db).map(({ code }) => code);

  test("that somebody else has made meanwhile stay when it is taken back", async () => {
    const runId = await stage(db, { ...told(["Night phone"]), regions: [gent, port] }, file);
    await db.change(actor, (tx, emit) => addRegion(tx, emit, gent));
    await apply(runId);
    expect(codes()).toEqual(["BE-GENT", "BE-PORT"]);
    await undo(runId);
    expect(codes()).toEqual(["BE-GENT"]);
  });

  test("all go with it that nothing lies in", async () => {
    const runId = await stage(db, { ...told(["Night phone"]), regions: [gent, port] }, file);
    await apply(runId);
    await undo(runId);
    expect(codes()).toEqual([]);
  });
});

test("a run is applied once", async () => {
  const runId = await stage(db, told(["Night phone"]), file);
  await apply(runId);
  const again = db.change(actor, (tx, emit) => applyRun(tx, emit, { runId }));
  await expect(again).rejects.toMatchObject({ code: "not_found" });
});
