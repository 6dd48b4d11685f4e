import { expect, test } from "vitest";
import type { Scenario } from "#src/practice/scenario/scenario.ts";
import { emptyScenario } from "#src/practice/shipped.ts";
import { nextSilence, parseTried, playTried, type Tried, tryNext } from "#src/practice/writing/tried.ts";

const says = (text: string) => ({ kind: "message", text }) as const;
const carried = (steps: readonly Tried[]) => parseTried(JSON.stringify(steps));

test("a sentence is answered, with what was heard and the rule that spoke", () => {
  const scenario = emptyScenario();
  const [step] = tryNext(scenario, "en", [], says("How is it at school?"));
  expect(step).toMatchObject({ lines: ["i sit alone at lunch"], before: null, spoke: 4, fired: [4] });
  expect(step!.did).toContain("open_question");
});

test("after a change the same sentences are played again, and only the answers that differ are marked", () => {
  const scenario = emptyScenario();
  let tried: Tried[] = tryNext(scenario, "en", [], says("How is it at school?"));
  tried = tryNext(scenario, "en", carried(tried), { kind: "silence", seconds: 120 });
  const changed: Scenario = structuredClone(scenario);
  changed.facts.alone = { en: ["i sit by the bins"] };
  expect(playTried(changed, "en", carried(tried)).map(({ before, lines }) => [before, lines])).toEqual([
    [["i sit alone at lunch"], ["i sit by the bins"]],
    [null, ["are u there"]],
  ]);
  expect(playTried(scenario, "en", carried(tried)).every(({ before }) => before === null)).toBe(true);
});

test("waiting goes to the next thing that happens by itself, and nothing comes after an end", () => {
  const scenario = emptyScenario();
  expect(nextSilence(scenario, "en", [])).toBe(120);
  const waited = tryNext(scenario, "en", [], { kind: "silence", seconds: 120 });
  expect(nextSilence(scenario, "en", waited)).toBe(300);
  const over = tryNext(scenario, "en", waited, { kind: "ended" });
  expect(over.at(-1)!.state.end?.id).toBe("cut");
  expect(tryNext(scenario, "en", over, says("wait"))).toHaveLength(2);
});

test("what a form carries along is read with care", () => {
  expect(parseTried("no")).toEqual([]);
  expect(parseTried('{"event":1}')).toEqual([]);
  expect(
    parseTried(
      '[{"event":{"kind":"message","text":"hi","did":["advice"]},"lines":["a",1]},{"event":{"kind":"bad"}},null]',
    ),
  ).toEqual([{ event: says("hi"), lines: ["a"] }]);
  expect(
    parseTried(JSON.stringify(Array.from({ length: 500 }, () => ({ event: { kind: "card" }, lines: [] })))),
  ).toHaveLength(80);
});
