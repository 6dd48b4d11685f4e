import { beforeEach, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { deletedServices, deleteService, restoreService } from "#src/directory/entry/deleting.ts";
import { serviceChanges } from "#src/directory/entry/history.ts";
import { organization } from "#src/directory/entry/organizations.ts";
import { changeService, service } from "#src/directory/entry/services.ts";
import { anything, search } from "#src/directory/search/search.ts";
import { place } from "#tests/support/house/directory.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { act, heardSince } from "#tests/support/house/http.ts";

let clock: FakeClock;
let home: House;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
});

const versionOf = (id: string) => service(home.helpline.db, id)!.versionId;
const remove = (id: string, basedOn = versionOf(id)) =>
  act(home, home.aino, (tx, emit) => deleteService(tx, emit, { id, basedOn }));
const restore = (id: string) => act(home, home.aino, (tx, emit) => restoreService(tx, emit, { id }));
const found = (words: string) =>
  search(home.helpline.db, { ...anything, words }, "admin", clock.now()).map(({ id }) => id);

test("what is deleted is nowhere any more, and the trail says who did it", async () => {
  const { db } = home.helpline;
  const id = await place(db, "Mistake");
  const before = home.heard.length;
  const versionId = versionOf(id);
  clock.pass(1_000);
  await remove(id);
  expect(heardSince(home, before)).toEqual(["service.deleted"]);
  expect(service(db, id)).toBeUndefined();
  expect([found("mistake"), found("")]).toEqual([[], []]);
  expect(db.all(q.selectFrom("service_facet").selectAll().where("version_id", "=", versionId))).toEqual([]);
  expect(deletedServices(db)).toMatchObject([
    { id, versionId, entry: { name: "Mistake" }, at: clock.now(), actor: `staff:${home.aino.id}` },
  ]);
  expect(deletedServices(db, clock.now() + 1)).toEqual([]);
  const [last] = db.all(q.selectFrom("audit").selectAll().orderBy("id", "desc").limit(1));
  expect(last).toMatchObject({ action: "service.deleted", object: `service:${id}`, actor: `staff:${home.aino.id}` });
  await expect(remove(id, versionId)).rejects.toMatchObject({ code: "not_found" });
});

test("it comes back as it was, with its history, and is found again", async () => {
  const { db } = home.helpline;
  const id = await place(db, "Night line", { summary: "Somebody listens", topics: ["grief"] });
  await db.change("porchlight", (tx) => tx.run(q.updateTable("service").set({ external_id: "n1", came_as: "x" })));
  const { entry, createdAt } = service(db, id)!;
  await remove(id);
  clock.pass(60_000);
  const versionId = await restore(id);
  expect(service(db, id)).toMatchObject({ id, versionId, entry, externalId: "n1", createdAt, changedAt: clock.now() });
  expect(db.first(q.selectFrom("service").select("came_as"))).toEqual({ came_as: "x" });
  expect(found("night")).toEqual([id]);
  expect(deletedServices(db)).toEqual([]);
  const [newest, first] = serviceChanges(db, id);
  expect(newest).toMatchObject({ id: versionId, restored: true, actor: `staff:${home.aino.id}` });
  expect(first).toMatchObject({ restored: false, before: null });
  await expect(restore(id)).rejects.toMatchObject({ code: "not_found" });
  await expect(restore("nowhere")).rejects.toMatchObject({ code: "not_found" });
});

test("nobody deletes over a change that they have not seen, nor what a source would bring again", async () => {
  const { db } = home.helpline;
  const id = await place(db, "Night line");
  const seen = versionOf(id);
  const entry = { ...service(db, id)!.entry, summary: "Changed" };
  await act(home, home.bela, (tx, emit) => changeService(tx, emit, { id, entry }));
  await expect(remove(id, seen)).rejects.toMatchObject({ code: "taken" });
  await db.change("porchlight", (tx) => {
    const source = { id: 1, name: "Elsewhere", kind: "hsds" as const, url: "https://e.example", time_zone: "UTC" };
    tx.run(q.insertInto("directory_source").values({ ...source, created_at: 0 }));
    tx.run(q.updateTable("service").set({ source_id: 1 }));
  });
  await expect(remove(id)).rejects.toMatchObject({ code: "bad_input" });
  expect(service(db, id)).toBeDefined();
});

test("what was made anew from the same file meanwhile keeps its name there; an organization that is gone is made anew", async () => {
  const { db } = home.helpline;
  const id = await place(db, "Night line");
  const named = (of: string) =>
    db.change("porchlight", (tx) => tx.run(q.updateTable("service").set({ external_id: "n1" }).where("id", "=", of)));
  await named(id);
  const by = service(db, id)!.entry.organizationId;
  await remove(id);
  await named(await place(db, "Night line", {}, "Another house"));
  await db.change("porchlight", (tx) => tx.run(q.deleteFrom("organization").where("id", "=", by)));
  await restore(id);
  expect(service(db, id)!.externalId).toBeNull();
  expect(organization(db, service(db, id)!.entry.organizationId)!.name).toBe("Night line");
});
