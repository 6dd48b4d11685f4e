import { expect, test } from "vitest";
import { isReviewed, type Scenario, scenarioThemes } from "#src/practice/scenario/scenario.ts";
import { shippedScenarios } from "#src/practice/shipped.ts";
import { scenarioOf, walks } from "#tests/practice/walks.ts";

const goodEnds = ({ ends }: Scenario) => ends.filter(({ kind }) => kind === "good");

test("there are six to each theme, each with a name of its own and two ways through", () => {
  const all = shippedScenarios();
  const themes = scenarioThemes.map((theme) => all.filter((one) => one.theme === theme).length);
  expect(themes).toEqual([6, 6, 6, 6, 6, 6]);
  expect(new Set(all.map(({ names }) => names.en)).size).toBe(36);
  for (const { id } of all) expect([id, walks().filter(({ scenario }) => scenario.id === id).length]).toEqual([id, 2]);
});

test("nobody has reviewed the scenarios that ship, and two names make one reviewed", () => {
  expect(shippedScenarios().map(({ reviewed }) => reviewed)).toEqual(shippedScenarios().map(() => []));
  expect(shippedScenarios().some(isReviewed)).toBe(false);
  expect(isReviewed({ reviewed: ["Anna"] })).toBe(false);
  expect(isReviewed({ reviewed: ["Anna", "Béla"] })).toBe(true);
});

test("SG28: “my brother” ends well only with the arm known, a doctor tonight, the true limit and nothing sworn", () => {
  for (const end of goodEnds(scenarioOf("home-brother"))) {
    expect(end.if.flags).toEqual(expect.arrayContaining(["hurt_known", "doctor", "limit_true", "safe_asked"]));
    expect(end.if.unset).toContain("sworn");
  }
});

test("SG28: “must be asked” ends well only with the plan known, tonight safe, the limit said and nothing sworn", () => {
  for (const end of goodEnds(scenarioOf("moods-must-be-asked"))) {
    expect(end.if.told).toContain("no_plan");
    expect(end.if.flags).toEqual(expect.arrayContaining(["safe_tonight", "limit", "step"]));
    expect(end.if.unset).toContain("sworn");
  }
});

test("SG28: “call my school” ends well only with the shoving known, the limit said, no call promised, nothing sworn", () => {
  for (const end of goodEnds(scenarioOf("peers-call-school"))) {
    expect(end.if.flags).toEqual(expect.arrayContaining(["limit", "hurt_known"]));
    expect(end.if.unset).toEqual(expect.arrayContaining(["hopes", "sworn"]));
  }
});

test("SG28: “shouting” ends well only with the timer paused, and asked whether anyone gets hurt", () => {
  const scenario = scenarioOf("home-shouting");
  for (const end of goodEnds(scenario)) {
    expect(end.if.flags).toEqual(expect.arrayContaining(["paused", "hurt_asked"]));
  }
  expect(scenario.must).toContainEqual({ event: "timer_paused" });
});

test("SG28: “the jar” ends well only with the threat known, a way home, the limit said and nothing sworn", () => {
  for (const end of goodEnds(scenarioOf("school-debts"))) {
    expect(end.if.flags).toEqual(expect.arrayContaining(["hurt_known", "friday", "limit"]));
    expect(end.if.unset).toContain("sworn");
  }
});

test("SG28: behind a joke, a broken leg and a hint, suicide is asked for before any of them ends well", () => {
  const asked = { "craft-joke": "not_that", "school-burnout": "not_die", "craft-every-evening": "no_plan" };
  for (const [id, fact] of Object.entries(asked)) {
    const scenario = scenarioOf(id);
    for (const end of goodEnds(scenario)) expect(end.if.told).toContain(fact);
    expect(scenario.must).toContainEqual({ did: "asks_suicide" });
  }
});

test("SG28: “every evening” ends well only with the time and the limit said, a safe night, and nothing promised for ever", () => {
  for (const end of goodEnds(scenarioOf("craft-every-evening"))) {
    expect(end.if.flags).toEqual(expect.arrayContaining(["free", "limit", "told_limit", "safe"]));
    expect(end.if.unset).toContain("sworn");
  }
});

test("SG28: “a boy, fifteen” ends well only if her son is asked tonight, help is known and nobody was told who writes", () => {
  for (const end of goodEnds(scenarioOf("craft-mother"))) {
    expect(end.if.told).toContain("message");
    expect(end.if.flags).toEqual(expect.arrayContaining(["line", "emergency", "tonight"]));
    expect(end.if.unset).toEqual(expect.arrayContaining(["leaked", "sworn"]));
  }
});

test("SG28: where a promise to act costs trust, telling her first costs none", () => {
  const ids = [
    ...["home-brother", "moods-must-be-asked", "home-shouting", "school-debts", "school-burnout"],
    ...["school-new-country", "craft-mother", "craft-every-evening", "peers-way-home", "peers-looked-away"],
    ...["peers-was-me", "home-carer", "home-watched-leave", "home-station"],
  ];
  for (const { rules } of ids.map(scenarioOf)) {
    const told = rules.find((rule) => rule.if.did?.includes("tells_first"));
    expect(told?.do?.trust).toBeGreaterThan(0);
    for (const rule of rules.filter((one) => one.if.did?.includes("promises_action"))) {
      expect(rule.if.not).toContain("tells_first");
    }
  }
});

test.each([
  { id: "peers-way-home", told: ["head"], flags: ["doctor", "safe_asked", "limit"] },
  { id: "peers-looked-away", told: [], flags: ["tonight", "limit"] },
  { id: "peers-was-me", told: ["no_plan"], flags: ["tonight", "limit"] },
  { id: "home-carer", told: ["check"], flags: ["safe_asked", "emergency", "limit"] },
  { id: "home-watched-leave", told: ["thumb"], flags: ["tonight", "limit"] },
  { id: "home-station", told: ["guy", "no"], flags: ["inside", "limit"] },
])("SG28: “$id” ends well only with the danger known, tonight safe, the limit said and nothing sworn", (wanted) => {
  for (const end of goodEnds(scenarioOf(wanted.id))) {
    expect(end.if.told ?? []).toEqual(expect.arrayContaining(wanted.told));
    expect(end.if.flags).toEqual(expect.arrayContaining(wanted.flags));
    expect(end.if.unset).toContain("sworn");
  }
});

test("SG28: “Whats your insta” ends well only with the no said and no contact given", () => {
  for (const end of goodEnds(scenarioOf("craft-instagram"))) {
    expect(end.if.flags).toContain("limit");
    expect(end.if.unset).toContain("gave");
  }
});
