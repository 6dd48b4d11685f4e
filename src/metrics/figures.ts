import type { Clock } from "#src/clock.ts";

export const refusals = ["too_fast", "failed", "other"] as const;
type Refusal = (typeof refusals)[number];

/** What is counted in memory since the process began: numbers, and never of whom. */
export interface Figures {
  /** Counts the answer to a form by its HTTP status, if that is a refusal. */
  answered(status: number): void;
  refused(): Readonly<Record<Refusal, number>>;
  /** Something was stored that is now shown to those who listen. */
  stored(): void;
  /** All of them were sent it, `messages` in all. */
  heard(messages: number): void;
  /** Of 100 of the last 1,000 messages 99 were heard this soon after they were stored, ms; NaN before the first. */
  heardP99(): number;
}

const kept = 1_000;

/** Opens the counts. */
export function openFigures(clock: Clock): Figures {
  const counts: Record<Refusal, number> = { too_fast: 0, failed: 0, other: 0 };
  const took: number[] = [];
  let next = 0;
  let storedAt = 0;
  return {
    answered: (status) => {
      if (status >= 400) counts[refusalOf(status)] += 1;
    },
    refused: () => counts,
    stored: () => {
      storedAt = clock.elapsed();
    },
    heard: (messages) => {
      for (let n = 0; n < messages; n += 1) {
        took[next] = clock.elapsed() - storedAt;
        next = (next + 1) % kept;
      }
    },
    heardP99: () => took.toSorted((a, b) => a - b)[Math.ceil(took.length * 0.99) - 1] ?? Number.NaN,
  };
}

function refusalOf(status: number): Refusal {
  if (status === 429) return "too_fast";
  return status >= 500 ? "failed" : "other";
}
