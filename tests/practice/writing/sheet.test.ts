import { expect, test } from "vitest";
import { checkScenario } from "#src/practice/check/check.ts";
import type { Rule, Scenario } from "#src/practice/scenario/scenario.ts";
import { emptyScenario, shippedScenarios } from "#src/practice/shipped.ts";
import { problemsByField } from "#src/practice/writing/fields.ts";
import { emptyRow, nextKey, type ScenarioSheet, sheetOf } from "#src/practice/writing/sheet.ts";
import { scenarioIn } from "#src/practice/writing/sheet-read.ts";

/** Members of rules and choices in the order in which a sheet writes them. */
function inOrder(scenario: Scenario): Scenario {
  const rule = ({ if: when, do: does, hold, wait, say, end, times, note }: Rule) =>
    ({ if: when, do: does, hold, wait, say, end, times, note }) as Rule;
  const guided = scenario.guided?.map(({ if: when, choices }) => ({
    if: when,
    choices: choices.map(({ did, why, ...texts }) => ({ did, why, ...texts })),
  }));
  const fact = ({ asked: _, trust: _1, after: _2, load: _3, ...texts }: Scenario["facts"][string]) => texts;
  expect(Object.values(scenario.facts).every((one) => Object.keys(fact(one)).length > 0)).toBe(true);
  return { ...scenario, rules: scenario.rules.map(rule), ...(guided && { guided: guided as never }) };
}

const read = (sheet: ScenarioSheet) => {
  const found = scenarioIn(sheet);
  if ("problems" in found) throw new Error(JSON.stringify(found.problems));
  return found.scenario;
};

test("every scenario that ships comes back from its sheet to the byte", () => {
  for (const scenario of shippedScenarios()) {
    const sheet = JSON.parse(JSON.stringify(sheetOf(scenario))) as ScenarioSheet;
    expect(JSON.stringify(read(sheet))).toBe(JSON.stringify(inOrder(scenario)));
    expect(sheetOf(read(sheet))).toEqual(sheet);
  }
});

test("the empty one can be played and has no fault", () => {
  expect(checkScenario(emptyScenario(), { walks: 300 })).toEqual([]);
  expect(read(sheetOf(emptyScenario()))).toEqual(emptyScenario());
});

const fridge = () => structuredClone(sheetOf(shippedScenarios().find(({ id }) => id === "moods-fridge")!));
const wrongIn = (sheet: ScenarioSheet) => {
  const found = scenarioIn(sheet);
  return "problems" in found ? found.problems.map(({ field, text }) => `${field}: ${text}`) : [];
};

test("a line that cannot be read is named at its field, and nothing else is", () => {
  const sheet = fridge();
  const rule = sheet.lists.rules[3]!;
  rule.plain.when = "did promise_secrecy";
  rule.plain.does = "trust up";
  sheet.lists.facts[0]!.plain.name = "The cards";
  expect(wrongIn(sheet)).toEqual([
    expect.stringContaining(`facts.${sheet.lists.facts[0]!.key}.name: needs a name of small letters`),
    expect.stringContaining(`rules.${rule.key}.when: “did promise_secrecy”`),
    expect.stringContaining(`rules.${rule.key}.does: “trust up”`),
  ]);
});

test("what the form of a file forbids is said at the field it belongs to", () => {
  const sheet = fridge();
  sheet.plain.minutes = "a while";
  sheet.plain.ages = " ";
  sheet.words.who = {};
  sheet.lists.ends[0]!.plain.name = "";
  expect(wrongIn(sheet).map((one) => one.split(":")[0])).toEqual([
    "ages",
    "minutes",
    `ends.${sheet.lists.ends[0]!.key}.name`,
    "who",
  ]);
});

test("what the checker finds is said beside the fields too", () => {
  const scenario = structuredClone(shippedScenarios().find(({ id }) => id === "moods-fridge")!);
  const sheet = sheetOf(scenario);
  const { rules, ends, facts, notes } = sheet.lists;
  const fields = (...at: string[]) =>
    problemsByField(
      sheet,
      at.map((one) => ({ at: one, text: "is wrong" })),
    ).map(({ field }) => field);
  expect(
    fields("rules[2]", "rules[2].say.en", "rules[2].do.tell", "rules[2].note", "ends[1].if.turn", "ends[1].say.en[0]"),
  ).toEqual([
    ...["when", "says", "does", "note"].map((field) => `rules.${rules[2]!.key}.${field}`),
    ...["when", "says"].map((field) => `ends.${ends[1]!.key}.${field}`),
  ]);
  expect(
    fields(
      "facts.heart",
      "facts.heart.after",
      "notes.why",
      "notes.why.en",
      "warns.en",
      "otherwise.low.en",
      "role.en.who",
      "start.says",
      "ends",
      "",
    ),
  ).toEqual([
    ...[`facts.${facts[2]!.key}.says`, `facts.${facts[2]!.key}.how`],
    ...[
      `notes.${notes.find(({ plain }) => plain.name === "why")!.key}.name`,
      `notes.${notes.find(({ plain }) => plain.name === "why")!.key}.says`,
    ],
    ...["warns", "low", "who", "starts", "ends", ""],
  ]);
  expect(fields("flags.idea")).toEqual([`rules.${rules[13]!.key}.does`]);
  const note = problemsByField(sheet, [{ at: "rules[2]", text: "the note “x” is not in this file" }]);
  expect(note[0]!.field).toBe(`rules.${rules[2]!.key}.note`);
});

test("an empty row counts as none, and a new one has a key of its own", () => {
  const sheet = fridge();
  const before = JSON.stringify(read(sheet));
  const key = nextKey(sheet);
  sheet.lists.rules.splice(2, 0, emptyRow("rules", key));
  expect(JSON.stringify(read(sheet))).toBe(before);
  expect(nextKey(sheet)).not.toBe(key);
});

test("an empty line stands between two ways of saying it", () => {
  const sheet = fridge();
  sheet.words.low = { en: "idk\nsorry\n \n\nmm\n" };
  sheet.words.mid = { en: "\nkind of\n" };
  const { low, mid } = read(sheet).otherwise;
  expect([low.en, mid.en]).toEqual([[["idk", "sorry"], ["mm"]], ["kind of"]]);
});
