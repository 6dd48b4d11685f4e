import fc from "fast-check";
import { expect, test } from "vitest";
import { catalog, type Key, languages, translate } from "#src/i18n/i18n.ts";
import { misfit, shapeOf } from "#src/i18n/message.ts";
import { dayOrNight } from "#tests/support/run/night.ts";

const door = "{n, plural, =0 {Open until <strong>{time}</strong>} other {Open until <strong>{time}</strong> · #}}";

test.each([
  [door, null],
  ["Open until <strong>{time}</strong>, {n} waiting", null],
  ["Until <strong>{time}</strong>{n, plural, one { · one} other { · #}}", null],
  ["Open, {n} waiting, {time}", ["placeholder_missing", "<strong>"]],
  ["Open until <strong>late</strong>, {n} waiting", ["placeholder_missing", "{time}"]],
  // There only for some numbers.
  ["{n, plural, =0 {<strong>{time}</strong>} other {busy}}", ["placeholder_missing", "<strong>"]],
  // Nothing to see between the two.
  ["{time} <strong> </strong> {n}", ["placeholder_missing", "<strong>"]],
  // A plain apostrophe would hide it.
  ["'{n}' <strong>{time}</strong>", ["placeholder_missing", "{n}"]],
  ["{n} <strong>{time}</strong> {name}", ["placeholder_unknown", "{name}"]],
  ["{n} <strong>{time}</strong> <b>now</b>", ["placeholder_unknown", "<b>"]],
  ["{n} <strong>{time, date}</strong>", ["placeholder_unknown", "{time, date}"]],
  ["{n} <strong>{time, plural, other {x}}</strong>", ["placeholder_unknown", "{time, plural}"]],
  ["{n} <strong>at <strong>{time}</strong></strong>", ["placeholder_unknown", "<strong><strong>"]],
  ["{n", ["unreadable", ""]],
  ["{n} <strong>{time}", ["unreadable", ""]],
  ["{n, plural, one {one}} <strong>{time}</strong>", ["unreadable", ""]],
  ["{n} <strong onclick=steal()>{time}</strong>", ["unreadable", ""]],
])("in the place of a sentence with a time and a number: %s", (text, found) => {
  const problem = misfit("en", door, text);
  expect(problem && [problem.problem, problem.part]).toEqual(found);
});

test.each(languages)("%s: every text of the catalog fits itself, and asks for what it is read with", (language) => {
  for (const key of Object.keys(catalog(language)) as Key[]) {
    expect(misfit(language, catalog(language)[key], catalog(language)[key]), key).toBeNull();
  }
});

test("whatever fits can be filled in: nothing that a hand wrote breaks a page", () => {
  const bits = [
    "{n}",
    "{time}",
    "<strong>",
    "</strong>",
    "{n, plural, other {",
    "}}",
    "#",
    "'",
    "{",
    "}",
    "<",
    ">",
    " x ",
  ];
  const texts = fc.array(fc.oneof(fc.constantFrom(...bits), fc.string({ maxLength: 3 })), { maxLength: 14 });
  let fitting = 0;
  fc.assert(
    fc.property(texts, (pieces) => {
      const own = pieces.join("");
      const key = "youth.door.open_until";
      const text = own.replaceAll("{n", "{waiting");
      const t = translate("en", new Map([[key, text]]));
      const read = t.parts(key, { waiting: 2, time: "18:00" });
      expect(read.every((piece) => typeof piece.text === "string" && [null, "strong"].includes(piece.tag))).toBe(true);
      if (misfit("en", catalog("en")[key], text) === null) fitting += 1;
    }),
    { numRuns: dayOrNight(300, 1_000), examples: [[["{n} ", "<strong>", "{time}", "</strong>"]]] },
  );
  expect(fitting).toBeGreaterThan(0);
});

test("what stands in every form of a plural is always there, what stands in one only sometimes", () => {
  const { always, ever } = shapeOf("en", "{n, plural, one {{a}} other {{a} {b}}}")!;
  expect([...always].sort()).toEqual(["{a}", "{n}"]);
  expect([...ever].sort()).toEqual(["{a}", "{b}", "{n, plural}", "{n}"]);
});
