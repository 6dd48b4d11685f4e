import type { Translate } from "#src/i18n/i18n.ts";
import { endTime } from "#src/i18n/when.ts";

const minute = 60_000;
const day = 86_400_000;

/**
 * Returns an instant to come (`at`, ms UTC) by the clock of a zone (IANA name), as short as it can be:
 * "18:00" today, "tomorrow 18:00", "Friday 18:00" within the week, else with its date.
 */
export function when(t: Translate, at: number, now: number, zone: string): string {
  return onDay(t, t.time(at, zone), at, now, zone);
}

/** Returns the same for when something ends: "24:00" is the end of today, not tomorrow. */
export function whenEnds(t: Translate, at: number, now: number, zone: string): string {
  const time = endTime(t, at, zone);
  return onDay(t, time, time === t.time(at, zone) ? at : at - minute, now, zone);
}

function onDay(t: Translate, time: string, at: number, now: number, zone: string): string {
  const dates = format("sv", zone, { dateStyle: "short" });
  const date = dates.format(at);
  if (date === dates.format(now)) return time;
  if (date === dayAfter(dates.format(now))) return t("staff.when.tomorrow", { time });
  const name = at - now < 6 * day ? ({ weekday: "long" } as const) : ({ day: "numeric", month: "long" } as const);
  return t("staff.when.day", { day: format(t.language, zone, name).format(at), time });
}

function dayAfter(date: string): string {
  return new Date(Date.parse(date) + day).toISOString().slice(0, 10);
}

// Making a formatter takes a hundred times as long as using it, and every repaint of a bar asks.
const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: string, zone: string, form: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = JSON.stringify([language, zone, form]);
  const locale = language === "en" ? "en-GB" : language;
  const found = formats.get(name) ?? new Intl.DateTimeFormat(locale, { ...form, timeZone: zone });
  formats.set(name, found);
  return found;
}
