import { dayMs } from "#src/clock.ts";
import type { Entry } from "#src/directory/entry/entry.ts";
import { crisisTopics, type Topic } from "../topics.ts";

/** How long an entry holds once somebody has made sure of it, days: our own choice, no standard names a figure. */
export const usualDays = 180;
export const crisisDays = 90;

/** How long an entry holds, days. */
export function verifiedForDays(entry: Pick<Entry, "verifyEveryDays" | "emergency" | "topics">): number {
  const isCrisis = entry.emergency || entry.topics.some((topic: Topic) => crisisTopics.includes(topic));
  return entry.verifyEveryDays ?? (isCrisis ? crisisDays : usualDays);
}

/** How an entry stands: still good, to be made sure of, or so old that young people do not see it any more. */
export type Freshness = "fresh" | "due" | "stale";

/**
 * One that nobody ever made sure of is due from the day it came (`createdAt`, ms UTC), and young people see it for as long as one
 * that was made sure of that day. `at` is ms UTC.
 */
export function freshnessOf(entry: Entry, createdAt: number, at: number): Freshness {
  const late = overdueDays(entry, createdAt, at);
  if (entry.verifiedOn === null) return late > 2 * verifiedForDays(entry) ? "stale" : "due";
  if (late <= 0) return "fresh";
  return late > verifiedForDays(entry) ? "stale" : "due";
}

/** For how many days it should have been made sure of, at `at` (ms UTC); 0 or less when it need not yet be, or since today. */
export function overdueDays(entry: Entry, createdAt: number, at: number): number {
  const { verifiedOn } = entry;
  const dueFrom = verifiedOn === null ? createdAt : Date.parse(verifiedOn) + verifiedForDays(entry) * dayMs;
  return Math.floor((at - dueFrom) / dayMs);
}
