import { expect, test } from "vitest";
import { play } from "#src/practice/engine/engine.ts";
import { startOf } from "#src/practice/engine/state.ts";
import { feedback, hintFor } from "#src/practice/feedback.ts";
import { scenarioOf, walks } from "#tests/practice/walks.ts";

const walk = (name: string) => walks().find((one) => one.name === name)!;

function feedbackOn(name: string, seconds = 20) {
  const { scenario, tagged } = walk(name);
  return feedback(
    scenario,
    play(
      scenario,
      "en",
      tagged.map((event, index) => ({ event, at: seconds * (index + 1) })),
    ),
  );
}

test("Anna reads when each phase began, and her own sentences under it", () => {
  const { phases } = feedbackOn("peers-group-chat, good");
  expect(phases.map(({ phase, turn }) => [phase, turn])).toEqual([
    ["welcome", 0],
    ["clarify", 1],
    ["work", 11],
    ["close", 13],
  ]);
  expect(phases[2]?.own[0]).toMatchObject({
    turn: 11,
    quote: "“If one thing could be different next week, what would you wish for?”",
  });
});

test("Anna reads two strengths, each with what was answered, and one thing to try", () => {
  const { strengths, tryNext } = feedbackOn("moods-must-be-asked, good");
  expect(strengths.map(({ detector, turn }) => [detector, turn])).toEqual([
    ["asks_suicide", 6],
    ["asks_safety", 12],
  ]);
  expect(strengths[0]?.answer).toContain("nobodys asked me that before");
  expect(tryNext).toBeNull();
  const solving = feedbackOn("peers-group-chat, solver");
  expect(solving.tryNext).toMatchObject({ note: "made_small" });
  expect(solving.tryNext?.text).toContain("“I'm sure they didn't mean it, it's only a chat.”");
  expect(solving.notes.map(({ note }) => note)).toEqual(["advice_early", "made_small"]);
});

test("what is a must is told as kept or not, and what must come early is too late later", () => {
  const kept = (name: string) => feedbackOn(name).musts.map(({ isKept }) => isKept);
  expect(kept("home-shouting, good")).toEqual([true, true, true, true, true]);
  expect(kept("home-shouting, solver")).toEqual([false, false, true, true, false]);
  expect(kept("peers-call-school, solver")).toEqual([false, false, false, true]);
  const scenario = { ...scenarioOf("home-shouting"), must: [{ did: "asks_safety", before_turn: 1 }] };
  const { tagged } = walk("home-shouting, good");
  const steps = play(
    scenario,
    "en",
    tagged.map((event, at) => ({ event, at })),
  );
  expect(feedback(scenario, steps).musts[0]?.isKept).toBe(false);
});

test("trust and load are told for each message, with the start before them", () => {
  const { course, feeling, end } = feedbackOn("home-brother, solver");
  expect(course[0]).toEqual({ turn: 0, trust: 3, load: 8 });
  expect(course.map(({ trust }) => trust)).toEqual([3, 6, 5, 6, 4, 0]);
  expect(feeling).toEqual({ before: 2, after: 1 });
  expect(end?.kind).toBe("unsafe");
});

test("talk, questions and the longest wait are counted", () => {
  const { talkPercent, questions, longestWait } = feedbackOn("craft-silent-hi, solver", 30);
  expect(talkPercent).toBeGreaterThan(70);
  expect(questions[0]).toBe(3);
  expect(questions[1]).toBe(1);
  expect(longestWait).toBe(30);
});

test("a long sentence is quoted up to a word, and what is written in it stays text", () => {
  const scenario = scenarioOf("peers-group-chat");
  const text = `You should $& ${"really ".repeat(12)}tell your mum today, I think.`;
  const [step] = play(scenario, "en", [{ event: { kind: "message", text, did: ["advice"] }, at: 20 }]);
  const { notes } = feedback(scenario, [step!]);
  expect(notes[0]?.text).toContain(`with “You should $& ${"really ".repeat(10)}really …”.`);
});

test("nothing is made up for a chat in which nothing was written", () => {
  const told = feedback(scenarioOf("craft-silent-hi"), []);
  expect(told).toMatchObject({ strengths: [], notes: [], tryNext: null, talkPercent: 0, longestWait: 0, end: null });
});

test("the next hint is the first that fits and was not shown", () => {
  const scenario = scenarioOf("craft-silent-hi");
  const start = startOf(scenario, "en");
  expect(hintFor(scenario, start, [])).toEqual({
    index: 0,
    text: "Two letters are a start. Say who you are and that there is time.",
  });
  expect(hintFor(scenario, start, [0])).toBeNull();
});
