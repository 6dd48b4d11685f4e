import { dayMs } from "#src/clock.ts";
import type { Entry } from "#src/directory/entry/entry.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { crisisTopics, type Topic } from "../topics.ts";

/** How long a verification holds, days: our own choice, as no standard names a figure. */
export const usualDays = 180;
export const crisisDays = 90;

/** Returns how long an entry holds once it is verified, days. */
export function verifiedForDays(entry: Pick<Entry, "verifyEveryDays" | "emergency" | "topics">): number {
  const isCrisis = entry.emergency || entry.topics.some((topic: Topic) => crisisTopics.includes(topic));
  return entry.verifyEveryDays ?? (isCrisis ? crisisDays : usualDays);
}

/** Returns an entry that a person has checked on `today` ("2026-11-03"); `zone` (IANA) is that of the helpline. */
export function checkedEntry(entry: Entry, today: string, zone: string): Entry {
  const checked = { ...entry, verifiedOn: today };
  if (entry.visibility !== "to_check") return checked;
  return { ...checked, ...dayAndNight(entry, zone), visibility: "public" };
}

// At night, before a shut door, what answers day and night is all there is: a note would not be found.
function dayAndNight({ calendar, hoursNote, channels }: Entry, zone: string): Partial<Entry> {
  if (calendar !== null) return {};
  if (hoursNote === "24/7") return { calendar: alwaysOpen(zone), hoursNote: "" };
  if (!/^phone (24\/7|always)/.test(hoursNote)) return {};
  return { channels: channels.map((one) => (one.kind === "phone" ? { ...one, calendar: alwaysOpen(zone) } : one)) };
}

function alwaysOpen(timeZone: string): Calendar {
  const week = Array.from({ length: 7 }, () => [{ opens: 0, closes: 24 * 60 }]);
  return { timeZone, lastEntryMinutes: 0, week, seasons: [], dayRules: [], cuts: [] };
}

/** Returns whether a change would show an entry to someone that waits for its first check. */
export function skipsCheck(before: Entry, after: Entry): boolean {
  const isShown = after.visibility === "public" || after.visibility === "counsellors";
  return before.visibility === "to_check" && isShown && after.verifiedOn === null;
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
