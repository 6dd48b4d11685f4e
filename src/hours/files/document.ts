import type { Calendar } from "#src/hours/rules/calendar.ts";

type Hours = Omit<Calendar, "timeZone" | "lastEntryMinutes">;

/** Calendars are compared and cached as objects, so the same text must give the same one. */
const read = new Map<string, Calendar>();
const mostKept = 2_000;

/** Returns the calendar of a stored document, or null. */
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

/** Returns a calendar as the document that is stored. */
export function documentOf({ week, seasons, dayRules, cuts }: Calendar): string {
  return JSON.stringify({ week, seasons, dayRules, cuts } satisfies Hours);
}
