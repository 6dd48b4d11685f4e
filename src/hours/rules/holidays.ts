import type { Translate } from "#src/i18n/i18n.ts";
import { type HolidayId, holidayRules } from "./holiday-rules.ts";
import { type Country, holidaysOf } from "./holiday-table.ts";

export type { Country, HolidayId };

/** The countries whose holidays are known, ISO 3166. */
export const countries = Object.keys(holidaysOf) as Country[];

/** Whether the holidays of a country (ISO 3166) are known. */
export function isCountry(code: string): code is Country {
  return Object.hasOwn(holidaysOf, code);
}

/**
 * The public holidays of a country in a year, in order, each date once ("2026-12-25"). Suggestions for an admin, never hours
 * by themselves. National ones only: GB is England and Wales, DE and ES what is kept in every state and community. The laws
 * are those in force for 2024–2040; holiday-table.ts names them.
 */
export function publicHolidays(country: Country, year: number): { id: HolidayId; date: string }[] {
  const byDate = new Map<string, HolidayId>();
  for (const id of holidaysOf[country]) {
    const date = holidayRules[id](year);
    if (date !== null && !byDate.has(date)) byDate.set(date, id);
  }
  return [...byDate].map(([date, id]) => ({ id, date })).sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** What a holiday is called, in the language of the texts. */
export function holidayName(t: Translate, id: HolidayId): string {
  return t(`holiday.${id}`);
}
