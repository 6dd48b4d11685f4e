import { dayMs, hourMs, minuteMs } from "#src/clock.ts";
import type { Language, Translate } from "./i18n.ts";

// Instants (ms UTC) as people say them, by the clock of a named zone (IANA). "Today" is a day of that clock (PROMISES.md H14),
// and days are counted by date, so that the night of a clock change counts as one.

const soonMs = 12 * 60 * minuteMs;

/** Returns "today at 18:00", "tomorrow at 18:00", "on Friday at 18:00", and the date from a week on. */
export function when(t: Translate, at: number, now: number, zone: string): string {
  const time = t.time(at, zone);
  const days = (Date.parse(dateIn(zone, at)) - Date.parse(dateIn(zone, now))) / dayMs;
  if (days === 0) return t("when.today", { time });
  if (days === 1) return t("when.tomorrow", { time });
  // Formatted apart: languages order them differently, and Finnish puts an ending on the day only.
  const day = formatted(t, at, zone, { weekday: "long" });
  if (days > 1 && days < 7) return t("when.weekday", { time, day });
  return t("when.date", { time, day, date: formatted(t, at, zone, { day: "numeric", month: "long" }) });
}

/** Returns the time at which something ends; the end of a day is "24:00", as in all our hours. */
export function endTime(t: Translate, at: number, zone: string): string {
  const time = t.time(at, zone);
  return wallTime(at, zone).includes("T00:00") ? time.replace(/^0+/, "24") : time;
}

/** Returns the day of an instant: "24 November 2026". */
export function dayOf(t: Translate, at: number, zone: string): string {
  return formatted(t, at, zone, { dateStyle: "long" });
}

/** Returns "in 3 hours" or "in 25 minutes"; null for the past or more than half a day away. */
export function howSoon(t: Translate, at: number, now: number): string | null {
  const left = at - now;
  if (left <= 0 || left > soonMs) return null;
  const minutes = Math.ceil(left / minuteMs);
  const relative = new Intl.RelativeTimeFormat(t.language);
  // In steps, so that a page need not change every minute.
  const step = minutes > 60 ? 15 : minutes > 5 ? 5 : 1;
  const rounded = Math.ceil(minutes / step) * step;
  const isHours = rounded === 60 || rounded >= 120;
  return isHours ? relative.format(Math.floor(rounded / 60), "hour") : relative.format(rounded, "minute");
}

/** Returns how long something has been so (ms): "27 hours", from two days on "3 days". */
export function howLong({ language }: Translate, ms: number): string {
  const [value, unit] = ms >= 2 * dayMs ? [ms / dayMs, "day"] : [ms / hourMs, "hour"];
  const format = new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" });
  return format.format(Math.max(0, Math.floor(value)));
}

/** Returns a zone's clock with its offset, as `<time datetime>` takes it: "2026-11-24T18:00+01:00". */
export function wallTime(at: number, zone: string): string {
  const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return there.toString({ timeZoneName: "never", smallestUnit: "minute" });
}

/** Returns the name of a zone, "Central European Time" all year round, or its offset where it has none. */
export function zoneName(language: Language, timeZone: string, at: number): string {
  const form = formatOf(language, { timeZone, timeZoneName: "longGeneric" });
  return form.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? timeZone;
}

function dateIn(zone: string, at: number): string {
  return wallTime(at, zone).slice(0, 10);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatted(t: Translate, at: number, timeZone: string, form: Intl.DateTimeFormatOptions): string {
  return formatOf(t.language, { ...form, timeZone }).format(at);
}

/** English as most of Europe writes it, with the day before the month. Formats are slow to make, so they are kept. */
function formatOf(language: Language, form: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(form)}`;
  const found = formats.get(key) ?? new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, form);
  formats.set(key, found);
  return found;
}
