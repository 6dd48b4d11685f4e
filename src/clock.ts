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
