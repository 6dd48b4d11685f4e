import { walks as all, type Walk } from "#src/practice/readings.ts";
import type { Scenario } from "#src/practice/scenario/scenario.ts";
import { shippedScenarios } from "#src/practice/shipped.ts";

/** Returns the walks through the scenarios that ship, each with its scenario. */
export function walks(): (Omit<Walk, "scenario"> & { scenario: Scenario })[] {
  return all().map((one) => ({ ...one, name: `${one.scenario}, ${one.name}`, scenario: scenarioOf(one.scenario) }));
}

/** Returns a scenario that ships, by its id. */
export function scenarioOf(id: string): Scenario {
  return shippedScenarios().find((one) => one.id === id)!;
}
