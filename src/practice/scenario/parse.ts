import { languages } from "../../i18n/catalogs.ts";
import { detectors } from "../detectors/detect.ts";
import { acts, endKinds, helpedWords, maxTurns, phases, type Scenario, scenarioThemes } from "./scenario.ts";
import {
  either,
  isObject,
  list,
  named,
  object,
  oneAmong,
  range,
  type ScenarioProblem,
  type Shape,
  text,
  whole,
  yes,
} from "./shape.ts";

const inLanguages = (of: Shape): Record<string, Shape> => Object.fromEntries(languages.map((one) => [one, of]));
const texts = (of: Shape) => object({}, inLanguages(of));
const lines = list(text, 1);
const say = either((value) => Array.isArray(value) && Array.isArray(value[0]), list(lines, 1), lines);
const words = list(text, 1);
const detector = oneAmong(...detectors);
const degree = whole(0, 10);
const change = whole(-10, 10);
const feeling = either((value) => value === null, oneAmong(null), degree);
const turns = range(0, maxTurns);

const condition = object(
  {},
  {
    did: list(detector, 1),
    any: list(detector, 1),
    not: list(detector, 1),
    ever: list(detector, 1),
    never: list(detector, 1),
    about: words,
    trust: range(0, 10),
    load: range(0, 10),
    turn: turns,
    pile: turns,
    phase: oneAmong(...phases),
    phase_before: oneAmong(...phases),
    told: words,
    untold: words,
    flags: words,
    unset: words,
    silence: whole(1, 600),
    event: oneAmong(...acts),
  },
);

const rule = object(
  { if: condition },
  {
    do: object({}, { trust: change, load: change, tell: text, phase: oneAmong(...phases), set: words, clear: words }),
    say: texts(say),
    hold: yes,
    wait: whole(1, 120),
    end: text,
    note: text,
    times: whole(1, maxTurns),
  },
);

const beforeTurn = { before_turn: whole(1, maxTurns) };
const has = (name: string) => (value: unknown) => isObject(value) && name in value;
const must = either(
  has("did"),
  object({ did: detector }, beforeTurn),
  either(has("not"), object({ not: detector }), object({ event: oneAmong(...acts) }, beforeTurn)),
);

const scenario = object(
  {
    format: oneAmong("porchlight-practice"),
    version: oneAmong(1),
    id: text,
    licence: text,
    by: text,
    origin: text,
    reviewed: list(text),
    names: texts(text),
    theme: oneAmong(...scenarioThemes),
    for: object({ ages: text, languages: list(oneAmong(...languages), 1) }),
    level: whole(1, 3),
    minutes: whole(5, 60),
    warns: texts(list(text)),
    goals: texts(words),
    hidden: texts(text),
    start: object({ trust: degree, load: degree, feeling, says: texts(lines) }),
    touch: (value, at) => {
      const problems = named(object({ trust: change, times: whole(1, maxTurns) }, { note: text }))(value, at);
      const unknown = isObject(value) ? Object.keys(value).flatMap((name) => detector(name, `${at}.${name}`)) : [];
      return [...problems, ...unknown];
    },
    topics: named(texts(words)),
    facts: named(object({}, { ...inLanguages(lines), asked: yes, trust: degree, after: words, load: change })),
    rules: list(rule, 1),
    otherwise: object({ low: texts(say), mid: texts(say), high: oneAmong("next_fact"), spent: texts(say) }),
    ends: list(
      object(
        { id: text, kind: oneAmong(...endKinds), if: condition, feeling, helped: oneAmong(...helpedWords) },
        { say: texts(say) },
      ),
      1,
    ),
    must: list(must),
    hints: list(object({ if: condition }, inLanguages(text))),
    notes: named(texts(text)),
    debrief: texts(text),
    role: texts(object({ who: text, voice: text, hides: text, opens: text, closes: text, leaves: text, stop: text })),
  },
  {
    guided: list(
      object({
        if: condition,
        choices: list(object({ did: list(detector), why: texts(text) }, inLanguages(text)), 2),
      }),
    ),
  },
);

/** Returns the scenario in a file, or what is wrong with its form. `checkScenario` says what is wrong with its sense. */
export function parseScenario(file: string): { scenario: Scenario } | { problems: ScenarioProblem[] } {
  let value: unknown;
  try {
    value = JSON.parse(file);
  } catch {
    return { problems: [{ at: "", text: "The file is not JSON: a comma, a brace or a quotation mark is missing." }] };
  }
  const problems = scenario(value, "");
  return problems.length > 0 ? { problems } : { scenario: value as Scenario };
}
