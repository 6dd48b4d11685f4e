import { expect, test } from "vitest";
import { parseScenario } from "#src/practice/scenario/parse.ts";
import { scenarioOf } from "#tests/practice/walks.ts";

// biome-ignore lint/suspicious/noExplicitAny: a file may hold anything.
type Loose = Record<string, any>;

/** What is said of a scenario after something was changed in it. */
function said(change: (file: Loose) => void): string[] {
  const file = structuredClone(scenarioOf("peers-group-chat")) as unknown as Loose;
  change(file);
  const parsed = parseScenario(JSON.stringify(file));
  return "problems" in parsed ? parsed.problems.map(({ at, text }) => `${at} ${text}`) : [];
}

test("a scenario that ships is read as it was written", () => {
  const scenario = scenarioOf("peers-group-chat");
  expect(parseScenario(JSON.stringify(scenario))).toEqual({ scenario });
});

test("what is wrong is said in a sentence, with its place", () => {
  expect(said((file) => delete file.hidden)).toEqual(["hidden is missing"]);
  expect(said((file) => (file.rules[0].if.turn = [9, 2]))).toEqual([
    "rules[0].if.turn should begin with the smaller number",
  ]);
  expect(said((file) => (file.rules[3].sya = {}))).toEqual([
    "rules[3].sya is not known here; is its name spelled right?",
  ]);
  expect(said((file) => (file.rules[0].if.did = ["asks_nicely"]))[0]).toMatch(
    /^rules\[0\]\.if\.did\[0\] is "asks_nicely", and should be one of greets_with_name, /,
  );
  expect(said((file) => (file.touch.kindness = { trust: 1, times: 1 }))[0]).toMatch(
    /^touch\.kindness is "kindness", and should be one of /,
  );
  expect(said((file) => (file.start.trust = 11))).toEqual(["start.trust should be a whole number from 0 to 10"]);
  expect(said((file) => (file.facts["Two words"] = { en: ["x"] }))).toEqual([
    "facts.Two words should have a name of small letters and _",
  ]);
  expect(said((file) => (file.names.de = "Kein Chat"))).toEqual([
    "names.de is not known here; is its name spelled right?",
  ]);
  expect(said((file) => (file.debrief.en = " "))).toEqual(["debrief.en is empty"]);
  expect(said((file) => (file.version = 2))).toEqual(["version is 2, and should be one of 1"]);
});

test("a file that is no JSON is refused with a sentence", () => {
  expect(parseScenario('{"format":')).toEqual({
    problems: [{ at: "", text: "The file is not JSON: a comma, a brace or a quotation mark is missing." }],
  });
  expect(parseScenario("[]")).toEqual({ problems: [{ at: "", text: "should be an object in braces" }] });
});
