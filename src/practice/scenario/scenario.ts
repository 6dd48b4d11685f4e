import type { Language } from "../../i18n/catalogs.ts";
import type { Detector } from "../detectors/detect.ts";

// A scenario: a young person as a script. docs/contributing/PRACTICE.md says how it is written and read.

export const phases = ["welcome", "clarify", "goal", "work", "close"] as const;
export type Phase = (typeof phases)[number];

/** What happens in practice beside messages and silence. */
export const acts = ["card", "risk_marked", "timer_paused", "typed", "ended"] as const;
export type Act = (typeof acts)[number];

export const scenarioThemes = ["peers", "home", "moods", "body", "school", "craft"] as const;
export const endKinds = ["good", "thin", "faded", "unsafe"] as const;
export const helpedWords = ["yes", "bit", "no", null] as const;

/** More turns than this no path may have. */
export const maxTurns = 40;

export type Texts<T> = Partial<Record<Language, T>>;
export type Range = [from: number, to: number];
/** Lines sent one after another; a list of lists holds variants. */
export type Say = string[] | string[][];

export interface Condition {
  /** Detectors of this message: all of them, one of them, none of them. */
  did?: Detector[];
  any?: Detector[];
  not?: Detector[];
  /** Detectors so far, this message included: all of them, none of them. */
  ever?: Detector[];
  never?: Detector[];
  /** One of these topics. */
  about?: string[];
  trust?: Range;
  load?: Range;
  turn?: Range;
  pile?: Range;
  phase?: Phase;
  phase_before?: Phase;
  told?: string[];
  untold?: string[];
  flags?: string[];
  unset?: string[];
  /** Seconds since anyone wrote. */
  silence?: number;
  event?: Act;
}

export interface Rule {
  if: Condition;
  do?: { trust?: number; load?: number; tell?: string; phase?: Phase; set?: string[]; clear?: string[] };
  say?: Texts<Say>;
  /** The young person reads and does not answer. */
  hold?: true;
  /** Seconds before the first line. */
  wait?: number;
  end?: string;
  note?: string;
  /** How often it may fire; once if left out. */
  times?: number;
}

export interface End {
  id: string;
  kind: (typeof endKinds)[number];
  if: Condition;
  feeling: number | null;
  helped: (typeof helpedWords)[number];
  say?: Texts<Say>;
}

export type ScenarioFact = Texts<string[]> & { asked?: true; trust?: number; after?: string[]; load?: number };
export type Must = { did: Detector; before_turn?: number } | { not: Detector } | { event: Act; before_turn?: number };

export interface RoleCard {
  who: string;
  voice: string;
  hides: string;
  opens: string;
  closes: string;
  leaves: string;
  stop: string;
}

type Choice = Texts<string> & { did: Detector[]; why: Texts<string> };

export interface Scenario {
  format: "porchlight-practice";
  version: 1;
  id: string;
  licence: string;
  by: string;
  origin: string;
  /** The two practitioners who read it; until then every page says that nobody has. */
  reviewed: string[];
  names: Texts<string>;
  theme: (typeof scenarioThemes)[number];
  for: { ages: string; languages: Language[] };
  level: 1 | 2 | 3;
  minutes: number;
  warns: Texts<string[]>;
  goals: Texts<string[]>;
  hidden: Texts<string>;
  start: { trust: number; load: number; feeling: number | null; says: Texts<string[]> };
  touch: Record<Detector, { trust: number; times: number; note?: string }>;
  topics: Record<string, Texts<string[]>>;
  facts: Record<string, ScenarioFact>;
  rules: Rule[];
  otherwise: { low: Texts<Say>; mid: Texts<Say>; high: "next_fact"; spent: Texts<Say> };
  ends: End[];
  must: Must[];
  hints: (Texts<string> & { if: Condition })[];
  guided?: { if: Condition; choices: Choice[] }[];
  notes: Record<string, Texts<string>>;
  debrief: Texts<string>;
  role: Texts<RoleCard>;
}

const maxReviewers = 2;

/** Returns whether two practitioners have put their names to a scenario. */
export function isReviewed({ reviewed }: Pick<Scenario, "reviewed">): boolean {
  return reviewed.length >= maxReviewers;
}
