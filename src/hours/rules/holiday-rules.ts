import { dayMs } from "#src/clock.ts";

/** The date in a year, "2026-12-25"; null where it is not kept then. */
type HolidayRule = (year: number) => string | null;

export const holidayRules = {
  new_year: fixed("01-01"),
  new_year_substitute: afterWeekend("01-01", { saturday: 2, sunday: 1 }),
  epiphany: fixed("01-06"),
  st_brigids_day: brigid,
  st_patricks_day: fixed("03-17"),
  revolution_1848_hu: fixed("03-15"),
  good_friday: easter(-2),
  easter_sunday: easter(0),
  easter_monday: easter(1),
  kings_day: kingsDay,
  liberation_day_it: fixed("04-25"),
  freedom_day_pt: fixed("04-25"),
  labour_day: fixed("05-01"),
  may_holiday: firstFrom(1, "05-01"),
  liberation_day_nl: fixed("05-05"),
  victory_day_fr: fixed("05-08"),
  ascension_day: easter(39),
  europe_day: fixed("05-09"),
  whit_sunday: easter(49),
  whit_monday: easter(50),
  spring_bank_holiday: firstFrom(1, "05-25"),
  corpus_christi: easter(60),
  june_holiday: firstFrom(1, "06-01"),
  republic_day_it: fixed("06-02"),
  national_day_se: fixed("06-06"),
  portugal_day: fixed("06-10"),
  midsummer_day: firstFrom(6, "06-20"),
  national_day_lu: fixed("06-23"),
  national_day_fr: fixed("07-14"),
  national_day_be: fixed("07-21"),
  august_holiday: firstFrom(1, "08-01"),
  assumption_day: fixed("08-15"),
  state_foundation_hu: fixed("08-20"),
  summer_bank_holiday: firstFrom(1, "08-25"),
  german_unity_day: fixed("10-03"),
  st_francis_day: since(2026, fixed("10-04")),
  republic_day_pt: fixed("10-05"),
  national_day_es: fixed("10-12"),
  revolution_1956_hu: fixed("10-23"),
  october_holiday: firstFrom(1, "10-25"),
  all_saints_saturday: firstFrom(6, "10-31"),
  all_saints_day: fixed("11-01"),
  armistice_day: fixed("11-11"),
  restoration_pt: fixed("12-01"),
  constitution_day_es: fixed("12-06"),
  independence_day_fi: fixed("12-06"),
  immaculate_conception: fixed("12-08"),
  christmas_day: fixed("12-25"),
  christmas_day_substitute: afterWeekend("12-25", { saturday: 2, sunday: 2 }),
  second_christmas_day: fixed("12-26"),
  boxing_day: fixed("12-26"),
  boxing_day_substitute: afterWeekend("12-26", { saturday: 2, sunday: 2 }),
  st_stephens_day: fixed("12-26"),
} satisfies Record<string, HolidayRule>;

export type HolidayId = keyof typeof holidayRules;

function fixed(monthAndDay: string): HolidayRule {
  return (year) => `${year}-${monthAndDay}`;
}

function since(first: number, rule: HolidayRule): HolidayRule {
  return (year) => (year < first ? null : rule(year));
}

// 1 is Monday. The last Monday of May is the first one from the 25th.
function firstFrom(weekday: number, monthAndDay: string): HolidayRule {
  return (year) => {
    const from = `${year}-${monthAndDay}`;
    return plusDays(from, (weekday - isoWeekday(from) + 7) % 7);
  };
}

function afterWeekend(monthAndDay: string, later: { saturday: number; sunday: number }): HolidayRule {
  return (year) => {
    const date = `${year}-${monthAndDay}`;
    const weekday = isoWeekday(date);
    if (weekday < 6) return null;
    return plusDays(date, weekday === 6 ? later.saturday : later.sunday);
  };
}

// In Ireland since 2023.
function brigid(year: number): string {
  const first = `${year}-02-01`;
  return isoWeekday(first) === 5 ? first : firstFrom(1, "02-01")(year)!;
}

function kingsDay(year: number): string {
  const birthday = `${year}-04-27`;
  return isoWeekday(birthday) === 7 ? `${year}-04-26` : birthday;
}

// The "anonymous Gregorian" reckoning (Meeus, Astronomical Algorithms, chapter 8).
function easter(days: number): HolidayRule {
  return (year) => {
    const golden = year % 19;
    const century = Math.floor(year / 100);
    const rest = year % 100;
    const skipped = century - Math.floor(century / 4) - Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
    const moon = (19 * golden + skipped + 15) % 30;
    const sunday = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - moon - (rest % 4)) % 7;
    const late = Math.floor((golden + 11 * moon + 22 * sunday) / 451);
    return plusDays(`${year}-03-22`, moon + sunday - 7 * late + days);
  };
}

function plusDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);
}

function isoWeekday(date: string): number {
  return new Date(date).getUTCDay() || 7;
}
