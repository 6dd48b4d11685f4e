import { dayMs, minuteMs } from "#src/clock.ts";
import type { Language, Translate } from "./i18n.ts";

// Instants (ms UTC) as people say them, always by the clock of a named zone (IANA name). "Today" and "tomorrow" are days
// of that clock (PROMISES.md H14), and a day is counted by its date, so that the nights in which the clock changes count as one.

/** Further away a clock time says more than a number of hours. */
const soonMs = 12 * 60 * minuteMs;

/** "today at 18:00", "tomorrow at 18:00", "on Friday at 18:00", and from a week on with the date. `now` is ms UTC. */
export function when(t: Translate, at: number, now: number, zone: string): string {
  const time = t.time(at, zone);
  const days = (Date.parse(dateIn(zone, at)) - Date.parse(dateIn(zone, now))) / dayMs;
  if (days === 0) return t("when.today", { time });
  if (days === 1) return t("when.tomorrow", { time });
  // Each alone: languages put them in their own order, and Finnish gives an ending to the day only.
  const day = formatted(t, at, zone, { weekday: "long" });
  if (days > 1 && days < 7) return t("when.weekday", { time, day });
  return t("when.date", { time, day, date: formatted(t, at, zone, { day: "numeric", month: "long" }) });
}

/** When something ends, by the clock of a zone: the end of a day, which is the beginning of the next, is "24:00" as in all our hours. */
export function endTime(t: Translate, at: number, zone: string): string {
  const time = t.time(at, zone);
  return wallTime(at, zone).includes("T00:00") ? time.replace(/^0+/, "24") : time;
}

/** The day of an instant by the clock of a zone: "24 November 2026". */
export function dayOf(t: Translate, at: number, zone: string): string {
  return formatted(t, at, zone, { dateStyle: "long" });
}

/** How far away an instant is, "in 3 hours", "in 25 minutes"; null when that is more than half a day, or past. */
export function howSoon(t: Translate, at: number, now: number): string | null {
  const left = at - now;
  if (left <= 0 || left > soonMs) return null;
  const minutes = Math.ceil(left / minuteMs);
  const relative = new Intl.RelativeTimeFormat(t.language);
  // In steps, so that a page that says it need not change every minute.
  const step = minutes > 60 ? 15 : minutes > 5 ? 5 : 1;
  const rounded = Math.ceil(minutes / step) * step;
  const isHours = rounded === 60 || rounded >= 120;
  return isHours ? relative.format(Math.floor(rounded / 60), "hour") : relative.format(rounded, "minute");
}

/** What a zone's clock shows, with its distance from UTC, as `<time datetime>` takes it: "2026-11-24T18:00+01:00". */
export function wallTime(at: number, zone: string): string {
  const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return there.toString({ timeZoneName: "never", smallestUnit: "minute" });
}

/**
 * Whose clock a zone's is, for readers elsewhere: "Central European Time", summer and winter alike (`at` is ms UTC); where
 * it has no such name, its distance from Greenwich.
 */
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

/** English days as most of Europe writes them, the number before the month. To make a format takes long. */
function formatOf(language: Language, form: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(form)}`;
  const found = formats.get(key) ?? new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, form);
  formats.set(key, found);
  return found;
}
