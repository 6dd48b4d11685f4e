import { minuteMs } from "#src/clock.ts";

/** After how many minutes of silence what happens (PROMISES.md C5); every one is a setting. */
export interface SilenceTimers {
  /** The young person says nothing: only the counsellor is prompted, … */
  prompt: number;
  /** … they get a soft line, labelled automatic, … */
  soft: number;
  /** … they are asked whether they are still there, with buttons, … */
  warn: number;
  /** … the chat pauses. */
  pause: number;
  /** The counsellor says nothing: they are nudged alone, … */
  nudge: number;
  /** … the young person gets a line, labelled automatic, … */
  line: number;
  /** … colleagues may step in. */
  stepIn: number;
}

/** What happens in a silence, the young person's first. `call`: instead of a pause, where somebody is in danger. */
export const silenceSteps = ["prompt", "soft", "warn", "pause", "call", "nudge", "line", "step_in"] as const;
export type SilenceStep = (typeof silenceSteps)[number];

/** What is known of a chat that its clocks depend on. Times are ms UTC; null = never. */
export interface SilenceSeen {
  /** When its counsellor took it. */
  claimedAt: number;
  /** When the counsellor, or a colleague beside them, wrote last. */
  counsellorAt: number | null;
  /** When the young person wrote last. */
  youthAt: number | null;
  /** Their first words that nobody has answered. */
  unansweredSince: number | null;
  /** The clocks begin anew here: they said that they are there, came back from a pause, or somebody else has the chat. */
  silenceFrom: number | null;
  /** When the counsellor stopped their clock. */
  heldAt: number | null;
  /** Their screen is said to be watched. */
  watched: boolean;
  pausedAt: number | null;
  /** When each typed last; a side that types now has `typing`. */
  youthTypedAt: number | null;
  counsellorTypedAt: number | null;
  typing: "youth" | "counsellor" | null;
  /** Nothing is heard of the counsellor: nobody is there whom the young person keeps waiting. */
  counsellorGone: boolean;
  /** Since when anybody could be heard: a time in which the server was down is nobody's silence. */
  heardSince: number;
}

/** Whose silence it is now, and since when (ms UTC). */
export interface SilenceClock {
  of: "youth" | "counsellor";
  since: number;
}

/**
 * The one clock that runs in a chat; null while none does. The young person's runs only when the counsellor wrote last, not
 * while they type, while it is held, while their screen is watched, in a pause, or while the counsellor is out of reach. The counsellor's runs while something waits for an answer, and from the
 * claim until the first word. PROMISES.md C5.
 */
export function silenceClock(seen: SilenceSeen): SilenceClock | null {
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

/** Whether the counsellor has stopped the young person's clock: until these write again. */
export function isHeld({ heldAt, youthAt }: Pick<SilenceSeen, "heldAt" | "youthAt">): boolean {
  return heldAt !== null && (youthAt === null || youthAt <= heldAt);
}

/** Whether no automatic line may go to the young person: they cannot write for a while, or somebody else may read their screen. */
export function isQuiet(seen: Pick<SilenceSeen, "heldAt" | "youthAt" | "watched">): boolean {
  return seen.watched || isHeld(seen);
}

function latest(...times: (number | null)[]): number {
  return Math.max(...times.map((at) => at ?? 0));
}

/**
 * The step that is due at an instant (ms UTC); null for none. `taken` is when each was taken since the clock began; `danger`: somebody
 * is in danger; `quiet`: no line may go to the young person. A later step makes earlier ones needless, but nobody is paused who has not
 * been asked before: at least as long as the timers say, whenever that was.
 */
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
