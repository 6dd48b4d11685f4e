import type { Language } from "../../i18n/catalogs.ts";
import type { Detector } from "../detectors/detect.ts";
import { isHurtful } from "../detectors/hurtful.ts";
import type { End, Phase, Rule, Say, Scenario, Texts } from "../scenario/scenario.ts";
import { isBefore, meets, type PracticeEvent, type Seen, type State, seen, startOf } from "./state.ts";

/** What an event led to. */
export interface StepOutcome {
  state: State;
  /** What the young person writes, one message after another. */
  lines: string[];
  /** Seconds before the first of them. */
  wait: number;
  /** Notes for the feedback that this event earned for the first time. */
  notes: string[];
  /** The detectors of the message. */
  did: Detector[];
}

/** One step of a practice chat, as it is kept: enough to replay and to give feedback. */
export interface PracticeStep extends StepOutcome {
  event: PracticeEvent;
  /** Seconds since the chat began. */
  at: number;
}

interface Turn {
  scenario: Scenario;
  state: State;
  event: Seen;
  notes: string[];
  lines: string[];
  wait: number;
}

const mostWelcomeTurns = 3;
const factsBeforeGoal = 2;
const trustHurt = 5;

/** Returns what an event leads to. The same scenario, state and event always lead to the same. */
export function step(scenario: Scenario, before: State, event: PracticeEvent): StepOutcome {
  const state = copyOf(before);
  const turn: Turn = { scenario, state, event: seen(scenario, state, event), notes: [], lines: [], wait: 0 };
  const did = [...turn.event.did];
  if (state.end) return { state, lines: [], wait: 0, notes: [], did };

  if (event.kind === "message") hear(turn);
  if (event.kind === "message" && isHurtful(event.text, state.language)) return hurt(turn, did);
  const good = scenario.ends.find((end) => end.kind === "good" && meets(end.if, state, turn.event));
  if (good) {
    finish(turn, good);
  } else {
    const hasSpoken = readRules(turn);
    if (!hasSpoken && event.kind === "message") answerOtherwise(turn);
    const other = scenario.ends.find((end) => end.kind !== "good" && meets(end.if, state, turn.event));
    if (!state.end && other) finish(turn, other);
  }
  if (event.kind === "ended") {
    state.end ??= { id: "ended", kind: "thin", feeling: null, helped: null };
  }
  if (turn.lines.length > 0) {
    state.pile = 0;
    state.last = turn.lines;
  }
  return { state, lines: turn.lines, wait: turn.wait, notes: turn.notes, did };
}

/** Whatever a scenario holds, nobody opens up after an insult: once they draw back, and the second time they leave. */
function hurt(turn: Turn, did: Detector[]): StepOutcome {
  const { scenario, state } = turn;
  const isAgain = state.hit.includes("hurts");
  state.hit.push("hurts");
  state.trust = within(state.trust - trustHurt);
  if (isAgain) state.end = { id: "hurt", kind: "unsafe", feeling: null, helped: "no" };
  else {
    say(turn, scenario.otherwise.low);
    state.pile = 0;
    state.last = turn.lines;
  }
  return { state, lines: turn.lines, wait: 0, notes: [], did: [...did, "hurts"] };
}

function copyOf(state: State): State {
  const { told, flags, hit, touched, fired, noted, ...rest } = state;
  return {
    ...rest,
    told: [...told],
    flags: [...flags],
    hit: [...hit],
    touched: { ...touched },
    fired: { ...fired },
    noted: [...noted],
  };
}

/** Returns the steps that events lead to from the start; `at` are their seconds since the chat began. */
export function play(scenario: Scenario, language: Language, events: readonly { event: PracticeEvent; at: number }[]) {
  let state = startOf(scenario, language);
  return events.map(({ event, at }): PracticeStep => {
    const outcome = step(scenario, state, event);
    state = outcome.state;
    return { event, at, ...outcome };
  });
}

/** Counts a message, lets it touch trust, and moves the phase on. */
function hear(turn: Turn) {
  const { scenario, state, event } = turn;
  state.turn += 1;
  state.pile += 1;
  state.hit = [...new Set([...state.hit, ...event.did])];
  for (const [detector, touch] of Object.entries(scenario.touch)) {
    const times = state.touched[detector] ?? 0;
    if (!event.did.has(detector) || times >= touch.times) continue;
    state.touched[detector] = times + 1;
    state.trust = within(state.trust + touch.trust);
    note(turn, touch.note);
  }
  const opens = ["open_question", "reflects", "names_feeling"].some((one) => event.did.has(one));
  if (opens || state.turn > mostWelcomeTurns) moveTo(state, "clarify");
  if (event.did.has("asks_goal") && state.told.length >= factsBeforeGoal) moveTo(state, "goal");
}

/** Reads the rules from top to bottom until one speaks. Returns whether one did. */
function readRules(turn: Turn): boolean {
  const { scenario, state, event } = turn;
  for (const [index, rule] of scenario.rules.entries()) {
    if (!isFor(rule, event) || !canFire(turn, rule, index) || !meets(rule.if, state, event)) continue;
    state.fired[index] = (state.fired[index] ?? 0) + 1;
    if (fire(turn, rule)) return true;
  }
  return false;
}

/** A rule with neither silence nor event is for messages. */
function isFor({ if: condition }: Rule, event: Seen): boolean {
  const isForMessages = condition.silence === undefined && condition.event === undefined;
  return !isForMessages || event.kind === "message";
}

function canFire({ scenario, state }: Turn, rule: Rule, index: number): boolean {
  if ((state.fired[index] ?? 0) >= (rule.times ?? 1)) return false;
  const told = rule.do?.tell;
  if (told === undefined) return true;
  if (state.told.includes(told)) return false;
  return (scenario.facts[told]?.after ?? []).every((fact) => state.told.includes(fact));
}

/** Does what a rule says. Returns whether it spoke: a rule without words goes unnoticed, and reading goes on. */
function fire(turn: Turn, rule: Rule): boolean {
  const { scenario, state } = turn;
  const { trust = 0, load = 0, tell, phase, set = [], clear = [] } = rule.do ?? {};
  state.trust = within(state.trust + trust);
  state.load = within(state.load + load);
  state.flags = [...new Set([...state.flags, ...set])].filter((flag) => !clear.includes(flag));
  if (phase) moveTo(state, phase);
  note(turn, rule.note);
  const speaks = rule.say !== undefined || tell !== undefined || rule.hold === true || rule.end !== undefined;
  if (!speaks) return false;
  turn.wait = rule.wait ?? 0;
  say(turn, rule.say);
  if (tell !== undefined) tellFact(turn, tell);
  const end = scenario.ends.find(({ id }) => id === rule.end);
  if (end) finish(turn, end);
  return true;
}

/** What is answered when no rule has: by trust, so that a wrong detection costs colour and never sense. */
function answerOtherwise(turn: Turn) {
  const { scenario, state } = turn;
  const { low, mid, spent } = scenario.otherwise;
  if (state.trust <= 3) return say(turn, low);
  if (state.trust <= 6) return say(turn, mid);
  const next = Object.entries(scenario.facts).find(
    ([name, { asked, trust = 0, after = [] }]) =>
      !asked && !state.told.includes(name) && state.trust >= trust && after.every((one) => state.told.includes(one)),
  );
  if (next) return tellFact(turn, next[0]);
  return say(turn, spent);
}

function tellFact(turn: Turn, name: string) {
  const { scenario, state, lines } = turn;
  const fact = scenario.facts[name];
  if (!fact) return;
  state.told.push(name);
  state.load = within(state.load + (fact.load ?? 0));
  lines.push(...(fact[state.language] ?? []));
}

function say({ state, lines }: Turn, texts: Texts<Say> | undefined) {
  const written = texts?.[state.language] ?? [];
  const isVaried = Array.isArray(written[0]);
  const chosen = isVaried ? written[state.turn % written.length] : written;
  lines.push(...(chosen as string[]));
}

function finish(turn: Turn, { id, kind, feeling, helped, say: words }: End) {
  turn.state.end = { id, kind, feeling, helped };
  say(turn, words);
}

function note({ state, notes }: Turn, id: string | undefined) {
  if (id === undefined || state.noted.includes(id)) return;
  state.noted.push(id);
  notes.push(id);
}

/** A phase never goes back. */
function moveTo(state: State, phase: Phase) {
  if (!isBefore(state.phase, phase)) return;
  // The goal is asked once it is known what it is about.
  if (phase === "goal" && state.phase === "welcome") return;
  state.phase = phase;
}

function within(degree: number): number {
  return Math.min(10, Math.max(0, degree));
}
