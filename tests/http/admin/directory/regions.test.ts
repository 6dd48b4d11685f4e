import { beforeEach, expect, test } from "vitest";
import { regions } from "#src/directory/regions.ts";
import { place } from "#tests/support/house/directory.ts";
import { says } from "#tests/support/house/http.ts";
import { stored } from "#tests/support/house/tables.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";
import { sheet } from "#tests/support/people/plain-form.ts";

let at: Desk;

beforeEach(async () => {
  at = await desk();
});

const page = () => sheet(at.aino, "/admin/directory/regions");
const add = async (name: string, parent: string) => (await page()).fill({ name, parent }).press("", "form.fields");
const all = () => regions(at.line.helpline.db);
const change = (code: string) => `form[action="/admin/directory/regions/${code}"]`;

test("parts of countries get names, and codes that nobody has to know", async () => {
  await add("  Genève ", "CH");
  await add("Geneve", "FR");
  await add("Old town", "CH-GENEVE");
  expect(all()).toEqual([
    { code: "FR-GENEVE", parent: "FR", name: "Geneve" },
    { code: "CH-GENEVE", parent: "CH", name: "Genève" },
    { code: "CH-OLDTOWN", parent: "CH-GENEVE", name: "Old town" },
  ]);
  const shown = await page();
  expect(shown.words("main .list")).toMatch(/Switzerland no places – Genève no places .*– – Old town no places/);
});

test("a country is one by today’s list: no former ones, no unions, each once", async () => {
  const { text } = await at.aino.get("/admin/directory/regions");
  const names = [...text.matchAll(/<option value="([A-Z]{2})"[^>]*>([^<]*)/g)].map(([, code, name]) => [code, name]);
  const of = (name: string) => names.filter((one) => one[1] === name).map(([code]) => code);
  expect([of("France"), of("Germany"), of("United Kingdom")]).toEqual([["FR"], ["DE"], ["GB"]]);
  expect(names.map(([code]) => code)).not.toContain("EU");
  expect(new Set(names.map(([, name]) => name)).size).toBe(names.length);
});

test("a region is called otherwise, and goes while nothing is of it", async () => {
  await add("Gent", "BE");
  const renamed = await (await page()).fill({ name: "Gand" }).press("rename", change("BE-GENT"));
  expect(renamed.words("#saved")).toBe(says("admin.form.saved"));
  expect(all()).toEqual([{ code: "BE-GENT", parent: "BE", name: "Gand" }]);
  await place(at.line.helpline.db, "Night line", { regions: ["BE-GENT"] });
  expect((await page()).answer.text).not.toContain('value="remove"');
  const forged = await at.aino.post("/admin/directory/regions/BE-GENT", { do: "remove" });
  expect(forged.status).toBe(422);
  expect(forged.text).toContain(says("admin.directory.region.problem.in_use"));
  await add("Brugge", "BE");
  await (await page()).press("remove", change("BE-BRUGGE"));
  expect(all()).toHaveLength(1);
});

test("what may not stand is refused with a sentence, and stays in the field", async () => {
  await add("Gent", "BE");
  const before = stored(at.files, "staff_session");
  const refused = async (name: string, parent: string) => {
    const { answer, beside } = await add(name, parent).then((one) => ({
      answer: one.answer,
      beside: one.words(".wrong"),
    }));
    expect(answer.status).toBe(422);
    return beside;
  };
  expect(await refused(" ", "BE")).toBe(says("admin.directory.region.problem.no_name"));
  expect(await refused("GENT", "BE")).toBe(says("admin.directory.region.problem.taken"));
  expect(await refused("x".repeat(101), "BE")).toBe(says("admin.directory.region.problem.too_long"));
  expect(await refused("Gent", "EU")).toBe(says("admin.directory.region.problem.no_parent"));
  expect((await at.aino.post("/admin/directory/regions/BE-GENT", { do: "burn" })).status).toBe(422);
  expect((await at.aino.post("/admin/directory/regions/XX-NONE", { do: "remove" })).status).toBe(404);
  expect(stored(at.files, "staff_session")).toEqual(before);
});
