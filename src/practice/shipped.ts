import { projectFile } from "../files.ts";
import { parseScenario } from "./scenario/parse.ts";
import type { Scenario } from "./scenario/scenario.ts";

/** The scenarios that come with the program, in the order in which they are listed. */
const names = [
  ...["group-chat", "silent-hi", "fridge", "shouting-watched", "call-my-school", "must-be-asked", "my-brother"],
] as const;

let read: Scenario[] | undefined;

/** Returns the scenarios that come with the program. Nobody has reviewed them: see `isReviewed`. */
export function shippedScenarios(): readonly Scenario[] {
  read ??= names.map((name) => {
    const parsed = parseScenario(projectFile(`src/practice/scenarios/${name}.practice.json`));
    if ("problems" in parsed) throw new Error(`${name}: ${parsed.problems[0]?.at} ${parsed.problems[0]?.text}`);
    return parsed.scenario;
  });
  return read;
}
