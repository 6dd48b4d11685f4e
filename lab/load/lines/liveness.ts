/** Whether a channel is live, and how long it took each time to be so again. */
export interface Liveness {
  isLive(): boolean;
  /** The channel broke, or nothing was heard for too long. */
  lost(): void;
  /**
   * The other end died at a moment that is known better than the channel knows it; what was tried before `from` is void. From a
   * channel that was away already the time counts anew.
   */
  cut(at: number, from: number): void;
  /** What was tried since a moment works, and everything that was missing has come. False when that does not count. */
  linked(triedAt: number): boolean;
  /** Resolves when it is live, at the latest after so long (ms). */
  soon(ms: number): Promise<void>;
  /** From being lost, or cut, to being live with nothing missing, each time, ms. */
  reconnects: number[];
}

/** Times are performance.now(). */
export function openLiveness(): Liveness {
  let live = false;
  let downSince: number | null = null;
  let validFrom = 0;
  const waiting = new Set<() => void>();
  const reconnects: number[] = [];
  return {
    reconnects,
    isLive: () => live,
    lost: () => {
      if (live) downSince ??= performance.now();
      live = false;
    },
    cut: (at, from) => {
      downSince = at;
      live = false;
      validFrom = from;
    },
    linked: (triedAt) => {
      if (triedAt < validFrom) return false;
      if (downSince !== null) reconnects.push(performance.now() - downSince);
      downSince = null;
      live = true;
      for (const wake of waiting) wake();
      waiting.clear();
      return true;
    },
    soon: async (ms) => {
      if (live) return;
      let timer: Timer | undefined;
      await new Promise<void>((resolve) => {
        waiting.add(resolve);
        timer = setTimeout(resolve, ms);
      });
      clearTimeout(timer);
    },
  };
}
