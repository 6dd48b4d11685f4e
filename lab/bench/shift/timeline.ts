import type { FakeClock } from "#tests/support/house/helpline.ts";

/** Does things at their time on a clock it moves itself: an hour takes only the time of its work. */
export interface Timeline {
  now(): number;
  /** What is due at the same moment is done in the order it was asked for. */
  in(ms: number, work: () => Promise<void> | void): void;
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
