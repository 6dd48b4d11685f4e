import { expect, test } from "vitest";
import { isReviewed, type Scenario } from "#src/practice/scenario/scenario.ts";
import { shippedScenarios } from "#src/practice/shipped.ts";
import { scenarioOf } from "#tests/practice/walks.ts";

const goodEnds = ({ ends }: Scenario) => ends.filter(({ kind }) => kind === "good");

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

test("SG28: where a promise to act costs trust, telling her first costs none", () => {
  for (const { rules } of ["home-brother", "moods-must-be-asked", "home-shouting"].map(scenarioOf)) {
    const told = rules.find((rule) => rule.if.did?.includes("tells_first"));
    expect(told?.do?.trust).toBeGreaterThan(0);
    for (const rule of rules.filter((one) => one.if.did?.includes("promises_action"))) {
      expect(rule.if.not).toContain("tells_first");
    }
  }
});
