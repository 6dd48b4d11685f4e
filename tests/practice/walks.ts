import { readFileSync } from "node:fs";
import type { PracticeEvent } from "#src/practice/engine/state.ts";
import type { Act, Scenario } from "#src/practice/scenario/scenario.ts";
import { shippedScenarios } from "#src/practice/shipped.ts";

export interface Walk {
  scenario: Scenario;
  name: string;
  /** The events, where a message says what it does, and the same where the detectors find out. */
  tagged: PracticeEvent[];
  untagged: PracticeEvent[];
  end: string;
}

/** Returns the walks of walks.tsv: a good and a solving trainee in each scenario that ships. */
export function walks(): Walk[] {
  const rows = readFileSync(new URL("./walks.tsv", import.meta.url), "utf8")
    .trim()
    .split("\n")
    .slice(1);
  const found = new Map<string, Walk>();
  for (const row of rows) {
    const [id = "", who = "", , kind = "", text = "", did = "", end = ""] = row.split("\t");
    const scenario = scenarioOf(id);
    const walk = found.get(`${id} ${who}`) ?? { scenario, name: `${id}, ${who}`, tagged: [], untagged: [], end: "" };
    found.set(`${id} ${who}`, walk);
    const event = eventOf(kind, text);
    walk.untagged.push(event);
    walk.tagged.push(event.kind === "message" ? { ...event, did: did.split(" ").filter(Boolean) } : event);
    walk.end = end;
  }
  return [...found.values()];
}

/** Returns a scenario that ships, by its id. */
export function scenarioOf(id: string): Scenario {
  return shippedScenarios().find((one) => one.id === id)!;
}

function eventOf(kind: string, text: string): PracticeEvent {
  if (kind === "message") return { kind, text };
  const [word, seconds] = kind.split(" ");
  return word === "silence" ? { kind: "silence", seconds: Number(seconds) } : { kind: word as Act };
}
