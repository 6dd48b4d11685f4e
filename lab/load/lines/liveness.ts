export interface Liveness {
  isLive(): boolean;
  lost(): void;
  /** The other end died at a known moment; tries before `from` are void. A channel already away counts anew. */
  cut(at: number, from: number): void;
  /** Something tried since then works, with nothing missing; false if that does not count. */
  linked(triedAt: number): boolean;
  /** Resolves when live, or after so many ms. */
  soon(ms: number): Promise<void>;
  /** From a loss or cut to being live with nothing missing. */
  reconnects: number[];
}

/** Returns a channel's record; times are performance.now(). */
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
