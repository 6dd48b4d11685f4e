export class DemoOver extends Error {}

export interface Pace {
  /** In ms. Throws DemoOver when the demo ends. */
  pause(ms: number): Promise<void>;
  /** As `pause`, a quarter longer or shorter, as people are. */
  about(ms: number): Promise<void>;
}

/** Opens a pace: `factor` 1 is human, 0.01 a hundred times as fast. */
export function openPace(over: AbortSignal, factor = 1): Pace {
  const pause = (ms: number) =>
    new Promise<void>((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        reject(new DemoOver());
      };
      const timer = setTimeout(() => {
        over.removeEventListener("abort", stop);
        resolve();
      }, ms * factor);
      if (over.aborted) stop();
      else over.addEventListener("abort", stop, { once: true });
    });
  return { pause, about: (ms) => pause(ms * (0.75 + Math.random() * 0.5)) };
}

/** How long someone takes to type these words on a phone, ms. */
export function typingMs(words: string): number {
  return Math.min(14_000, 1_200 + words.length * 110);
}

/** How long someone takes to read so many characters and think, ms. */
export function thinkingMs(characters: number): number {
  return Math.min(9_000, 1_500 + characters * 30);
}
