import { expect, test } from "vitest";
import { ruleInWords } from "#src/http/admin/subjects/assessment-words.ts";
import { languages, translate } from "#src/i18n/i18n.ts";
import { blankRule, forAnyone, nothing, shippedRules } from "#src/settings/assessment.ts";

const t = translate("en");
const names = { region: (code: string) => `the region ${code}`, service: (id: string) => `the place ${id}` };

test("a rule is told one thing each, in the order in which it is read", () => {
  const rule = {
    when: {
      ...forAnyone,
      topics: ["any", "of-another-version"],
      age: ["younger" as const],
      region: ["BE", "BE-WLG"],
      otherwise: true,
    },
    show: { ...nothing, services: ["a", "b"], topics: ["grief"], fitting: true },
    lane: "offered" as const,
    chat: "first" as const,
    say: { fr: "Bonjour" },
  };
  expect(ruleInWords(t, rule, names)).toEqual({
    when: [
      "it is about: any topic, of-another-version",
      "their age is: younger than your age range",
      "they live in: Belgium, the region BE-WLG",
      "only if no place from other rules is open",
    ],
    what: [
      "places: the place a, the place b",
      "places about Death and grief",
      "all places for their age and region",
      "let them ask to go first",
      "chat above the places",
      "say: “Bonjour”",
    ],
  });
});

test("one without conditions is for whatever they say", () => {
  expect(ruleInWords(t, blankRule, names)).toEqual({ when: ["any answers"], what: [] });
});

test.each(languages)("%s: every shipped rule can be read", (language) => {
  for (const rule of shippedRules) {
    const { when, what } = ruleInWords(translate(language), rule, names);
    expect(when.length).toBeGreaterThan(0);
    expect(what.length).toBeGreaterThan(0);
  }
});
