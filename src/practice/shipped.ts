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
  read ??= files.map((name) => readScenario(`src/practice/scenarios/${name}.practice.json`));
  return read;
}

function readScenario(path: string): Scenario {
  const parsed = parseScenario(projectFile(path));
  if ("problems" in parsed) throw new Error(`${path}: ${parsed.problems[0]?.at} ${parsed.problems[0]?.text}`);
  return parsed.scenario;
}

/** Returns the scenario from which an author begins who takes none to copy: short, and it can be played at once. */
export function emptyScenario(): Scenario {
  return readScenario("src/practice/writing/empty.practice.json");
}
