import { type Detector, questionsIn } from "./detectors/detect.ts";
import type { PracticeStep } from "./engine/engine.ts";
import { meets, type Reached, type State, seen, startOf } from "./engine/state.ts";
import { type Must, type Phase, phases, type Scenario } from "./scenario/scenario.ts";

/** A sentence of the trainee’s own. */
interface Own {
  turn: number;
  /** In quotation marks, cut at a word. */
  quote: string;
  did: Detector[];
}

interface Strength extends Own {
  detector: Detector;
  /** What the young person wrote next. */
  answer: string[];
}

export interface Feedback {
  /** The phases that were reached, each with what the trainee wrote in it. */
  phases: { phase: Phase; turn: number; at: number; own: Own[] }[];
  /** Up to two. */
  strengths: Strength[];
  /** One thing to try: the text of a note, filled in. */
  tryNext: { note: string; text: string } | null;
  /** All notes that were earned, filled in, in their order. */
  notes: { note: string; turn: number; text: string }[];
  musts: { must: Must; isKept: boolean }[];
  /** How the young person was after each message; turn 0 is the start. */
  course: { turn: number; trust: number; load: number }[];
  feeling: { before: number | null; after: number | null };
  end: Reached | null;
  /** The trainee’s share of all letters, in percent. */
  talkPercent: number;
  /** Questions in each message of the trainee. */
  questions: number[];
  /** The longest time from the young person’s last line to the trainee’s next message, in seconds. */
  longestWait: number;
}

/** What counts as a strength, the rarer first. */
const strengths: readonly Detector[] = [
  ...["asks_suicide", "tells_first", "asks_safety", "asks_plan", "sums_up", "affirms", "names_feeling", "reflects"],
  ...["asks_goal", "who_knows", "asks_tried", "open_question"],
];
const maxStrengths = 2;
const maxQuoteLetters = 90;

/** Returns what a trainee is told after a practice chat. It judges nothing and counts no points. */
export function feedback(scenario: Scenario, steps: readonly PracticeStep[]): Feedback {
  const start = startOf(scenario, steps[0]?.state.language ?? scenario.for.languages[0]!);
  const messages = steps.filter(({ event }) => event.kind === "message");
  const notes = notesOf(scenario, steps);
  const last = steps.at(-1)?.state ?? start;
  return {
    phases: phasesOf(start, steps),
    strengths: strengthsOf(steps),
    tryNext: tryNextOf(start, steps, notes),
    notes,
    musts: scenario.must.map((must) => ({ must, isKept: isKept(must, steps) })),
    course: [start, ...messages.map(({ state }) => state)].map(({ turn, trust, load }) => ({ turn, trust, load })),
    feeling: { before: scenario.start.feeling, after: last.end?.feeling ?? null },
    end: last.end,
    talkPercent: talkPercentOf(start, steps),
    questions: messages.map((one) => questionsIn(textOf(one), start.language)),
    longestWait: longestWaitOf(steps),
  };
}

function phasesOf(start: State, steps: readonly PracticeStep[]): Feedback["phases"] {
  let before = start.phase;
  const reached: Feedback["phases"] = [{ phase: start.phase, turn: 0, at: 0, own: [] }];
  for (const one of steps) {
    const { phase, turn } = one.state;
    if (phases.indexOf(phase) > phases.indexOf(before)) reached.push({ phase, turn, at: one.at, own: [] });
    before = phase;
    if (one.event.kind === "message") reached.at(-1)!.own.push(ownOf(one));
  }
  return reached;
}

/** Two sentences of different kinds; where there is a choice, those after which she told something new. */
function strengthsOf(steps: readonly PracticeStep[]): Strength[] {
  const found: Strength[] = [];
  const byWorth = strengths.flatMap((detector) => {
    const hit = steps.filter((one) => one.did.includes(detector) && one.event.kind === "message" && isClean(one));
    const best = hit.find((one) => one.lines.length > 0 && one.state.end === null) ?? hit[0];
    return best ? [{ detector, step: best }] : [];
  });
  for (const { detector, step } of byWorth) {
    const isNew = !found.some(({ turn }) => turn === step.state.turn);
    if (isNew && found.length < maxStrengths) found.push({ ...ownOf(step), detector, answer: step.lines });
  }
  return found;
}

/** Nothing that earned a note is praised, nor anything that hurt. */
function isClean({ notes, did }: PracticeStep): boolean {
  return notes.length === 0 && !did.includes("hurts");
}

function notesOf(scenario: Scenario, steps: readonly PracticeStep[]): Feedback["notes"] {
  return steps.flatMap((one) =>
    one.notes.flatMap((note) => {
      const text = scenario.notes[note]?.[one.state.language];
      if (text === undefined) return [];
      const count = String(Math.max(1, one.state.pile));
      // Filled by a function: a `$` in the quote is a `$`.
      const filled = text.replace("{quote}", () => ownOf(one).quote).replace("{count}", count);
      return [{ note, turn: one.state.turn, text: filled }];
    }),
  );
}

/** The note of the sentence that cost most trust; the first of them where several cost the same. */
function tryNextOf(start: State, steps: readonly PracticeStep[], notes: Feedback["notes"]): Feedback["tryNext"] {
  let trust = start.trust;
  let chosen: { note: string; lost: number } | null = null;
  for (const { state, notes: earned } of steps) {
    const lost = trust - state.trust;
    trust = state.trust;
    const [note] = earned;
    if (note !== undefined && (!chosen || lost > chosen.lost)) chosen = { note, lost };
  }
  const found = notes.find(({ note }) => note === chosen?.note);
  return found ? { note: found.note, text: found.text } : null;
}

function isKept(must: Must, steps: readonly PracticeStep[]): boolean {
  if ("not" in must) return !steps.some(({ did }) => did.includes(must.not));
  const until = must.before_turn ?? Number.POSITIVE_INFINITY;
  return steps.some(({ event, did, state }) => {
    if (state.turn >= until) return false;
    return "did" in must ? did.includes(must.did) : event.kind === must.event;
  });
}

function talkPercentOf(start: State, steps: readonly PracticeStep[]): number {
  const hers = [...start.last, ...steps.flatMap(({ lines }) => lines)].join("").length;
  const own = steps.map(textOf).join("").length;
  return own + hers === 0 ? 0 : Math.round((100 * own) / (own + hers));
}

function longestWaitOf(steps: readonly PracticeStep[]): number {
  let spoke = 0;
  let longest = 0;
  for (const { event, at, lines } of steps) {
    if (event.kind === "message") longest = Math.max(longest, at - spoke);
    if (lines.length > 0 || event.kind === "message") spoke = at;
  }
  return longest;
}

function ownOf(one: PracticeStep): Own {
  return { turn: one.state.turn, quote: quoteOf(textOf(one)), did: one.did };
}

function textOf({ event }: PracticeStep): string {
  return event.kind === "message" ? event.text : "";
}

function quoteOf(text: string): string {
  const flat = text.replace(/\s+/g, " ").trim();
  if (flat.length <= maxQuoteLetters) return `“${flat}”`;
  const cut = flat.slice(0, maxQuoteLetters + 1).replace(/\s+\S*$/, "");
  return `“${cut.slice(0, maxQuoteLetters)} …”`;
}

/** Returns the hint for where a practice chat is: the first that fits and was not shown yet; null if none is left. */
export function hintFor(
  scenario: Scenario,
  state: State,
  shown: readonly number[],
): { index: number; text: string } | null {
  const nothing = seen(scenario, state, { kind: "typed" });
  for (const [index, hint] of scenario.hints.entries()) {
    const text = hint[state.language];
    if (text !== undefined && !shown.includes(index) && meets(hint.if, state, nothing)) return { index, text };
  }
  return null;
}
