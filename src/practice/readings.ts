import { projectFile } from "../files.ts";
import type { Language } from "../i18n/catalogs.ts";
import { type PracticeStep, step } from "./engine/engine.ts";
import { type PracticeEvent, startOf } from "./engine/state.ts";
import type { Act, Scenario } from "./scenario/scenario.ts";

/** One way through a scenario, sentence by sentence. */
export interface Walk {
  scenario: string;
  name: string;
  /** The events, where a message says what it does, and the same where the detectors find out. */
  tagged: PracticeEvent[];
  untagged: PracticeEvent[];
  /** The id of the end it reaches. */
  end: string;
}

let known: Walk[] | undefined;

/** Returns the walks of walks.tsv: a good and a solving trainee in each scenario that ships. */
export function walks(): readonly Walk[] {
  known ??= readWalks();
  return known;
}

function readWalks(): Walk[] {
  const rows = projectFile("src/practice/walks.tsv").trim().split("\n").slice(1);
  const found = new Map<string, Walk>();
  for (const row of rows) {
    const [scenario = "", name = "", , kind = "", text = "", did = "", end = ""] = row.split("\t");
    const walk = found.get(`${scenario} ${name}`) ?? { scenario, name, tagged: [], untagged: [], end: "" };
    found.set(`${scenario} ${name}`, walk);
    const event = eventOf(kind, text);
    walk.untagged.push(event);
    walk.tagged.push(event.kind === "message" ? { ...event, did: did.split(" ").filter(Boolean) } : event);
    walk.end = end;
  }
  return [...found.values()];
}

function eventOf(kind: string, text: string): PracticeEvent {
  if (kind === "message") return { kind, text };
  const [word, seconds] = kind.split(" ");
  return word === "silence" ? { kind: "silence", seconds: Number(seconds) } : { kind: word as Act };
}

/** Returns the good way through a scenario to read, in the language in which it was written; null where there is none. */
export function goodWay(scenario: Scenario): { language: Language; steps: PracticeStep[] } | null {
  const walk = walks().find((one) => one.scenario === scenario.id && one.name === "good");
  const [language] = scenario.for.languages;
  if (!walk || !language) return null;
  let state = startOf(scenario, language);
  const steps = walk.tagged.map((event, index): PracticeStep => {
    const outcome = step(scenario, state, event);
    state = outcome.state;
    return { event, at: index, ...outcome };
  });
  return { language, steps };
}
