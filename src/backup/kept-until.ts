import { dayMs } from "#src/clock.ts";
import { type Kept, keysKeptMs } from "./kept.ts";

const weekMs = 7 * dayMs;
/** As `forgetOldCopies` goes by: one copy a day for two weeks, one a week for eight. */
const dailySpans = 14;
const weeklySpans = 8;

/** Returns when the parts of a copy are removed at the latest, ms UTC; null = its keys are gone. `all` is the newest first. */
export function keptUntil(all: Kept[], one: Kept): { data: number; keys: number | null } {
  const isNewestOf = (spanMs: number) => all.find(({ at }) => spanOf(at, spanMs) === spanOf(one.at, spanMs)) === one;
  const ends = [one.at + dayMs];
  if (isNewestOf(dayMs)) ends.push((spanOf(one.at, dayMs) + dailySpans) * dayMs);
  if (isNewestOf(weekMs)) ends.push((spanOf(one.at, weekMs) + weeklySpans) * weekMs);
  return { data: Math.max(...ends), keys: one.parts.includes("keys") ? one.at + keysKeptMs : null };
}

const spanOf = (at: number, spanMs: number) => Math.floor(at / spanMs);
