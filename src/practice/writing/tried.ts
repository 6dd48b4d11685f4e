import type { Language } from "../../i18n/catalogs.ts";
import type { Detector } from "../detectors/detect.ts";
import { step } from "../engine/engine.ts";
import { type PracticeEvent, type State, startOf } from "../engine/state.ts";
import { acts, type Rule, type Scenario } from "../scenario/scenario.ts";
import { isObject } from "../scenario/shape.ts";

/** What an author tried with a draft, and what was answered then. */
export interface Tried {
  event: PracticeEvent;
  lines: string[];
}

/** One of those played again. */
export interface TriedAgain extends Tried {
  /** What was answered before, where that differs; null where it does not. */
  before: string[] | null;
  did: Detector[];
  /** The rules that it fired, and of these the one that spoke, by their places. */
  fired: number[];
  spoke: number | null;
  state: State;
}

/** More than this no author tries at once. */
export const maxTried = 80;
const maxTriedText = 2_000;

/** Plays what was tried against the scenario as it is now. Nothing comes after an end. */
export function playTried(scenario: Scenario, language: Language, tried: readonly Tried[]): TriedAgain[] {
  let state = startOf(scenario, language);
  const played: TriedAgain[] = [];
  for (const { event, lines: before } of tried) {
    if (state.end) break;
    const outcome = step(scenario, state, event);
    const fired = firedBetween(state, outcome.state);
    const spoke = fired.findLast((index) => speaks(scenario.rules[index]!)) ?? null;
    const differs = before.join("\n") !== outcome.lines.join("\n");
    const { lines, did } = outcome;
    played.push({ event, lines, did, fired, spoke, before: differs ? before : null, state: outcome.state });
    state = outcome.state;
  }
  return played;
}

/** Adds an event, and plays it with all before it. */
export function tryNext(scenario: Scenario, language: Language, tried: readonly Tried[], event: PracticeEvent) {
  const played = playTried(scenario, language, [...tried, { event, lines: [] }]);
  if (played.length > tried.length) played.at(-1)!.before = null;
  return played;
}

function firedBetween(before: State, after: State): number[] {
  const fired = Object.entries(after.fired).filter(([index, times]) => times > (before.fired[index] ?? 0));
  return fired.map(([index]) => Number(index));
}

const speaks = ({ say, do: does, hold, end }: Rule) =>
  say !== undefined || does?.tell !== undefined || hold === true || end !== undefined;

/** Returns after how many seconds of silence something happens in what was tried; null if nothing would. */
export function nextSilence(scenario: Scenario, language: Language, tried: readonly Tried[]): number | null {
  const last = tried.findLast(({ event, lines }) => event.kind === "message" || lines.length > 0)?.event;
  const passed = last?.kind === "silence" ? last.seconds : 0;
  const state = playTried(scenario, language, tried).at(-1)?.state ?? startOf(scenario, language);
  const known = [...scenario.rules, ...scenario.ends].flatMap((one) => one.if.silence ?? []);
  const times = [...new Set(known)].filter((seconds) => seconds > passed).sort((a, b) => a - b);
  const happens = (seconds: number) => {
    const { lines, state: after } = step(scenario, state, { kind: "silence", seconds });
    return lines.length > 0 || after.end !== null;
  };
  return times.find(happens) ?? null;
}

/** Parses what a form carries along of what was tried; what is no event is left out. */
export function parseTried(text: string): Tried[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  if (!Array.isArray(value)) return [];
  return value.slice(0, maxTried).flatMap((one: unknown) => {
    const event = isObject(one) ? parseEvent(one.event) : null;
    const lines = isObject(one) && Array.isArray(one.lines) ? one.lines.filter((line) => typeof line === "string") : [];
    return event ? [{ event, lines }] : [];
  });
}

function parseEvent(value: unknown): PracticeEvent | null {
  if (!isObject(value)) return null;
  const { kind, text, seconds } = value;
  if (kind === "message" && typeof text === "string") return { kind, text: text.slice(0, maxTriedText) };
  if (kind === "silence" && Number.isInteger(seconds) && (seconds as number) > 0) {
    return { kind, seconds: seconds as number };
  }
  const act = acts.find((one) => one === kind);
  return act ? { kind: act } : null;
}
