/** What time it is. Replaced in tests; everything that asks for the time asks here. */
export interface Clock {
  /** Wall time, ms UTC. For what people read and for what is stored. */
  now(): number;
  /** Milliseconds that only ever grow. For timers: a changed wall clock never fires or starves them. */
  elapsed(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
};

/** The quarter of an hour, ms: so exactly times are told that are kept for long. */
export const quarterMs = 15 * 60_000;

/** When the quarter of the hour began that an instant lies in, ms UTC: every time zone is whole quarters from UTC. */
export function quarterOf(at: number): number {
  return Math.floor(at / quarterMs) * quarterMs;
}
