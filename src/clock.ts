/** Everything that needs the time asks here, so that tests can replace it. */
export interface Clock {
  /** Wall time, ms UTC, for what people read and what is stored. */
  now(): number;
  /** Milliseconds that only ever grow, for timers: a changed wall clock neither fires nor starves them. */
  elapsed(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
};

// In ms. A day here is 24 hours; for a day of the calendar ask src/hours.
export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** Times that are kept for long are told to this precision. */
export const quarterMs = 15 * minuteMs;

/** Returns the start of the quarter hour an instant lies in, ms UTC; every time zone is whole quarters from UTC. */
export function quarterOf(at: number): number {
  return Math.floor(at / quarterMs) * quarterMs;
}

/** Returns an instant (ms UTC) as "2026-12-01 21:15 UTC". */
export const utc = (at: number) => `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** Returns the instant that `utc` wrote, ms UTC. */
export const fromUtc = (written: string) => Date.parse(`${written.slice(0, 10)}T${written.slice(11, 16)}Z`);

/** Whether a text is a day of the calendar, as "2026-12-24", between 1900 and 2099. */
export function isDate(text: unknown): text is string {
  if (typeof text !== "string" || !/^(19|20)\d{2}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(text);
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(text);
}
