import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { minuteMs } from "#src/clock.ts";
import {
  dueStep,
  isHeld,
  isQuiet,
  nextStepAt,
  type SilenceSeen,
  type SilenceStep,
  type SilenceTimers,
  silenceClock,
  silenceSteps,
} from "#src/conversation/silence/silence.ts";

const timers: SilenceTimers = { prompt: 3, soft: 7, warn: 12, pause: 15, nudge: 2, line: 4, stepIn: 6 };
const start = Date.UTC(2026, 10, 24, 18, 0);
const seen = (more: Partial<SilenceSeen> = {}): SilenceSeen => ({
  claimedAt: start,
  counsellorAt: null,
  youthAt: null,
  unansweredSince: null,
  silenceFrom: null,
  heldAt: null,
  watched: false,
  pausedAt: null,
  youthTypedAt: null,
  counsellorTypedAt: null,
  typing: null,
  counsellorGone: false,
  heardSince: 0,
  ...more,
});
/** The counsellor wrote at the start, and nobody since. */
const answered = (more: Partial<SilenceSeen> = {}) => seen({ counsellorAt: start, youthAt: start - 1, ...more });
const later = (minutes: number) => start + minutes * minuteMs;

describe("whose clock runs", () => {
  test("the young person's, when the counsellor wrote last", () => {
    expect(silenceClock(answered())).toEqual({ of: "youth", since: start });
  });

  test("the counsellor's, when something waits for an answer, since its first word", () => {
    const waits = answered({ youthAt: later(3), unansweredSince: later(2) });
    expect(silenceClock(waits)).toEqual({ of: "counsellor", since: later(2) });
  });

  test("the counsellor's from the claim, until they have said a word; what was written before in line does not count", () => {
    expect(silenceClock(seen())).toEqual({ of: "counsellor", since: start });
    expect(silenceClock(seen({ youthAt: start - 600_000, unansweredSince: start - 600_000 }))?.since).toBe(start);
    // Another counsellor had them before.
    expect(silenceClock(seen({ counsellorAt: start - 1 }))).toEqual({ of: "counsellor", since: start });
  });

  test("nobody's while either types, in a pause, or while it is held and they have not written since", () => {
    expect(silenceClock(answered({ typing: "youth" }))).toBeNull();
    expect(silenceClock(answered({ typing: "counsellor" }))).toBeNull();
    expect(silenceClock(answered({ pausedAt: later(15) }))).toBeNull();
    expect(silenceClock(answered({ heldAt: later(1) }))).toBeNull();
    // A screen that is watched stays so, whatever they write.
    expect(silenceClock(answered({ watched: true }))).toBeNull();
    expect(silenceClock(answered({ watched: true, unansweredSince: later(1) }))?.of).toBe("counsellor");
    expect(isQuiet({ watched: true, heldAt: null, youthAt: later(2) })).toBe(true);
    // Nobody says "still here" for a counsellor who is out of reach; theirs goes on all the more.
    expect(silenceClock(answered({ counsellorGone: true }))).toBeNull();
    expect(silenceClock(answered({ unansweredSince: later(1), counsellorGone: true }))?.of).toBe("counsellor");
    expect(isHeld({ heldAt: later(1), youthAt: later(2) })).toBe(false);
  });

  test("it begins anew where they typed, said that they are there, or the server came back", () => {
    expect(silenceClock(answered({ youthTypedAt: later(5) }))?.since).toBe(later(5));
    expect(silenceClock(answered({ silenceFrom: later(6) }))?.since).toBe(later(6));
    expect(silenceClock(answered({ heardSince: later(7) }))?.since).toBe(later(7));
  });
});

/** Lets the minutes pass second by second, and takes what is due; the minute at which each step came, in seconds. */
function passes(of: "youth" | "counsellor", minutes: number, { danger = false, quiet = false } = {}) {
  const taken = new Map<SilenceStep, number>();
  const came: [SilenceStep, number][] = [];
  for (let s = 0; s <= minutes * 60; s += 1) {
    const at = start + s * 1000;
    const step = dueStep({ of, since: start }, timers, { at, taken, danger, quiet });
    if (!step) continue;
    taken.set(step, at);
    came.push([step, s / 60]);
  }
  return came;
}

describe("what is due when (C5)", () => {
  test("the young person's silence: 3 min the counsellor alone, 7 a soft line, 12 asked, 15 paused; each once", () => {
    expect(passes("youth", 40)).toEqual([
      ["prompt", 3],
      ["soft", 7],
      ["warn", 12],
      ["pause", 15],
    ]);
  });

  test("where somebody is in danger nothing pauses: a colleague is called", () => {
    expect(passes("youth", 40, { danger: true }).at(-1)).toEqual(["call", 15]);
  });

  test("the counsellor's silence: 2 min alone, 4 a line to the young person, 6 colleagues may step in", () => {
    expect(passes("counsellor", 40)).toEqual([
      ["nudge", 2],
      ["line", 4],
      ["step_in", 6],
    ]);
  });

  test("where no line may go to the young person, colleagues may step in all the same", () => {
    expect(passes("counsellor", 40, { quiet: true })).toEqual([
      ["nudge", 2],
      ["step_in", 6],
    ]);
  });

  test("whoever was not asked in time is asked first, and has as long to answer as ever", () => {
    const clock = { of: "youth", since: start } as const;
    const due = (at: number, taken: [SilenceStep, number][] = []) =>
      dueStep(clock, timers, { at, taken: new Map(taken), danger: false, quiet: false });
    expect(due(later(60))).toBe("warn");
    expect(due(later(62), [["warn", later(60)]])).toBeNull();
    expect(due(later(63), [["warn", later(60)]])).toBe("pause");
  });
});

const someTimers = fc
  .tuple(
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 1, max: 9 }),
  )
  .map(([a, b, c, d]) => ({ ...timers, prompt: a, soft: a + b, warn: a + b + c, pause: a + b + c + d }));

test("nobody is ever paused who was not asked at least as long before as the timers say, whatever the gaps between looks", () => {
  fc.assert(
    fc.property(
      someTimers,
      fc.array(fc.integer({ min: 1, max: 600 }), { maxLength: 200 }),
      fc.boolean(),
      (set, gaps, danger) => {
        const taken = new Map<SilenceStep, number>();
        let at = start;
        for (const seconds of gaps) {
          at += seconds * 1000;
          const step = dueStep({ of: "youth", since: start }, set, { at, taken, danger, quiet: false });
          if (!step) continue;
          // Each step once, and never before its time.
          expect(taken.has(step)).toBe(false);
          if (step === "pause" || step === "call") {
            expect(step).toBe(danger ? "call" : "pause");
            expect(at - taken.get("warn")!).toBeGreaterThanOrEqual((set.pause - set.warn) * minuteMs);
            // WCAG 2.2.1: 20 s at least.
            expect(at - taken.get("warn")!).toBeGreaterThanOrEqual(20_000);
          } else expect(at - start).toBeGreaterThanOrEqual(set[step as "prompt" | "soft" | "warn"] * minuteMs);
          taken.set(step, at);
        }
      },
    ),
  );
});

test("at most one clock runs, it never began in the future of what it depends on, and nothing runs in a pause", () => {
  const time = fc.option(fc.integer({ min: start - 1e6, max: start + 1e6 }), { nil: null });
  const arbitrary = fc.record({
    claimedAt: fc.integer({ min: start - 1e6, max: start + 1e6 }),
    counsellorAt: time,
    youthAt: time,
    unansweredSince: time,
    silenceFrom: time,
    heldAt: time,
    watched: fc.boolean(),
    pausedAt: time,
    youthTypedAt: time,
    counsellorTypedAt: time,
    typing: fc.constantFrom(null, "youth" as const, "counsellor" as const),
    counsellorGone: fc.boolean(),
    heardSince: fc.integer({ min: start - 1e6, max: start + 1e6 }),
  });
  fc.assert(
    fc.property(arbitrary, (all) => {
      const clock = silenceClock(all);
      if (all.pausedAt !== null || all.typing !== null) expect(clock).toBeNull();
      if (!clock) return;
      expect(clock.since).toBeGreaterThanOrEqual(all.heardSince);
      if (clock.of === "youth") expect(all.unansweredSince).toBeNull();
      if (clock.of === "youth") expect(isQuiet(all) || all.counsellorGone).toBe(false);
    }),
  );
});

test("the next step comes at the time that is said for it: none is due before, whatever was taken", () => {
  const steps = fc.uniqueArray(fc.tuple(fc.constantFrom(...silenceSteps), fc.integer({ min: start, max: later(25) })), {
    selector: ([step]) => step,
  });
  fc.assert(
    fc.property(
      someTimers,
      fc.constantFrom("youth" as const, "counsellor" as const),
      steps,
      fc.boolean(),
      fc.integer({ min: start, max: later(40) }),
      (set, of, came, quiet, at) => {
        const clock = { of, since: start };
        const taken = new Map(came);
        const isDue = (when: number) => dueStep(clock, set, { at: when, taken, danger: false, quiet }) !== null;
        const next = nextStepAt(clock, set, { at, taken, quiet });
        const end = next ?? later(80);
        for (let before = at; before < end; before += 20_000) expect(isDue(before)).toBe(false);
        if (end > at) expect(isDue(end - 1)).toBe(false);
        if (next !== null) expect(isDue(next)).toBe(true);
      },
    ),
  );
});
