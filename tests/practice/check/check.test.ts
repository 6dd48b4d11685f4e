import { describe, expect, test } from "vitest";
import { languages } from "#src/i18n/catalogs.ts";
import { checkScenario } from "#src/practice/check/check.ts";
import { atOnce, good, silent, solver, wanderer } from "#src/practice/check/trainees.ts";
import { maxTurns, type Scenario } from "#src/practice/scenario/scenario.ts";
import { shippedScenarios } from "#src/practice/shipped.ts";
import { scenarioOf } from "#tests/practice/walks.ts";
import { dayOrNight, drawn, inTurn } from "#tests/support/run/night.ts";

describe.each(shippedScenarios().map((scenario) => ({ id: scenario.id, scenario })))("$id", ({ scenario }) => {
  test("has nothing that the checker refuses: every rule, fact, hint and end is reached", () => {
    // By day most are only read; one is played until all of it was reached.
    const isPlayed = inTurn(`${scenario.id} is played`, shippedScenarios().length);
    const walks = isPlayed ? 5000 : 0;
    const problems = checkScenario(scenario, { walks }).filter(({ text }) => isPlayed || !/^is never /.test(text));
    expect(problems).toEqual([]);
  });

  test("ends for a good, a solving and a silent trainee", () => {
    const ends = [good, solver, silent].map((trainee) => atOnce(trainee(scenario)).at(-1)!.state);
    expect(ends.map(({ end }) => end?.kind)).toEqual(["good", "thin", "faded"]);
    expect(Math.max(...ends.map(({ turn }) => turn))).toBeLessThanOrEqual(maxTurns);
  });

  test("ends within 40 messages for a trainee who does anything", () => {
    const walks = Array.from({ length: dayOrNight(17, 700) }, (_, index) => drawn(`${scenario.id} ${index}`));
    const endless = walks.filter((seed) => {
      const last = atOnce(wanderer(scenario, seed)).at(-1)!.state;
      return !last.end || last.turn > maxTurns;
    });
    expect(endless).toEqual([]);
  });

  test("leads the same trainee along the same way", () => {
    expect(JSON.stringify(atOnce(wanderer(scenario, 7)))).toBe(JSON.stringify(atOnce(wanderer(scenario, 7))));
  });
});

/** What is said of a scenario after something was changed in it. */
function said(change: (scenario: Scenario) => void, walks = 0): string[] {
  const scenario = inEnglish(scenarioOf("peers-group-chat"));
  change(scenario);
  return checkScenario(scenario, { walks }).map(({ at, text }) => `${at} ${text}`);
}

/** A copy of a scenario as it is where it is offered in English alone. */
function inEnglish(scenario: Scenario): Scenario {
  const others: readonly string[] = languages.filter((language) => language !== "en");
  const copy: Scenario = JSON.parse(JSON.stringify(scenario), (key, value) =>
    others.includes(key) ? undefined : value,
  );
  return { ...copy, for: { ...copy.for, languages: ["en"] } };
}

test("names that lead nowhere are refused", () => {
  expect(said(({ rules }) => rules.push({ if: { about: ["moon"] }, say: { en: ["x"] } }))).toEqual([
    "rules[28] the topic “moon” is not in this file",
  ]);
  expect(said(({ rules }) => rules.push({ if: { flags: ["asleep"] }, say: { en: ["x"] } }))).toEqual([
    "rules[28] the flag “asleep” is read here and never set",
  ]);
  expect(said(({ rules }) => rules.push({ if: {}, do: { tell: "moon" } }))).toEqual([
    "rules[28] the fact “moon” is not in this file",
  ]);
  expect(said(({ rules }) => rules.push({ if: {}, note: "moon" }))).toEqual([
    "rules[28] the note “moon” is not in this file",
  ]);
  expect(said(({ rules }) => rules.push({ if: {}, end: "moon" }))).toEqual([
    "rules[28] the end “moon” is not in this file",
  ]);
});

test("what nobody uses is refused", () => {
  expect(said(({ topics }) => (topics.moon = { en: ["moon"] }))).toEqual(["topics.moon is used nowhere"]);
  expect(said(({ notes }) => (notes.moon = { en: "Moon." }))).toEqual(["notes.moon is used nowhere"]);
  expect(said(({ rules }) => rules.push({ if: {}, do: { set: ["moon"] } }))).toEqual(["flags.moon is used nowhere"]);
});

test("a language is complete, or is not offered", () => {
  const problems = said((scenario) => scenario.for.languages.push("fr"));
  expect(problems).toContain("hidden has no text in “fr”: write it, or do not offer that language");
  expect(problems).toContain("rules[0].say has no text in “fr”: write it, or do not offer that language");
  expect(problems).toContain("facts.sister has no text in “fr”: write it, or do not offer that language");
  expect(problems).toContain("warns.fr needs at least one content warning");
});

test("numbers, full names and methods are refused, in what nobody may read too", () => {
  expect(said(({ facts }) => (facts.sister = { en: ["call 080"] }))).toEqual([
    "facts.sister.en[0] has a number of three digits or more; it could be someone’s",
  ]);
  expect(said(({ hidden }) => (hidden.en = "She is called Emma Johnson."))).toEqual([
    "hidden.en has what looks like a full name: “Emma Johnson”",
  ]);
  expect(said(({ facts }) => (facts.sister = { en: ["i counted the pills"] }))).toEqual([
    "facts.sister.en[0] names a method of self-harm: “pills”",
  ]);
});

test("a content warning and a good end are needed, and an end for when the trainee ends it", () => {
  expect(said((scenario) => (scenario.warns = { en: [] }))).toEqual(["warns.en needs at least one content warning"]);
  expect(said((scenario) => (scenario.ends = scenario.ends.filter(({ kind }) => kind !== "good")))).toContain(
    "ends needs a good end",
  );
  expect(said((scenario) => (scenario.ends = scenario.ends.filter((end) => end.if.event !== "ended")))).toContain(
    "ends needs one for when the trainee ends it",
  );
});

test("a rule that no trainee reaches, a fact nobody is told and a chat without an end are found by playing", () => {
  const unreached = said(({ rules }) => rules.push({ if: { told: ["l"], untold: ["l"] }, say: { en: ["x"] } }), 40);
  expect(unreached).toContain("rules[28] is never reached");
  const untold = said(({ facts }) => (facts.moon = { asked: true, en: ["the moon"] }), 40);
  expect(untold).toContain("facts.moon is never told");
  const endless = said((scenario) => {
    scenario.ends = scenario.ends.filter(({ id }) => !["polite", "shut"].includes(id));
  }, 0);
  expect(endless).toContain("ends a solving trainee comes to no end within 40 messages");
});
