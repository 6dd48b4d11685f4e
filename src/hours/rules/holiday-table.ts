import type { HolidayId } from "./holiday-rules.ts";

/**
 * The holidays of each country (ISO 3166) with the law that makes them, in force from 2024; where two fall on one date, the
 * first named gives its name. Only what is kept in the whole country. Checked against date-holidays 3.37 and opening_hours
 * 3.15 for 2024–2040; the test explains each difference.
 */
export const holidaysOf = {
  /** Law of 4 January 1974 and royal decree of 18 April 1974. */
  BE: [
    "new_year",
    "easter_monday",
    "labour_day",
    "ascension_day",
    "whit_monday",
    "national_day_be",
    "assumption_day",
    "all_saints_day",
    "armistice_day",
    "christmas_day",
  ],
  /** Nationwide: the unification treaty for 3 October, and the laws of all sixteen states for the others. */
  DE: [
    "new_year",
    "good_friday",
    "easter_monday",
    "labour_day",
    "ascension_day",
    "whit_monday",
    "german_unity_day",
    "christmas_day",
    "second_christmas_day",
  ],
  /** Royal decree 2001/1983, article 45. The Monday after a holiday on a Sunday is each community's to choose: left out. */
  ES: [
    "new_year",
    "epiphany",
    "good_friday",
    "labour_day",
    "assumption_day",
    "national_day_es",
    "all_saints_day",
    "constitution_day_es",
    "immaculate_conception",
    "christmas_day",
  ],
  /** Church code 652/2023, and the laws on Independence Day (388/1937) and May Day (272/1944). */
  FI: [
    "new_year",
    "epiphany",
    "good_friday",
    "easter_sunday",
    "easter_monday",
    "labour_day",
    "ascension_day",
    "whit_sunday",
    "midsummer_day",
    "all_saints_saturday",
    "independence_day_fi",
    "christmas_day",
    "second_christmas_day",
  ],
  /** Labour code, article L3133-1. */
  FR: [
    "new_year",
    "easter_monday",
    "labour_day",
    "victory_day_fr",
    "ascension_day",
    "whit_monday",
    "national_day_fr",
    "assumption_day",
    "all_saints_day",
    "armistice_day",
    "christmas_day",
  ],
  /** England and Wales: Banking and Financial Dealings Act 1971, the proclamations under it, and common law. */
  GB: [
    "new_year",
    "new_year_substitute",
    "good_friday",
    "easter_monday",
    "may_holiday",
    "spring_bank_holiday",
    "summer_bank_holiday",
    "christmas_day",
    "christmas_day_substitute",
    "boxing_day",
    "boxing_day_substitute",
  ],
  /** Labour code, article 102. The days that a yearly decree moves are no rule: they come from a file. */
  HU: [
    "new_year",
    "revolution_1848_hu",
    "good_friday",
    "easter_sunday",
    "easter_monday",
    "labour_day",
    "whit_sunday",
    "whit_monday",
    "state_foundation_hu",
    "revolution_1956_hu",
    "all_saints_day",
    "christmas_day",
    "second_christmas_day",
  ],
  /** Organisation of Working Time Act 1997, second schedule. */
  IE: [
    "new_year",
    "st_brigids_day",
    "st_patricks_day",
    "easter_monday",
    "may_holiday",
    "june_holiday",
    "august_holiday",
    "october_holiday",
    "christmas_day",
    "st_stephens_day",
  ],
  /** Law 260/1949; Saint Francis by law 151/2025. */
  IT: [
    "new_year",
    "epiphany",
    "easter_sunday",
    "easter_monday",
    "liberation_day_it",
    "labour_day",
    "republic_day_it",
    "assumption_day",
    "st_francis_day",
    "all_saints_day",
    "immaculate_conception",
    "christmas_day",
    "st_stephens_day",
  ],
  /** Labour code, article L. 232-2; Europe Day by the law of 25 April 2019. */
  LU: [
    "new_year",
    "easter_monday",
    "labour_day",
    "ascension_day",
    "europe_day",
    "whit_monday",
    "national_day_lu",
    "assumption_day",
    "all_saints_day",
    "christmas_day",
    "st_stephens_day",
  ],
  /**
   * General Extension of Time Limits Act, article 3, and the two Sundays that the government lists with it. Liberation Day
   * every year, since it is a suggestion only: the law knows it every year, many employers every fifth. Good Friday is not
   * one: the law takes it for a holiday when it counts time limits, and people work.
   */
  NL: [
    "new_year",
    "easter_sunday",
    "easter_monday",
    "kings_day",
    "liberation_day_nl",
    "ascension_day",
    "whit_sunday",
    "whit_monday",
    "christmas_day",
    "second_christmas_day",
  ],
  /** Labour code, article 234. */
  PT: [
    "new_year",
    "good_friday",
    "easter_sunday",
    "freedom_day_pt",
    "labour_day",
    "corpus_christi",
    "portugal_day",
    "assumption_day",
    "republic_day_pt",
    "all_saints_day",
    "restoration_pt",
    "immaculate_conception",
    "christmas_day",
  ],
  /** Law 1989:253 on public holidays. */
  SE: [
    "new_year",
    "epiphany",
    "good_friday",
    "easter_sunday",
    "easter_monday",
    "labour_day",
    "ascension_day",
    "whit_sunday",
    "national_day_se",
    "midsummer_day",
    "all_saints_saturday",
    "christmas_day",
    "second_christmas_day",
  ],
} satisfies Record<string, HolidayId[]>;

/** ISO 3166 code of a country whose holidays are known. */
export type Country = keyof typeof holidaysOf;
