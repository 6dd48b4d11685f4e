import { expect, test } from "vitest";
import { reasonsApart, reasonsInWords } from "#src/http/admin/rules/reasons-words.ts";
import { translate } from "#src/i18n/i18n.ts";
import { withReason } from "#src/settings/reason-edits.ts";
import { shippedReasons } from "#src/settings/reasons.ts";

const t = translate("en");
const own = { code: "own_1", names: { fr: "Examens" }, chi: "education.academic", off: false };
const added = withReason(shippedReasons, "education", own)!;

test("a list is told by how many reasons it has", () => {
  expect(reasonsInWords(t, shippedReasons)).toBe("69 reasons");
});

test("a change is told by the first entry that is another now: added, renamed, switched off, counted otherwise", () => {
  expect(reasonsApart(t, shippedReasons, added)).toEqual({
    before: "none",
    after: "Examens → Education and occupation: Academic issues",
  });
  const off = withReason(added, "education", { ...own, chi: null, off: true })!;
  expect(reasonsApart(t, added, off)).toEqual({
    before: "Examens → Education and occupation: Academic issues",
    after: "Examens (switched off)",
  });
});

test("taken back, by how many there were and are; else by the order", () => {
  expect(reasonsApart(t, added, shippedReasons)).toEqual({ before: "70 reasons", after: "69 reasons" });
  expect(reasonsApart(t, shippedReasons, shippedReasons.toReversed()).after).toBe("order changed");
});
