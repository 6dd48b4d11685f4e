import { withColons } from "#src/i18n/i18n.ts";

/** Days and times of day as a language writes them. Dates are "2026-11-24" and have no zone. */

const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: string, form: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = language + JSON.stringify(form);
  let found = formats.get(name);
  if (!found) {
    found = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { ...form, timeZone: "UTC" });
    formats.set(name, found);
  }
  return found;
}

/** Returns a day's name: "Monday" for 0, "Sunday" for 6; 7 is Monday again. */
export function weekdayName(language: string, weekday: number, length: "long" | "short" = "long"): string {
  return format(language, { weekday: length }).format(Date.UTC(2024, 0, 1 + (weekday % 7)));
}

/** Returns the day of a date: "Saturday". */
export function weekdayOf(language: string, date: string): string {
  return format(language, { weekday: "long" }).format(Date.parse(date));
}

/** Returns "Tue 24 Nov". */
export function shortDate(language: string, date: string): string {
  return format(language, { weekday: "short", day: "numeric", month: "short" })
    .format(Date.parse(date))
    .replace(",", "");
}

/** Returns "24 December 2026", or "24–26 December 2026"; what is no date stays as it is. */
export function longDates(language: string, from: string, to: string): string {
  const [start, end] = [Date.parse(from), Date.parse(to || from)];
  if (!Number.isFinite(start) || !Number.isFinite(end) || end < start) return [from, to].filter(Boolean).join(" – ");
  return format(language, { dateStyle: "long" }).formatRange(start, end);
}

/** Returns "27 October 2026, 18:00–19:30" for two local times ("2026-10-27T18:00"); what is none stays as it is. */
export function moments(language: string, from: string, to: string): string {
  const [start, end] = [Date.parse(`${from}Z`), Date.parse(`${to || from}Z`)];
  if (!Number.isFinite(start) || !Number.isFinite(end) || end < start) return [from, to].filter(Boolean).join(" – ");
  return withColons(
    format(language, { dateStyle: "long", timeStyle: "short", hourCycle: "h23" }).formatRange(start, end),
  );
}

/** Returns a minute of the day as "09:00"; 1440 is "24:00", later ones are of the next day. */
export function clockTime(minute: number): string {
  const shown = minute > 1440 ? minute % 1440 : minute;
  return [Math.floor(shown / 60), shown % 60].map((part) => String(part).padStart(2, "0")).join(":");
}
