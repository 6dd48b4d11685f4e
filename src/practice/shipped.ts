import { projectFile } from "../files.ts";
import { parseScenario } from "./scenario/parse.ts";
import type { Scenario } from "./scenario/scenario.ts";

/** The scenarios that come with the program, by theme, in the order in which they are listed. */
const names = {
  peers: ["best-friend", "group-chat", "call-my-school", "looked-away", "way-home", "was-me"],
  home: ["parents-separate", "carer", "shouting-watched", "watched-leave", "my-brother", "station"],
  moods: ["fridge", "cuts", "whats-the-point", "must-be-asked", "goodbye", "taken"],
  body: ["a-girl", "late", "mirror", "last-weekend", "older", "photo"],
  school: ["exam-panic", "never-invited", "wrong-track", "burnout", "debts", "new-country"],
  craft: ["robot", "silent-hi", "instagram", "joke", "mother", "every-evening"],
} as const;

let read: Scenario[] | undefined;

/** Returns the scenarios that come with the program. Nobody has reviewed them: see `isReviewed`. */
export function shippedScenarios(): readonly Scenario[] {
  const files = Object.entries(names).flatMap(([theme, ones]) => ones.map((name) => `${theme}/${name}`));
  read ??= files.map((name) => {
    const parsed = parseScenario(projectFile(`src/practice/scenarios/${name}.practice.json`));
    if ("problems" in parsed) throw new Error(`${name}: ${parsed.problems[0]?.at} ${parsed.problems[0]?.text}`);
    return parsed.scenario;
  });
  return read;
}
