import type { Pace } from "./pace.ts";

/** What somebody hears: the other side wrote, it is over, or nothing came in time. */
export type News = "words" | "over" | "nothing";

/** Collects what comes down a live channel until somebody listens. */
export interface Ear {
  /** The other side wrote the message with this seq; one heard before is not news. */
  words(seq: number): void;
  over(): void;
  /** The highest seq heard. */
  last(): number;
  /** Waits for news, at most so long (ms). Words that came meanwhile are news at once, and count once. */
  next(ms: number): Promise<News>;
}

/** One that has heard nothing yet. */
export function openEar(pace: Pace): Ear {
  let last = 0;
  let unheard = false;
  let ended = false;
  let wake = () => {};
  const now = (): News => {
    if (ended) return "over";
    const news = unheard ? "words" : "nothing";
    unheard = false;
    return news;
  };
  return {
    words: (seq) => {
      if (seq <= last) return;
      last = seq;
      unheard = true;
      wake();
    },
    over: () => {
      ended = true;
      wake();
    },
    last: () => last,
    next: async (ms) => {
      if (!ended && !unheard) {
        const woken = new Promise<void>((resolve) => {
          wake = resolve;
        });
        await Promise.race([woken, pace.pause(ms)]);
      }
      return now();
    },
  };
}
