import type { Language } from "../../i18n/catalogs.ts";
import { type Detector, detect } from "../detectors/detect.ts";
import type { Act, Condition, End, Phase, Scenario } from "../scenario/scenario.ts";
import { phases } from "../scenario/scenario.ts";

/** How far a practice chat is. Plain data: it can be kept as JSON and read back. */
export interface State {
  language: Language;
  trust: number;
  load: number;
  told: string[];
  flags: string[];
  phase: Phase;
  /** Messages of the trainee so far. */
  turn: number;
  /** Messages of the trainee since the young person’s last line. */
  pile: number;
  /** Detectors hit so far. */
  hit: Detector[];
  /** How often each detector has touched trust, and each rule has fired. */
  touched: Record<string, number>;
  fired: Record<string, number>;
  noted: string[];
  /** What the young person wrote last. */
  last: string[];
  end: Reached | null;
}

export type Reached = Pick<End, "id" | "kind" | "feeling" | "helped">;

export type PracticeEvent =
  /** `did` and `about` say what the message was, where a trainee tagged it or chose it; else the detectors decide. */
  | { kind: "message"; text: string; did?: readonly Detector[]; about?: readonly string[] }
  /** `seconds` since anyone wrote. */
  | { kind: "silence"; seconds: number }
  | { kind: Act };

/** An event as rules see it. */
export interface Seen {
  kind: PracticeEvent["kind"];
  did: ReadonlySet<Detector>;
  about: ReadonlySet<string>;
  seconds: number;
}

/** Returns where a scenario begins, in one of its languages. */
export function startOf(scenario: Scenario, language: Language): State {
  const { trust, load, says } = scenario.start;
  return {
    language,
    trust,
    load,
    told: [],
    flags: [],
    phase: "welcome",
    turn: 0,
    pile: 0,
    hit: [],
    touched: {},
    fired: {},
    noted: [],
    last: says[language] ?? [],
    end: null,
  };
}

/** Returns an event with what the detectors and topics find in it. */
export function seen(scenario: Scenario, state: State, event: PracticeEvent): Seen {
  const nothing = { kind: event.kind, did: new Set<Detector>(), about: new Set<string>(), seconds: 0 };
  if (event.kind === "silence") return { ...nothing, seconds: event.seconds };
  if (event.kind !== "message") return nothing;
  const { language, last } = state;
  const did = event.did ? new Set(event.did) : detect(event.text, { language, before: last });
  const about = event.about ? new Set(event.about) : topicsIn(scenario, language, event.text);
  return { ...nothing, did, about };
}

/** Whole words, whatever stands between them; `*` at the end of a word is any ending. */
function topicsIn(scenario: Scenario, language: Language, text: string): Set<string> {
  const spaced = ` ${wordsOf(text).join(" ")} `;
  const found = Object.entries(scenario.topics).filter(([, texts]) =>
    (texts[language] ?? []).some((phrase) => {
      const isOpen = phrase.endsWith("*");
      const wanted = wordsOf(isOpen ? phrase.slice(0, -1) : phrase).join(" ");
      return spaced.includes(isOpen ? ` ${wanted}` : ` ${wanted} `);
    }),
  );
  return new Set(found.map(([topic]) => topic));
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .split(/[^\p{L}\p{M}\p{N}']+/u)
    .map((word) => word.replace(/^'+|'+$/g, ""))
    .filter(Boolean);
}

/** Returns whether all parts of a condition hold. */
export function meets(condition: Condition, state: State, event: Seen): boolean {
  const { did, any, not, ever, never, about, told, untold, flags, unset } = condition;
  if (did?.some((one) => !event.did.has(one))) return false;
  if (any && !any.some((one) => event.did.has(one))) return false;
  if (not?.some((one) => event.did.has(one))) return false;
  if (ever?.some((one) => !state.hit.includes(one))) return false;
  if (never?.some((one) => state.hit.includes(one))) return false;
  if (about && !about.some((topic) => event.about.has(topic))) return false;
  if (told?.some((fact) => !state.told.includes(fact))) return false;
  if (untold?.some((fact) => state.told.includes(fact))) return false;
  if (flags?.some((flag) => !state.flags.includes(flag))) return false;
  if (unset?.some((flag) => state.flags.includes(flag))) return false;
  for (const measure of ["trust", "load", "turn", "pile"] as const) {
    const range = condition[measure];
    if (range && (state[measure] < range[0] || state[measure] > range[1])) return false;
  }
  if (condition.phase && state.phase !== condition.phase) return false;
  if (condition.phase_before && !isBefore(state.phase, condition.phase_before)) return false;
  if (condition.silence !== undefined && (event.kind !== "silence" || event.seconds < condition.silence)) return false;
  return condition.event === undefined || event.kind === condition.event;
}

/** Returns whether a phase comes before another. */
export function isBefore(phase: Phase, other: Phase): boolean {
  return phases.indexOf(phase) < phases.indexOf(other);
}
