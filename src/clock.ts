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

// The units of time, ms. A day here is 24 hours; a day of the calendar is asked of src/hours.
export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** The quarter of an hour, ms: so exactly times are told that are kept for long. */
export const quarterMs = 15 * minuteMs;

/** When the quarter of the hour began that an instant lies in, ms UTC: every time zone is whole quarters from UTC. */
export function quarterOf(at: number): number {
  return Math.floor(at / quarterMs) * quarterMs;
}

/** Whether a text is a day of the calendar, as "2026-12-24", of the years of living memory. */
export function isDate(text: unknown): text is string {
  if (typeof text !== "string" || !/^(19|20)\d{2}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(text);
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(text);
}
