import type { FakeClock } from "#tests/support/house/helpline.ts";

/** Does things at their time, one after the other, on a clock that it moves itself: an hour takes as long as the work in it. */
export interface Timeline {
  /** ms since the beginning. */
  now(): number;
  /** In so many ms something is done. What is due at the same moment is done in the order in which it was said. */
  in(ms: number, work: () => Promise<void> | void): void;
  /** Goes on until nothing is left to do, or `isOver` says so. */
  run(isOver: () => boolean): Promise<void>;
}

export function openTimeline(clock: FakeClock): Timeline {
  const due: { at: number; turn: number; work: () => Promise<void> | void }[] = [];
  let now = 0;
  let turns = 0;
  return {
    now: () => now,
    in: (ms, work) => {
      const one = { at: now + Math.round(ms), turn: turns++, work };
      const after = due.findIndex((other) => other.at > one.at);
      due.splice(after < 0 ? due.length : after, 0, one);
    },
    run: async (isOver) => {
      while (due.length > 0 && !isOver()) {
        const next = due.shift()!;
        clock.pass(next.at - now);
        now = next.at;
        await next.work();
      }
    },
  };
}
