import { expect, test } from "vitest";
import { filled, unknownIn } from "#src/replies/placeholders.ts";
import { growth, steep } from "#tests/support/run/growth.ts";

const filling = { alias: "Mika", helpline: "Open Line", closes: "22:00", next: null };

test("what is known stands in the place of a placeholder, what nobody knows stays to be written over", () => {
  expect(filled("I am {alias} of { helpline }. Until {closes}; then {next}.", filling)).toBe(
    "I am Mika of Open Line. Until 22:00; then {next}.",
  );
});

test("what is filled in is no placeholder of its own", () => {
  expect(filled("{alias}", { ...filling, alias: "{helpline}" })).toBe("{helpline}");
});

test("what nobody can fill is told, each once, and braces that hold no word are told too", () => {
  expect(unknownIn("Hi {name}, I am {alias}. {name} {} {a b} {constructor}")).toEqual([
    "{name}",
    "{}",
    "{a b}",
    "{constructor}",
  ]);
  expect(unknownIn("a { over\nlines } is none, nor is {alias} or } {")).toEqual([]);
});

test("a text of nothing but braces is read at once", () => {
  expect(unknownIn("{".repeat(100_000))).toEqual([]);
  expect(growth((length) => unknownIn("{".repeat(length)), 5_000)).toBeLessThan(steep);
});
