import type { Calendar } from "#src/hours/rules/calendar.ts";

/** What is stored of a calendar in one piece; the zone and the last entry stand beside it. */
export type Hours = Omit<Calendar, "timeZone" | "lastEntryMinutes">;

/** Calendars are compared and cached as objects: the same text must give the same one. */
const read = new Map<string, Calendar>();
const mostKept = 2_000;

/** The calendar of a stored document; null when none is stored. */
export function calendarOf(hours: string | null, timeZone: string, lastEntryMinutes: number): Calendar | null {
  if (hours === null) return null;
  const name = `${timeZone} ${lastEntryMinutes} ${hours}`;
  let found = read.get(name);
  if (!found) {
    found = { timeZone, lastEntryMinutes, ...(JSON.parse(hours) as Hours) };
    if (read.size >= mostKept) read.clear();
    read.set(name, found);
  }
  return found;
}

/** The document of a calendar as it is stored. */
export function documentOf({ week, seasons, dayRules, cuts }: Calendar): string {
  return JSON.stringify({ week, seasons, dayRules, cuts } satisfies Hours);
}
