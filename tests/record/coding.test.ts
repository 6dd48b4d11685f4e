import { expect, test } from "vitest";
import { blankCoding, isCoded, noCounselling, readCoding } from "#src/record/coding.ts";
import { chiCodes, isReasonTree, maxGroups, offeredReasons, shippedReasons } from "#src/settings/reasons.ts";

const choices = { tree: shippedReasons, regions: ["BE", "BE-BRU"] };

test("the shipped list is the framework of Child Helpline International: ten groups, 69 reasons, each mapped to itself", () => {
  expect(shippedReasons.map(({ reasons }) => reasons.length)).toEqual([4, 14, 12, 8, 8, 7, 5, 4, 4, 3]);
  expect(chiCodes).toHaveLength(69);
  expect(shippedReasons.flatMap(({ reasons }) => reasons.map((one) => one.chi))).toEqual(chiCodes);
  expect(isReasonTree(shippedReasons)).toBe(true);
});

test("what is none of the choices is not chosen", () => {
  const given = {
    reason: ["violence.bullying", "violence.nothing", "violence.bullying", "violence"],
    action: ["police", "army"],
    outcome: ["happy"],
    risk_present: ["maybe"],
    age: ["13-14"],
    gender: ["x", "girl"],
    region: ["FR"],
    about: ["__proto__"],
    first: ["yes"],
  };
  expect(readCoding(given, choices)).toEqual({
    ...blankCoding,
    reasons: ["violence.bullying"],
    actions: ["police"],
    age: "13-14",
    gender: "girl",
    first: "yes",
  });
  expect(readCoding({}, choices)).toEqual(blankCoding);
});

test("the button of one click says the outcome, whatever the list beside it says", () => {
  for (const one of noCounselling) {
    const coding = readCoding({ no_counselling: [one], outcome: ["relieved"] }, choices);
    expect(coding.outcome).toBe(one);
    expect(isCoded(coding)).toBe(true);
  }
  expect(isCoded(readCoding({ outcome: ["relieved"] }, choices))).toBe(false);
});

const [missing, violence] = shippedReasons;
const own = { code: "own_1", names: { en: "Exams" }, chi: null, off: false };

test.each<[string, unknown]>([
  ["nothing", []],
  ["no list", null],
  ["a code twice", [missing, missing]],
  ["everything switched off", [{ ...missing, off: true }]],
  ["an own one without a name", [{ ...missing, reasons: [{ ...own, names: null }] }]],
  ["a name that shows nothing", [{ ...missing, reasons: [{ ...own, names: { en: " " } }] }]],
  ["a name of two lines", [{ ...missing, reasons: [{ ...own, names: { en: "a\nb" } }] }]],
  ["a name that is too long", [{ ...missing, reasons: [{ ...own, names: { en: "a".repeat(81) } }] }]],
  ["a language there is none of", [{ ...missing, reasons: [{ ...own, names: { xx: "a" } }] }]],
  ["a code of the framework there is none of", [{ ...missing, reasons: [{ ...own, chi: "violence.war" }] }]],
  ["too many groups", Array.from({ length: maxGroups + 1 }, (_, n) => ({ ...own, code: `own_${n}`, reasons: [] }))],
])("%s is no list of reasons", (_name, tree) => {
  expect(isReasonTree(tree)).toBe(false);
});

test("what is switched off is not offered, and a group without anything in it neither", () => {
  const off = { ...missing!, reasons: missing!.reasons.map((one) => ({ ...one, off: true })) };
  const some = { ...violence!, reasons: violence!.reasons.map((one, n) => ({ ...one, off: n > 0 })) };
  expect(offeredReasons([off, some]).map(({ reasons }) => reasons.map(({ code }) => code))).toEqual([
    ["violence.bullying"],
  ]);
});
