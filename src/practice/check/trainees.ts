import { type Detector, detectors } from "../detectors/detect.ts";
import { type PracticeStep, step } from "../engine/engine.ts";
import { meets, type PracticeEvent, type Seen, type State, startOf } from "../engine/state.ts";
import { type Condition, maxTurns, phases, type Scenario } from "../scenario/scenario.ts";

// Trainees that nobody is: they play a scenario by what it reacts to, to see that it can be played.

/** Returns numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function chances(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const maxSteps = 160;
const typingSeconds = 20;

/** What a trainee does, piece by piece; see `atOnce`. */
export type Played = Generator<undefined, PracticeStep[]>;

/** Returns what work in pieces comes to, done at once. */
export function atOnce<Result>(work: Generator<unknown, Result>): Result {
  for (;;) {
    const piece = work.next();
    if (piece.done) return piece.value;
  }
}

/** Plays events that a trainee chooses until the end, or until there is none within the turns allowed. */
function* playing(scenario: Scenario, choose: (state: State) => Generator<undefined, PracticeEvent | null>): Played {
  const [language] = scenario.for.languages;
  const steps: PracticeStep[] = [];
  let state = startOf(scenario, language!);
  let at = 0;
  while (!state.end && state.turn <= maxTurns && steps.length < maxSteps) {
    const event = yield* choose(state);
    if (!event) break;
    yield;
    at += event.kind === "silence" ? event.seconds : typingSeconds;
    const outcome = step(scenario, state, event);
    steps.push({ event, at, ...outcome });
    state = outcome.state;
  }
  return steps;
}

const unhelpful: readonly Detector[] = [
  ...["advice", "minimises", "promises_secrecy", "promises_action", "about_self", "two_questions", "why_question"],
  ...["long", "leaves_question", "offers_place"],
];

/** A trainee who tries everything that the scenario could react to, and takes what brings the young person furthest. */
export function good(scenario: Scenario): Played {
  const moves = [...scenario.rules, ...scenario.ends].map((one) => one.if);
  return playing(scenario, function* (state) {
    const helpful = moves
      .filter((condition) => couldHold(condition, state))
      .flatMap((condition) => eventsFor(condition))
      .filter((event) => event.kind !== "message" || !event.did?.some((one) => unhelpful.includes(one)));
    const choices: PracticeEvent[] = [...helpful, { kind: "message", text: "", did: ["open_question"], about: [] }];
    const before = JSON.stringify(state);
    let best: { event: PracticeEvent; worth: number } | null = null;
    for (const event of choices) {
      const next = step(scenario, state, event).state;
      const worth = worthOf(next) - (event.kind === "ended" ? patience : 0);
      if ((best === null || worth > best.worth) && JSON.stringify(next) !== before) best = { event, worth };
      yield;
    }
    return best!.event;
  });
}

/** So much better must be what can still be said than to end it now. */
const patience = 990;

function worthOf({ end, trust, load, told, flags, phase, fired }: State): number {
  if (end) return end.kind === "good" ? 1000 : -1000;
  const firings = Object.values(fired).reduce((sum, times) => sum + times, 0);
  return 4 * phases.indexOf(phase) + 4 * flags.length + 3 * told.length + 2 * trust - load + firings / 100;
}

/** A trainee who solves before listening. */
export function solver(scenario: Scenario): Played {
  const ways: Detector[][] = [["closed_question"], ["advice"], ["minimises"], ["advice", "offers_place"]];
  return playing(
    scenario,
    at(({ turn }) => ({ kind: "message", text: "", did: ways[turn % ways.length]!, about: [] })),
  );
}

/** A trainee who says hello and then nothing. */
export function silent(scenario: Scenario): Played {
  let seconds = 0;
  const choose = (turn: number): PracticeEvent => {
    if (turn === 0) return { kind: "message", text: "", did: ["greets_with_name"], about: [] };
    seconds += 30;
    return { kind: "silence", seconds };
  };
  return playing(
    scenario,
    at(({ turn }) => choose(turn)),
  );
}

/** A choice that is made at once. */
function at(choose: (state: State) => PracticeEvent) {
  // biome-ignore lint/correctness/useYield: the choice of another trainee takes time
  return function* (state: State): Generator<undefined, PracticeEvent> {
    return choose(state);
  };
}

/** A trainee who does anything, by a seed; more often what the scenario has a rule for. */
export function wanderer(scenario: Scenario, seed: number, unreached: ReadonlySet<Condition> = new Set()): Played {
  const chance = chances(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)]!;
  const topics = Object.keys(scenario.topics);
  const rules = scenario.rules.map((rule) => rule.if);
  const ends = scenario.ends.map((end) => end.if);
  const choose = (state: State): PracticeEvent => {
    const wanted = [...unreached].filter((condition) => couldHold(condition, state));
    if (wanted.length > 0 && chance() < 0.4) return pick(eventsFor(pick(wanted)));
    const open = (chance() < 0.02 ? ends : rules).filter((condition) => couldHold(condition, state));
    if (open.length > 0 && chance() < 0.75) return pick(eventsFor(pick(open)));
    const did = Array.from({ length: 1 + Math.floor(chance() * 2) }, () => pick(detectors));
    const about = topics.length > 0 && chance() < 0.6 ? [pick(topics)] : [];
    return { kind: "message", text: "", did, about };
  };
  return playing(scenario, at(choose));
}

/** Whether a condition holds but for what the next event could still bring. */
export function couldHold(condition: Condition, state: State): boolean {
  const { did: _did, any: _any, not: _not, about: _about, silence: _silence, event: _event, ...rest } = condition;
  const { ever: _ever, never: _never, pile: _pile, turn: _turn, ...now } = rest;
  // The question for the goal itself moves the phase on before the rules are read.
  if (condition.phase === "goal" && state.phase === "clarify" && _did?.includes("asks_goal")) delete now.phase;
  const nothing: Seen = { kind: "typed", did: new Set(), about: new Set(), seconds: 0 };
  return meets(now, state, nothing);
}

/** The events that a condition waits for. */
function eventsFor({ did = [], any = [], about = [], silence, event, ever = [] }: Condition): PracticeEvent[] {
  if (silence !== undefined) return [{ kind: "silence", seconds: silence }];
  if (event) return [{ kind: event }];
  const ways = any.length > 0 ? any.map((one) => [...did, one]) : [did.length > 0 ? did : ever];
  const topics = about.length > 0 ? about.map((one) => [one]) : [[]];
  return ways.flatMap((way) => topics.map((topic) => ({ kind: "message", text: "", did: way, about: topic }) as const));
}
