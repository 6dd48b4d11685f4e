import { minuteMs } from "#src/clock.ts";

/** Minutes of silence after which each step comes (PROMISES.md C5); every one is a setting. */
export interface SilenceTimers {
  prompt: number;
  soft: number;
  warn: number;
  pause: number;
  nudge: number;
  line: number;
  stepIn: number;
}

/** The young person's steps first. `call` comes instead of a pause if someone is in danger. */
export const silenceSteps = ["prompt", "soft", "warn", "pause", "call", "nudge", "line", "step_in"] as const;
export type SilenceStep = (typeof silenceSteps)[number];

/** What the clocks of a chat depend on. Times are ms UTC; null = never. */
export interface SilenceSeen {
  claimedAt: number;
  counsellorAt: number | null;
  youthAt: number | null;
  unansweredSince: number | null;
  /** The clocks begin anew here: they said that they are there, came back from a pause, or someone else has the chat. */
  silenceFrom: number | null;
  heldAt: number | null;
  watched: boolean;
  pausedAt: number | null;
  youthTypedAt: number | null;
  counsellorTypedAt: number | null;
  typing: "youth" | "counsellor" | null;
  counsellorGone: boolean;
  /** Since when anyone could be heard: time in which the server was down is nobody's silence. */
  heardSince: number;
}

export interface SilenceClock {
  of: "youth" | "counsellor";
  since: number;
}

/** Returns whose silence it is and since when (ms UTC); null while no clock runs (PROMISES.md C5). */
export function silenceClock(seen: SilenceSeen): SilenceClock | null {
  // The counsellor's clock runs from the claim to their first word, and while something waits for an answer.
  if (seen.pausedAt !== null || seen.typing !== null) return null;
  const hasGreeted = seen.counsellorAt !== null && seen.counsellorAt >= seen.claimedAt;
  if (!hasGreeted || seen.unansweredSince !== null) {
    const since = latest(
      seen.claimedAt,
      seen.silenceFrom,
      seen.unansweredSince,
      seen.counsellorTypedAt,
      seen.heardSince,
    );
    return { of: "counsellor", since };
  }
  if (isQuiet(seen) || seen.counsellorGone) return null;
  const since = latest(seen.counsellorAt, seen.silenceFrom, seen.youthTypedAt, seen.heardSince);
  return { of: "youth", since };
}

/** Returns whether the young person's clock is stopped, which lasts until they write again. */
export function isHeld({ heldAt, youthAt }: Pick<SilenceSeen, "heldAt" | "youthAt">): boolean {
  return heldAt !== null && (youthAt === null || youthAt <= heldAt);
}

/** Returns whether no automatic line may go to the young person: they cannot write, or someone else may read their screen. */
export function isQuiet(seen: Pick<SilenceSeen, "heldAt" | "youthAt" | "watched">): boolean {
  return seen.watched || isHeld(seen);
}

function latest(...times: (number | null)[]): number {
  return Math.max(...times.map((at) => at ?? 0));
}

/** Returns the step that is due at `at` (ms UTC); null for none. `taken`: when each was taken since the clock began. */
export function dueStep(
  clock: SilenceClock,
  timers: SilenceTimers,
  {
    at,
    taken,
    danger,
    quiet,
  }: { at: number; taken: ReadonlyMap<SilenceStep, number>; danger: boolean; quiet: boolean },
): SilenceStep | null {
  // A later step makes earlier ones needless, but a pause always comes as long after the question as the timers say.
  const isOver = (minutes: number) => at - clock.since >= minutes * minuteMs;
  if (clock.of === "counsellor") {
    if (isOver(timers.line) && !taken.has("line") && !quiet) return "line";
    if (isOver(timers.stepIn)) return taken.has("step_in") ? null : "step_in";
    return isOver(timers.nudge) && !taken.has("nudge") && !taken.has("line") ? "nudge" : null;
  }
  const askedAt = taken.get("warn");
  if (askedAt !== undefined) {
    const isAnswered = taken.has("pause") || taken.has("call");
    const isDue = isOver(timers.pause) && at - askedAt >= (timers.pause - timers.warn) * minuteMs;
    if (!isDue || isAnswered) return null;
    return danger ? "call" : "pause";
  }
  if (isOver(timers.warn)) return "warn";
  if (taken.has("soft")) return null;
  if (isOver(timers.soft)) return "soft";
  return isOver(timers.prompt) && !taken.has("prompt") ? "prompt" : null;
}

/** Returns from when on (ms UTC, not before `at`) a step is due first if nothing else happens; null if none ever is. */
export function nextStepAt(
  clock: SilenceClock,
  timers: SilenceTimers,
  given: { at: number; taken: ReadonlyMap<SilenceStep, number>; quiet: boolean },
): number | null {
  // What is due changes only when one of these is over, so `dueStep` alone says what comes when.
  const { prompt, soft, warn, pause, nudge, line, stepIn } = timers;
  const ends = [prompt, soft, warn, pause, nudge, line, stepIn].map((minutes) => clock.since + minutes * minuteMs);
  const askedAt = given.taken.get("warn");
  if (askedAt !== undefined) ends.push(askedAt + (pause - warn) * minuteMs);
  const ahead = ends.filter((end) => end > given.at).sort((a, b) => a - b);
  const isDue = (at: number) => dueStep(clock, timers, { ...given, at, danger: false }) !== null;
  return [given.at, ...ahead].find(isDue) ?? null;
}
