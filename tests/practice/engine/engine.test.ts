import { describe, expect, test } from "vitest";
import { play, step } from "#src/practice/engine/engine.ts";
import { type PracticeEvent, type State, startOf } from "#src/practice/engine/state.ts";
import type { Rule, Scenario } from "#src/practice/scenario/scenario.ts";
import { scenarioOf, walks } from "#tests/practice/walks.ts";

const timed = (events: readonly PracticeEvent[]) => events.map((event, index) => ({ event, at: 20 * (index + 1) }));

describe.each(walks())("$name", ({ scenario, name, tagged, untagged, end }) => {
  test("comes to its end, a good one with the last message", () => {
    const ends = play(scenario, "en", timed(tagged)).map(({ state }) => state.end?.id ?? null);
    expect(ends.at(-1)).toBe(end);
    if (name.endsWith("good")) expect(ends.slice(0, -1)).toEqual(ends.slice(0, -1).map(() => null));
  });

  test("comes to the same end where the detectors read its sentences", () => {
    const steps = play(scenario, "en", timed(untagged));
    expect(steps.at(-1)?.state.end?.id).toBe(end);
  });

  test("replays to the byte, also from a state that was kept as JSON", () => {
    const whole = play(scenario, "en", timed(untagged));
    expect(JSON.stringify(play(scenario, "en", timed(untagged)))).toBe(JSON.stringify(whole));
    let state: State = startOf(scenario, "en");
    for (const [index, event] of untagged.entries()) {
      const outcome = step(scenario, JSON.parse(JSON.stringify(state)), event);
      expect(outcome.lines).toEqual(whole[index]!.lines);
      state = outcome.state;
    }
    expect(JSON.stringify(state)).toBe(JSON.stringify(whole.at(-1)?.state));
  });
});

/** A scenario with rules of our own. */
function withRules(...rules: Rule[]): Scenario {
  const { start, ...rest } = scenarioOf("peers-group-chat");
  return { ...rest, start: { ...start, trust: 5 }, touch: {}, rules, ends: [] };
}

function said(did: string[], about: string[] = []): PracticeEvent {
  return { kind: "message", text: "", did, about };
}

function after(scenario: Scenario, ...events: PracticeEvent[]) {
  return play(scenario, "en", timed(events)).at(-1)!;
}

test("a rule without words changes the state, and the next one speaks", () => {
  const scenario = withRules(
    { if: { did: ["affirms"] }, do: { trust: 2, set: ["seen"] } },
    { if: { flags: ["seen"] }, say: { en: ["thx"] } },
    { if: { did: ["affirms"] }, say: { en: ["never said"] } },
  );
  const { state, lines } = after(scenario, said(["affirms"]));
  expect(lines).toEqual(["thx"]);
  expect(state.trust).toBe(7);
});

test("a rule fires once, or as often as it says, and not for a fact that is told", () => {
  const once = withRules({ if: { did: ["advice"] }, say: { en: ["no"] } });
  expect(after(once, said(["advice"]), said(["advice"])).lines).not.toEqual(["no"]);
  const twice = withRules({ if: { did: ["advice"] }, say: { en: ["no"] }, times: 2 });
  expect(after(twice, said(["advice"]), said(["advice"])).lines).toEqual(["no"]);
  const tells = withRules(
    { if: { did: ["advice"] }, do: { tell: "library" } },
    { if: { did: ["advice"] }, do: { tell: "library" }, say: { en: ["again"] } },
  );
  expect(after(tells, said(["advice"]), said(["advice"])).state.told).toEqual(["library"]);
});

test("a held message gets no answer and lies on the pile; a line takes the pile away", () => {
  const scenario = withRules(
    { if: { did: ["affirms"] }, hold: true },
    { if: { did: ["advice"] }, say: { en: ["no"] } },
  );
  const held = after(scenario, said(["affirms"]));
  expect([held.lines, held.state.pile]).toEqual([[], 1]);
  expect(after(scenario, said(["affirms"]), said(["advice"])).state.pile).toBe(0);
});

test("by trust she answers little, asks back, or tells the next fact that nobody has to ask for", () => {
  const at = (trust: number) => {
    const scenario = withRules();
    return after({ ...scenario, start: { ...scenario.start, trust } }, said([])).lines;
  };
  const { otherwise, facts } = scenarioOf("peers-group-chat");
  expect(otherwise.low.en).toContainEqual(at(3));
  expect(otherwise.mid.en).toContainEqual(at(4));
  expect(otherwise.mid.en).toContainEqual(at(6));
  expect(at(7)).toEqual(facts.made_new!.en!);
});

test("a phase never goes back, and the goal is asked in vain before two facts are told", () => {
  const scenario = withRules(
    { if: { did: ["affirms"] }, do: { phase: "close", tell: "library" } },
    { if: { did: ["advice"] }, do: { phase: "clarify" } },
  );
  expect(after(scenario, said(["affirms"]), said(["advice"])).state.phase).toBe("close");
  const asked = withRules({ if: { did: ["advice"] }, do: { tell: "library" } });
  expect(after(asked, said(["open_question"]), said(["advice"]), said(["asks_goal"])).state.phase).toBe("clarify");
  const facts = withRules(
    { if: { did: ["advice"] }, do: { tell: "library" } },
    { if: { did: ["minimises"] }, do: { tell: "asked_l" } },
  );
  const told = [said(["open_question"]), said(["advice"]), said(["minimises"]), said(["asks_goal"])];
  expect(after(facts, ...told).state.phase).toBe("goal");
  expect(after(withRules(), said([]), said([]), said([])).state.phase).toBe("welcome");
  expect(after(withRules(), said([]), said([]), said([]), said([])).state.phase).toBe("clarify");
});

test("silence is counted from the second that the rule names", () => {
  const scenario = withRules({ if: { silence: 90 }, say: { en: ["hello?"] } });
  expect(after(scenario, { kind: "silence", seconds: 89 }).lines).toEqual([]);
  expect(after(scenario, { kind: "silence", seconds: 90 }).lines).toEqual(["hello?"]);
});

test("a topic is whole words, with any ending after a star", () => {
  const scenario = withRules({ if: { about: ["sister"] }, say: { en: ["yeah"] } });
  const lines = (text: string) => after(scenario, { kind: "message", text, did: [] }).lines;
  expect(lines("And your sister?")).toEqual(["yeah"]);
  expect(lines("And your siblings?")).toEqual(["yeah"]);
  expect(lines("What a sisterly thing.")).not.toEqual(["yeah"]);
});

test("the last straw is still answered, and after the end nothing happens", () => {
  const scenario: Scenario = {
    ...withRules({ if: { did: ["advice"] }, do: { trust: -5 }, say: { en: ["ok"] } }),
    ends: [{ id: "shut", kind: "thin", if: { trust: [0, 1] }, feeling: 3, helped: "no", say: { en: ["bye"] } }],
  };
  expect(after(scenario, said(["advice"])).lines).toEqual(["ok", "bye"]);
  const later = after(scenario, said(["advice"]), said(["affirms"]));
  expect([later.lines, later.state.turn, later.state.end?.id]).toEqual([[], 1, "shut"]);
});

test("a trainee can always end it", () => {
  expect(after(withRules(), { kind: "ended" }).state.end).toMatchObject({ id: "ended", kind: "thin" });
});

test("a note is earned once", () => {
  const scenario = withRules({ if: { did: ["advice"] }, say: { en: ["no"] }, times: 3, note: "advice_early" });
  expect(after(scenario, said(["advice"])).notes).toEqual(["advice_early"]);
  expect(after(scenario, said(["advice"]), said(["advice"])).notes).toEqual([]);
});

test("variants go by the number of the message", () => {
  const scenario = withRules({ if: { did: ["advice"] }, say: { en: [["zero"], ["one"]] }, times: 2 });
  expect(after(scenario, said(["advice"])).lines).toEqual(["one"]);
  expect(after(scenario, said(["advice"]), said(["advice"])).lines).toEqual(["zero"]);
});
