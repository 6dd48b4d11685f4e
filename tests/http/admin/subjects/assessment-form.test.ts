import { expect, test } from "vitest";
import {
  movedRule,
  questionsOf,
  ruleOf,
  rulePlaceOf,
  textsOf,
  tooLongSentences,
} from "#src/http/admin/subjects/assessment-form.ts";
import { languages } from "#src/i18n/i18n.ts";
import { areRules, blankRule, shippedRules } from "#src/settings/assessment.ts";
import { house } from "#tests/support/house/helpline.ts";

test("the order of the questions is that of their places; who has none stands last", () => {
  const given = { on: ["yes"], question: ["age", "topics", "x", "urgent"], "place.urgent": ["3"], "place.age": ["0"] };
  expect(questionsOf(given)).toEqual({ on: true, questions: ["age", "urgent", "topics"] });
  expect(questionsOf({})).toEqual({ on: false, questions: [] });
});

test("a place is a small number and nothing else", () => {
  expect(["0", "12", "100", "-1", "1e1", "", undefined].map(rulePlaceOf)).toEqual([
    0,
    12,
    null,
    null,
    null,
    null,
    null,
  ]);
});

test("rules move within the list, and no further", () => {
  const [a, b, c] = shippedRules as [never, never, never];
  expect(movedRule([a, b, c], "down 0")).toEqual([b, a, c]);
  expect(movedRule([a, b, c], "down 2")).toEqual([a, b, c]);
  expect(movedRule([a, b, c], "up 0")).toEqual([a, b, c]);
  expect(movedRule([a, b, c], "remove 1")).toEqual([a, c]);
  for (const action of ["up 3", "remove", "x 1", ""]) expect(movedRule([a, b, c], action)).toBeNull();
});

test("whatever a form holds, what is read of it is a rule that may be stored, but for a sentence that is too long", async () => {
  const { db } = (await house()).helpline;
  const given = {
    "when.topics": ["grief", "any", "grief", "__proto__", "x".repeat(100)],
    "when.region": ["BE", "nowhere"],
    "show.topics": ["any", "grief"],
    "show.services": ["", "no-such-id"],
    lane: ["fast"],
    chat: ["first", "x"],
    "say.en": ["\u202eturned\u0000"],
    "say.xx": ["x"],
    "say.fr": ["\u200b"],
  };
  const rule = ruleOf(db, given);
  expect(areRules([rule])).toBe(true);
  expect(rule.when.topics).toEqual(["grief", "any"]);
  expect(rule.show).toMatchObject({ topics: ["grief"], services: [] });
  expect(rule).toMatchObject({ lane: null, chat: null, say: { en: "turned" } });
  expect(areRules([ruleOf(db, {})])).toBe(true);
  const long = ruleOf(db, { "say.fr": ["x".repeat(201)] });
  expect(areRules([long])).toBe(false);
  expect(tooLongSentences(long)).toEqual([{ language: "fr", n: 201 }]);
  expect(tooLongSentences(blankRule)).toEqual([]);
});

test("what a shipped sentence says stands in the form in every language", async () => {
  const { db } = (await house()).helpline;
  expect(Object.keys(textsOf(db, "danger"))).toEqual(languages);
  expect(textsOf(db, null)).toEqual({});
  expect(textsOf(db, { fr: "Bonjour" })).toEqual({ fr: "Bonjour" });
});
