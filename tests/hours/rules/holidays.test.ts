import Holidays from "date-holidays";
import OpeningHours from "opening_hours";
import { describe, expect, test } from "vitest";
import { type Country, countries, holidayName, isCountry, publicHolidays } from "#src/hours/rules/holidays.ts";
import { languages, translate } from "#src/i18n/i18n.ts";

const years = Array.from({ length: 17 }, (_, n) => 2024 + n);
const every = (monthAndDay: string, but: number[] = []) =>
  years.filter((year) => !but.includes(year)).map((year) => `${year}-${monthAndDay}`);
const days = (country: Country, id: string) =>
  years.flatMap((year) => publicHolidays(country, year).flatMap((one) => (one.id === id ? one.date : [])));

const oracles = { "date-holidays": dateHolidays, opening_hours: openingHours };

interface Difference {
  country: Country;
  oracle: keyof typeof oracles;
  /** Who names the day and the other does not. */
  by: "us" | "them";
  dates: string[];
  why: string;
}

/** Every day on which we differ from an oracle, with the reason. Closed: one more or one less fails. */
const differences: Difference[] = [
  {
    country: "ES",
    oracle: "date-holidays",
    by: "them",
    dates: ["2033-12-26", "2039-12-26"],
    why: "The Monday after a Christmas on a Sunday: each community chooses whether it keeps it, so it is not national.",
  },
  {
    country: "ES",
    oracle: "opening_hours",
    by: "them",
    dates: ["2033-12-26", "2039-12-26"],
    why: "The same data, the same reason.",
  },
  {
    country: "IT",
    oracle: "opening_hours",
    by: "them",
    dates: ["2024-10-04", "2025-10-04"],
    why: "Saint Francis is a holiday by law 151/2025 from 2026 on; opening_hours gives it no first year.",
  },
  {
    country: "LU",
    oracle: "opening_hours",
    by: "us",
    // In 2024 it fell on Ascension Day.
    dates: every("05-09", [2024]),
    why: "Europe Day, by the law of 25 April 2019, is missing there.",
  },
  {
    country: "NL",
    oracle: "date-holidays",
    by: "us",
    dates: every("05-05"),
    why: "Liberation Day is a recognised holiday every year (General Extension of Time Limits Act, article 3); there a school holiday.",
  },
  {
    country: "NL",
    oracle: "opening_hours",
    by: "them",
    // Finland's, which both oracles confirm.
    dates: days("FI", "good_friday"),
    why: "Good Friday counts as a holiday for time limits only; people work.",
  },
  {
    country: "NL",
    oracle: "opening_hours",
    by: "us",
    dates: [...days("FI", "easter_sunday"), ...days("FI", "whit_sunday")],
    why: "The government lists both days of Easter and Whitsun; opening_hours has the Mondays only.",
  },
];

function dateHolidays(country: Country): string[] {
  const all = country === "GB" ? new Holidays("GB", "ENG") : new Holidays(country);
  return years.flatMap((year) =>
    all
      .getHolidays(year)
      .filter((one) => one.type === "public")
      .map((one) => one.date.slice(0, 10)),
  );
}

/** It reads and answers in the zone of the process: hence the local parts of each date. */
function openingHours(country: Country): string[] {
  const address = { country_code: country.toLowerCase(), state: country === "GB" ? "England" : "" };
  const open = new OpeningHours("PH", { lat: 0, lon: 0, address });
  const dates: string[] = [];
  for (const [from, to] of open.getOpenIntervals(new Date(years[0]!, 0, 1), new Date(years.at(-1)! + 1, 0, 1))) {
    for (const at = new Date(from); at < to; at.setDate(at.getDate() + 1)) {
      dates.push([at.getFullYear(), at.getMonth() + 1, at.getDate()].map((n) => String(n).padStart(2, "0")).join("-"));
    }
  }
  return dates;
}

const ours = (country: Country) => years.flatMap((year) => publicHolidays(country, year).map((one) => one.date));
const without = (some: string[], others: string[]) => {
  const gone = new Set(others);
  return [...new Set(some)].filter((date) => !gone.has(date)).sort();
};

describe.each(Object.keys(oracles) as (keyof typeof oracles)[])(
  "day for day as %s, but for what is explained",
  (oracle) => {
    test.each(countries)("%s", (country) => {
      const theirs = oracles[oracle](country);
      expect(theirs.length).toBeGreaterThan(100);
      const explained = (by: Difference["by"]) =>
        differences.filter((one) => one.country === country && one.oracle === oracle && one.by === by);
      const datesOf = (by: Difference["by"]) =>
        explained(by)
          .flatMap((one) => one.dates)
          .sort();
      expect(without(ours(country), theirs), "days that only we name").toEqual(datesOf("us"));
      expect(without(theirs, ours(country)), "days that only the oracle names").toEqual(datesOf("them"));
    });
  },
);

test("each explained difference has days and a reason", () => {
  for (const { dates, why } of differences) {
    expect(dates.length).toBeGreaterThan(0);
    expect(why).not.toBe("");
  }
});

test("Finland in 2027, as its almanac has it", () => {
  expect(publicHolidays("FI", 2027).map(({ id, date }) => `${date.slice(5)} ${id}`)).toEqual([
    "01-01 new_year",
    "01-06 epiphany",
    "03-26 good_friday",
    "03-28 easter_sunday",
    "03-29 easter_monday",
    "05-01 labour_day",
    "05-06 ascension_day",
    "05-16 whit_sunday",
    "06-26 midsummer_day",
    "11-06 all_saints_saturday",
    "12-06 independence_day_fi",
    "12-25 christmas_day",
    "12-26 second_christmas_day",
  ]);
});

test.each([
  ["NL", 2025, "kings_day", "2025-04-26"],
  ["NL", 2026, "kings_day", "2026-04-27"],
  ["IE", 2030, "st_brigids_day", "2030-02-01"],
  ["IE", 2027, "st_brigids_day", "2027-02-01"],
  ["IE", 2026, "st_brigids_day", "2026-02-02"],
  ["GB", 2026, "boxing_day_substitute", "2026-12-28"],
  ["GB", 2033, "christmas_day_substitute", "2033-12-27"],
  ["GB", 2034, "new_year_substitute", "2034-01-02"],
  ["GB", 2026, "christmas_day_substitute", undefined],
  ["IT", 2025, "st_francis_day", undefined],
  ["IT", 2026, "st_francis_day", "2026-10-04"],
] as const)("%s %i: %s is on %s", (country, year, id, date) => {
  expect(publicHolidays(country, year).find((one) => one.id === id)?.date).toBe(date);
});

test("each date once and in order, even where two holidays meet", () => {
  for (const country of countries) {
    for (const year of years) {
      const dates = publicHolidays(country, year).map((one) => one.date);
      expect(dates).toEqual([...new Set(dates)].sort());
      expect(dates.every((date) => date.startsWith(`${year}-`))).toBe(true);
    }
  }
  expect(publicHolidays("LU", 2024).filter((one) => one.date === "2024-05-09")).toEqual([
    { id: "ascension_day", date: "2024-05-09" },
  ]);
});

test("countries are known by their own code only", () => {
  expect([isCountry("FI"), isCountry("fi"), isCountry("US"), isCountry("constructor")]).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

test.each(languages)("%s: no two holidays of a country on different dates of a year share a name", (language) => {
  for (const country of countries) {
    const names = publicHolidays(country, 2033).map((one) => holidayName(translate(language), one.id));
    expect(new Set(names).size, country).toBe(names.length);
  }
});
