import type { Translate } from "#src/i18n/i18n.ts";
import { type HolidayId, holidayRules } from "./holiday-rules.ts";
import { type Country, holidaysOf } from "./holiday-table.ts";

export type { Country, HolidayId };

export const countries = Object.keys(holidaysOf) as Country[];

/** Returns whether the holidays of a country (ISO 3166) are known. */
export function isCountry(code: string): code is Country {
  return Object.hasOwn(holidaysOf, code);
}

/** Returns nationwide holidays in order, each date once ("2026-12-25"): suggestions, never hours. GB is England and Wales. */
export function publicHolidays(country: Country, year: number): { id: HolidayId; date: string }[] {
  const byDate = new Map<string, HolidayId>();
  for (const id of holidaysOf[country]) {
    const date = holidayRules[id](year);
    if (date !== null && !byDate.has(date)) byDate.set(date, id);
  }
  return [...byDate].map(([date, id]) => ({ id, date })).sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** Returns the name of a holiday, in the language of `t`. */
export function holidayName(t: Translate, id: HolidayId): string {
  return t(`holiday.${id}`);
}
