import { expect, test } from "vitest";
import { sourceProblems } from "#src/http/admin/importing/source-form.ts";

const right = { name: "Lamp", zone: "Europe/Helsinki", licence: "CC BY 4.0" };

test("what can stand has no problems", () => {
  expect(sourceProblems(right)).toEqual([]);
  expect(sourceProblems({ ...right, licence: "" })).toEqual([]);
});

test.each([
  [{ name: "" }, "name", "missing"],
  [{ name: "\u2800" }, "name", "bad_name"],
  [{ name: "La\u202Emp" }, "name", "bad_name"],
  [{ name: "a".repeat(201) }, "name", "bad_name"],
  [{ zone: "" }, "zone", "bad_zone"],
  [{ zone: "Mars/Base" }, "zone", "bad_zone"],
  [{ licence: "a".repeat(1_001) }, "licence", "too_long"],
] as const)("%j is told beside its field", (more, field, problem) => {
  expect(sourceProblems({ ...right, ...more })).toEqual([{ field, problem }]);
});

test("everything that is wrong is told at once", () => {
  expect(sourceProblems({ name: "", zone: "", licence: "a".repeat(1_001) })).toHaveLength(3);
});
