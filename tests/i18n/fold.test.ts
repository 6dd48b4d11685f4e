import { expect, test } from "vitest";
import { fold, unaccented, withoutMarks } from "#src/i18n/fold.ts";

test.each([
  ["Zoé", "zoe"],
  ["Zoe\u0301", "zoe"],
  ["ÎLE ＦＯＸ", "ile fox"],
  ["ǖ ﬁ", "u fi"],
  ["각", "\u1100\u1161\u11a8"],
])("%s is looked for as %s", (text, folded) => expect(fold(text)).toBe(folded));

test("capitals can stay, and marks alone can go", () => {
  expect(unaccented("Zoé")).toBe("Zoe");
  expect(withoutMarks("Zoé Zoe\u0301")).toBe("Zoé Zoe");
});
