import type { Pace } from "./pace.ts";

type News = "words" | "over" | "nothing";

interface Ear {
  /** A seq heard before is no news. */
  words(seq: number): void;
  over(): void;
  last(): number;
  /** Waits at most `ms`. Words that came meanwhile are news at once, and count once. */
  next(ms: number): Promise<News>;
}

/** Opens an ear that has heard nothing yet. */
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
