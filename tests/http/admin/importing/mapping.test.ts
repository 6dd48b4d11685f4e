import { beforeEach, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { services } from "#src/directory/entry/services.ts";
import { says } from "#tests/support/house/http.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";
import { allRead, looksAt } from "#tests/support/people/import-desk.ts";
import { sheet } from "#tests/support/people/plain-form.ts";

let at: Desk;

beforeEach(async () => {
  at = await desk();
});

const rows = [
  "name,organization,Rufnummer,topics,ages,hours",
  "Night line,Open House,116 111,zzz,teen,whenever",
  ...Array.from({ length: 14 }, (_, i) => `Place ${i + 1},Open House,116 112,zzz; grief,12+,Mo-Fr 9-17`),
];
const list = { name: "places.csv", bytes: rows.join("\n") };
const brings = (source = "Town") => looksAt(at.line, at.aino, [list], { source });
const own = (form = "form.fields") => form;

test("what was not understood is asked, tried on ten places, remembered, and the files are read again at the same address", async () => {
  const { path } = await brings();
  const run = await sheet(at.aino, path);
  expect(run.words("#usable")).toBe(
    "15 places: 0 with a phone number, 14 with hours, 14 with a topic.".replace("15", "14"),
  );
  expect(run.words("#to-map")).toContain(says("admin.mapping.open", { n: 4 }));
  const asked = await sheet(at.aino, `${path}/mapping`);
  expect(asked.words("#columns")).toContain("Rufnummer 116 111 not understood");
  expect(asked.words("#topics")).toContain("zzz 15 times not understood");
  expect(asked.words("#topics")).toContain("as read: Death and grief");
  const said = { "columns.2": "phone", "topics.0": "bullying", "ages.0": "12-17", "hours.0": "Mo-Su 20:00-24:00" };
  const tried = await asked.fill(said).press("try", own());
  expect(tried.words("#tried li")).toContain(
    "Night line: Open House; Phone 116 111; Monday–Sunday 20:00–24:00; Ages: 12–17; Bullying",
  );
  expect(tried.words("#tried h2")).toBe(says("admin.mapping.tried", { n: 10 }));
  expect(tried.value("columns.2")).toBe("phone");
  const { db } = at.line.helpline;
  expect(db.all(q.selectFrom("import_mapping").selectAll())).toEqual([]);
  await tried.press("save", own());
  await allRead(at.line);
  const again = await sheet(at.aino, path);
  expect(again.words("#usable")).toBe("15 places: 15 with a phone number, 15 with hours, 15 with a topic.");
  expect(again.words("#to-map")).toContain(says("admin.mapping.open", { n: 0 }));
  expect((await sheet(at.aino, `${path}/mapping`)).value("ages.0")).toBe("12-17");
  await again.press("", "form[action$='/apply']");
  expect(services(db)).toHaveLength(15);
  expect((await at.aino.get(`${path}/mapping`)).status).toBe(404);
  const next = await brings();
  expect((await sheet(at.aino, next.path)).words(".about-line")).toBe("New 0 Changed 0 Unchanged 15");
});

test("what means nothing, or was said before, can be said otherwise; wrong ages and hours are refused beside their field", async () => {
  const { path } = await brings();
  const asked = await sheet(at.aino, `${path}/mapping`);
  const wrong = await asked.fill({ "ages.0": "old", "hours.0": "?", "topics.0": "-" }).press("save", own());
  expect(wrong.answer.status).toBe(422);
  expect(wrong.beside("ages.0").wrong).toBe(says("admin.mapping.wrong.ages"));
  expect(wrong.beside("hours.0").wrong).toBe(says("admin.mapping.wrong.hours"));
  expect(wrong.value("topics.0")).toBe("-");
  await wrong.fill({ "ages.0": "", "hours.0": "" }).press("save", own());
  await allRead(at.line);
  expect((await sheet(at.aino, path)).words("#issues")).not.toContain("zzz");
  const later = await sheet(at.aino, `${path}/mapping`);
  const field = later.fields(own()).find(([, value]) => value === "-")![0];
  await later.fill({ [field]: "" }).press("save", own());
  await allRead(at.line);
  expect((await sheet(at.aino, path)).words("#issues")).toContain("zzz");
});

test("a column that is none, or a topic that is none, is refused", async () => {
  const { path } = await brings();
  for (const typed of [{ "columns.0": "colour" }, { "topics.0": "__proto__" }]) {
    const { status } = await at.aino.post(`${path}/mapping`, { ...typed, do: "save" });
    expect(status).toBe(422);
  }
  expect(at.line.helpline.db.all(q.selectFrom("import_mapping").selectAll())).toEqual([]);
});
