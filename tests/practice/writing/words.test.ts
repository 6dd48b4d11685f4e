import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { shippedScenarios } from "#src/practice/shipped.ts";
import {
  conditionLine,
  conditionWords,
  effectLine,
  effectWords,
  factWords,
  mustLines,
  parseCondition,
  parseEffect,
  parseMusts,
  parseTelling,
  parseTopic,
  parseTouch,
  tellingLine,
  topicLine,
  touchLines,
} from "#src/practice/writing/words.ts";

const readOf = (read: { value: unknown } | { wrong: string }) => ("value" in read ? read.value : read.wrong);
const bytes = (value: unknown) => JSON.stringify(value);

test("every condition that ships is read back from its line to the byte, and its line too", () => {
  const conditions = shippedScenarios().flatMap(({ rules, ends, hints, guided = [] }) =>
    [...rules, ...ends, ...hints, ...guided].map((one) => one.if),
  );
  expect(conditions.length).toBeGreaterThan(2_000);
  for (const condition of conditions) {
    const line = conditionLine(condition);
    const read = parseCondition(line);
    expect(bytes(readOf(read))).toBe(bytes(condition));
    expect("value" in read && conditionLine(read.value)).toBe(line);
  }
});

test("so is what rules do, how facts are told, what touches trust and what a trainee must do", () => {
  for (const { rules, facts, touch, must } of shippedScenarios()) {
    for (const { do: does, hold, wait, end, times } of rules) {
      const read = readOf(
        parseEffect(effectLine({ ...(does && { do: does }), ...(hold && { hold }), ...{ wait, end, times } } as never)),
      );
      expect(bytes((read as { do?: unknown }).do)).toBe(bytes(does));
      expect(read).toEqual(JSON.parse(bytes({ do: does, hold, wait, end, times })));
    }
    for (const { asked, trust, after, load, ...texts } of Object.values(facts)) {
      const telling = JSON.parse(bytes({ asked, trust, after, load }));
      expect(texts).not.toHaveProperty("asked");
      expect(readOf(parseTelling(tellingLine(telling)))).toEqual(telling);
    }
    expect(bytes(readOf(parseTouch(touchLines(touch))))).toBe(bytes(touch));
    expect(bytes(readOf(parseMusts(mustLines(must))))).toBe(bytes(must));
  }
});

test("a line reads as a sentence would be said", () => {
  const condition = { did: ["names_feeling"], trust: [4, 10] as [number, number], untold: ["sister"] };
  expect(conditionLine(condition as never)).toBe("did names_feeling, trust 4-10, not told sister");
  expect(effectLine({ do: { trust: 1, tell: "sister" } })).toBe("trust +1, tell sister");
  expect(readOf(parseCondition(" did  reflects or affirms ,\ntrust 4 – 6,, unanswered 2 "))).toEqual({
    any: ["reflects", "affirms"],
    trust: [4, 6],
    pile: [2, 2],
  });
  expect(readOf(parseEffect("trust −2, hold, times 3"))).toEqual({ do: { trust: -2 }, hold: true, times: 3 });
  expect(readOf(parseCondition(""))).toEqual({});
});

test.each([
  [
    "did name_feeling",
    "“did name_feeling”: “name_feeling” is not known; did you mean names_feeling? Write it like “did names_feeling”.",
  ],
  ["trsut 4-10", "“trsut 4-10” begins with no word that is known here. Write it like “trust 4-10”."],
  ["trust 4-12", "“trust 4-12”: needs two numbers from 0 to 10, the smaller one first. Write it like “trust 4-10”."],
  ["trust 6-4", "“trust 6-4”: needs two numbers from 0 to 10, the smaller one first. Write it like “trust 4-10”."],
  [
    "told sister or brother",
    "“told sister or brother”: only “and” can stand between these. Write it like “told sister”.",
  ],
  [
    "did not advice and minimises",
    "“did not advice and minimises”: only “or” can stand between these. Write it like “did not advice or minimises”.",
  ],
  ["trust 1, trust 2", "“trust” is there twice. Write it once, like “trust 4-10”."],
  ["silence", "“silence”: needs a whole number from 1 to 600. Write it like “silence 120”."],
  ["phase middle", "“phase middle”: “middle” is not known. Write it like “phase goal”."],
  ["about my dad", "“about my dad”: “my dad” should be one word. Write it like “about dad or mum”."],
])("“%s” is refused, with what would be right", (line, said) => {
  expect(readOf(parseCondition(line))).toBe(said);
});

test("the words of a topic have commas between them, and can have one inside", () => {
  const words = ["dad", "a place, where it is quiet", "teach*"];
  expect(topicLine(words)).toBe('dad, "a place, where it is quiet", teach*');
  expect(parseTopic(topicLine(words))).toEqual(words);
  expect(parseTopic(" dad,,father\nmum , ")).toEqual(["dad", "father", "mum"]);
});

test("what touches trust and what a trainee must do say what is missing", () => {
  expect(readOf(parseTouch("reflects trust +1"))).toContain("“reflects trust +1”");
  expect(readOf(parseTouch("reflects: trust +1"))).toBe(
    "“reflects: trust +1” needs both, like “reflects: trust +1, times 2”.",
  );
  expect(readOf(parseMusts("before turn 6"))).toContain("needs one of did, did not and event");
  expect(readOf(parseMusts("did not advice, before turn 6"))).toContain("needs one of");
});

test("each example of a word can be read, and each word stands in the paper for contributors", () => {
  const paper = readFileSync(new URL("../../../docs/contributing/PRACTICE.md", import.meta.url), "utf8");
  for (const [words, parse] of [
    [conditionWords, parseCondition],
    [effectWords, parseEffect],
    [factWords, parseTelling],
  ] as const) {
    for (const { word, key, example } of words) {
      const read = readOf(parse(example)) as Record<string, unknown>;
      expect([example, Object.keys((read.do as object | undefined) ?? read)]).toEqual([example, [key]]);
      expect(paper).toContain(`\`${word}`);
    }
  }
});
