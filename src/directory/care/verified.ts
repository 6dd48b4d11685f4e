import { dayMs } from "#src/clock.ts";
import type { Entry } from "#src/directory/entry/entry.ts";
import { crisisTopics, type Topic } from "../topics.ts";

/** How long a verification holds, days: our own choice, as no standard names a figure. */
export const usualDays = 180;
export const crisisDays = 90;

/** Returns how long an entry holds once it is verified, days. */
export function verifiedForDays(entry: Pick<Entry, "verifyEveryDays" | "emergency" | "topics">): number {
  const isCrisis = entry.emergency || entry.topics.some((topic: Topic) => crisisTopics.includes(topic));
  return entry.verifyEveryDays ?? (isCrisis ? crisisDays : usualDays);
}

/** A `stale` entry is so old that young people no longer see it. */
export type Freshness = "fresh" | "due" | "stale";

/** Returns how fresh an entry is at `at` (ms UTC). If never verified, it is due at once, with its age from `createdAt`. */
export function freshnessOf(entry: Entry, createdAt: number, at: number): Freshness {
  const late = overdueDays(entry, createdAt, at);
  if (entry.verifiedOn === null) return late > 2 * verifiedForDays(entry) ? "stale" : "due";
  if (late <= 0) return "fresh";
  return late > verifiedForDays(entry) ? "stale" : "due";
}

/** Returns for how many days verification has been due at `at` (ms UTC): 0 since today, negative before. */
export function overdueDays(entry: Entry, createdAt: number, at: number): number {
  const { verifiedOn } = entry;
  const dueFrom = verifiedOn === null ? createdAt : Date.parse(verifiedOn) + verifiedForDays(entry) * dayMs;
  return Math.floor((at - dueFrom) / dayMs);
}
