import { expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { plainChannel } from "#src/directory/entry/entry.ts";
import { changeService, service } from "#src/directory/entry/services.ts";
import { daily, place } from "#tests/support/house/directory.ts";
import { act } from "#tests/support/house/http.ts";
import { desk } from "#tests/support/people/admin.ts";
import { sheet } from "#tests/support/people/plain-form.ts";

test("every kind of change has its words, and an import is called by its file", async () => {
  const at = await desk();
  const { db } = at.line.helpline;
  const id = await place(db, "Night line", { terms: ["A"] });
  const { entry } = service(db, id)!;
  const changes = [
    { visibility: "hidden" as const },
    { channels: [plainChannel("chat", "https://x.example.org")] },
    { topics: ["grief" as const] },
    { calendar: daily(600, 700) },
    { texts: { fi: { name: "Yö", summary: "", description: "", eligibility: "" } } },
    { description: "long ".repeat(40) },
    { terms: ["B"] },
    { regions: ["BE"], languages: ["fi"] },
    { free: true, status: "temporarily closed" as const },
  ];
  for (const more of changes) {
    at.clock.pass(1_000);
    await act(at.line, at.line.bela, (tx, emit) => changeService(tx, emit, { id, entry: { ...entry, ...more } }));
    await act(at.line, at.line.aino, (tx, emit) => changeService(tx, emit, { id, entry }));
  }
  const words = (await sheet(at.aino, `/admin/directory/${id}`)).words("#history");
  for (const said of [
    "Who sees it: everyone → no one",
    "How to reach it: Phone 0800 12 34 56 → Chat https://x.example.org",
    "Topics: – → Death and grief",
    "Opening hours: changed",
    "Translations: changed",
    "Description: changed",
    "Topics: changed",
    "Languages: – → Finnish; Where it helps: – → Belgium",
    "Status: active → closed for now; Free of charge: not known → yes",
    "added to the directory",
  ])
    expect(words).toContain(said);
  await db.change("porchlight", (tx) => {
    const run = { file_name: "places.csv", kind: "csv" as const, actor: "staff:3", started_at: 1 };
    const made = tx.first(
      q
        .insertInto("import_run")
        .values({ ...run, applied_at: tx.at })
        .returning("id"),
    )!;
    const document = JSON.stringify({ ...entry, ageFrom: 12 });
    const version = { service_id: id, entry: document, at: tx.at, run_id: made.id };
    const { id: versionId } = tx.first(q.insertInto("service_version").values(version).returning("id"))!;
    tx.run(q.updateTable("service").set({ version_id: versionId }).where("id", "=", id));
  });
  const imported = (await sheet(at.aino, `/admin/directory/${id}`)).words("#history");
  expect(imported).toContain("imported from places.csv; Ages: – → 12–");
});
