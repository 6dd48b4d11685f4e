import type { Draft } from "#src/hours/draft.ts";
import { localDate } from "#src/hours/instants.ts";
import type { Line } from "#src/hours/lines.ts";
import { holidayName, isCountry, publicHolidays } from "#src/hours/rules/holidays.ts";
import type { Translate } from "#src/i18n/i18n.ts";

interface HolidayOffer {
  /** "2026-12-25" */
  date: string;
  name: string;
}

/** Returns public holidays to come this year and next that a draft has no hours for (PROMISES.md H13). `now` is ms UTC. */
export function offeredHolidays(t: Translate, { country, timeZone }: Line, draft: Draft, now: number): HolidayOffer[] {
  if (!isCountry(country)) return [];
  const today = localDate(timeZone, now);
  const year = Number(today.slice(0, 4));
  const known = ({ date }: { date: string }) =>
    draft.days.some((day) => day.kind !== "school_holiday" && day.from <= date && date <= (day.to || day.from));
  return [year, year + 1]
    .flatMap((one) => publicHolidays(country, one))
    .filter((one) => one.date >= today && !known(one))
    .map(({ id, date }) => ({ date, name: holidayName(t, id) }));
}

/** Returns the offer's button that gets the focus after one was accepted: the next, else the one before; null if none is left. */
export function beside(offers: HolidayOffer[], chosen: string): string | null {
  const at = offers.findIndex(({ date }) => date === chosen);
  const next = at < 0 ? undefined : (offers[at + 1] ?? offers[at - 1]);
  return next ? `accept.${next.date}` : null;
}

/** Returns a draft that is closed on the accepted date, or on all offered dates. */
export function accepted(draft: Draft, offers: HolidayOffer[], chosen: string): Draft {
  const days = offers
    .filter(({ date }) => chosen === "all" || chosen === date)
    .map(({ date, name }) => ({ kind: "public_holiday", from: date, to: date, label: name, note: "", hours: "" }));
  return { ...draft, days: [...draft.days, ...days] };
}
