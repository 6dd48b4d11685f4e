import { expect, test } from "vitest";
import { place } from "#tests/support/house/directory.ts";
import { says } from "#tests/support/house/http.ts";
import { desk } from "#tests/support/people/admin.ts";
import { looksAt, type Upload } from "#tests/support/people/import-desk.ts";
import { sheet } from "#tests/support/people/plain-form.ts";

const csv = (...rows: string[]): Upload => ({
  name: "places.csv",
  bytes: ["name,organization,summary,phone,minimum_age", ...rows, ""].join("\n"),
});

test("long lists on pages, each part by itself", async () => {
  const rows = Array.from({ length: 120 }, (_, i) => `Place ${i + 1},Open House,,116 111,${i % 2 ? "ten" : ""}`);
  const at = await desk();
  const { path } = await looksAt(at.line, at.aino, [csv(...rows)]);
  const third = await sheet(at.aino, `${path}?kind=all&issues=2&new=2`);
  expect(third.words("#issues")).toContain("Row 103: ");
  expect(third.words("#new")).toContain("Place 119: Open House");
  expect(third.answer.text).toContain("?kind=all&amp;new=2&amp;issues=1#issues");
  expect((await at.aino.get(`${path}?issues=99&new=-1`)).status).toBe(200);
});

test("a place of an organization that comes with the file is told with its name, a change with what was and will be", async () => {
  const at = await desk();
  await place(at.line.helpline.db, "Night phone", { ageFrom: 12 });
  const rows = ["Night phone,Open House,,0800 12 34 56,14", "Day phone,House of Youth,,116 112,"];
  const { path } = await looksAt(at.line, at.aino, [csv(...rows)]);
  const page = await sheet(at.aino, path);
  expect(page.words("#new")).toContain("Day phone: House of Youth; Phone 116 112");
  expect(page.words("#changes")).toContain("Night phone: Ages: 12– → 14–");
});

test("what is new shows how it was understood: ways, hours, ages, topics", async () => {
  const at = await desk();
  const bytes = [
    "name,organization,phone,website,hours,minimum_age,maximum_age,topics",
    'Night line,Open House,0800 32 123,https://night.example,"Mo-Fr 20:00-24:00 ""not in July""",12,18,grief',
  ].join("\n");
  const { path } = await looksAt(at.line, at.aino, [{ name: "a.csv", bytes }]);
  expect((await sheet(at.aino, path)).words("#new")).toContain(
    "Night line: Open House; Phone 0800 32 123; Website https://night.example; Monday–Friday 20:00–24:00; not in July; Ages: 12–18; Death and grief",
  );
});

test("what needs a look is told by its cause, a sentence each, the errors first, and narrowed to the rows of one", async () => {
  const at = await desk();
  const rows = Array.from({ length: 60 }, (_, i) => `Place ${i + 1},Open House,,116 111,${i < 3 ? "12" : "ten"}`);
  const { path } = await looksAt(at.line, at.aino, [
    csv(...rows, ",Open House,,116 112,", "Late,,,,old", `Long,,${"x".repeat(300)},,`),
  ]);
  const page = await sheet(at.aino, path);
  const kinds = [...page.answer.text.matchAll(/\?kind=(\w+)#issues/g)].map(([, code]) => code);
  expect(kinds).toEqual(["not_a_number", "no_name", "too_long"]);
  expect(page.words("#issues")).toContain("58 rows, such as row 5: minimum_age: “ten” is not an age. Show the rows");
  expect(page.words("#issues")).not.toContain("Write whole years");
  const some = await sheet(at.aino, `${path}?kind=not_a_number&issues=2`);
  expect(some.words("#issues h2")).toBe("58 things to check");
  expect(some.words("#issues")).not.toContain("Row 62:");
  expect(some.words("#issues")).toContain("Row 63: ");
  expect(some.answer.text).toContain("?kind=not_a_number&amp;issues=1#issues");
  expect(some.words("#issues")).toContain(says("admin.import.all_causes"));
  expect((await sheet(at.aino, `${path}?kind=constructor`)).words("#issues h2")).toBe("60 things to check");
});
