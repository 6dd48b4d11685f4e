/** What is counted in memory since the process began: numbers, and never of whom. */
export interface Figures {
  /** Answers to forms, by why they were refused. */
  refused: { too_fast: number; failed: number; other: number };
  /** How soon after it was stored each of the last messages was heard, ms. */
  heardMs: number[];
}

/** How many messages `heardMs` holds. */
export const heardKept = 1_000;

/** Opens the counts. */
export function openFigures(): Figures {
  return { refused: { too_fast: 0, failed: 0, other: 0 }, heardMs: [] };
}

/** Returns what 99 of 100 were not slower than, ms; NaN for none. */
export function p99(ms: readonly number[]): number {
  return ms.toSorted((a, b) => a - b)[Math.ceil(ms.length * 0.99) - 1] ?? Number.NaN;
}
