import { expect, test } from "vitest";
import { languages, translate } from "#src/i18n/i18n.ts";
import { endTime, howSoon, when } from "#src/i18n/when.ts";

const minute = 60_000;
const hour = 60 * minute;
/** Tuesday 24 November 2026, 17:00 in Brussels. */
const now = Date.UTC(2026, 10, 24, 16);
const t = translate("en");

test("how soon: never an hour for what is much more, and nothing for what is past or half a day away", () => {
  const soon = [0, 1, 5, 6, 59, 60, 61, 75, 85, 106, 120, 150, 151, 719].map((n) => howSoon(t, now + n * minute, now));
  expect(soon).toEqual([
    null,
    "in 1 minute",
    "in 5 minutes",
    "in 10 minutes",
    "in 1 hour",
    "in 1 hour",
    "in 75 minutes",
    "in 75 minutes",
    "in 90 minutes",
    "in 2 hours",
    "in 2 hours",
    "in 2 hours",
    "in 2 hours",
    "in 12 hours",
  ]);
  expect(howSoon(t, now + 12 * hour + 1, now)).toBe(null);
});

test("the end of a day is 24:00, as each language writes it", () => {
  const said = (at: number, zone: string) => languages.map((one) => endTime(translate(one), at, zone));
  for (const end of said(now + 7 * hour, "Europe/Brussels")) expect(end).toMatch(/^24[:.]00$/);
  for (const end of said(now + 8 * hour, "Europe/Brussels")) expect(end).toMatch(/^0?1[:.]00$/);
  expect(endTime(t, now + 7 * hour, "Europe/London")).toBe("23:00");
});

test("when: today and tomorrow by the clock of the zone, then the weekday, then the date", () => {
  const said = (hours: number, zone = "Europe/Brussels") => when(t, now + hours * hour, now, zone);
  expect(said(1)).toBe("today at 18:00");
  expect(said(7)).toBe("tomorrow at 00:00");
  expect(said(7, "America/New_York")).toBe("today at 18:00");
  expect(said(73)).toBe("on Friday at 18:00");
  expect(said(24 * 7 + 1)).toBe("on Tuesday 1 December at 18:00");
});

test.each([
  ["fr", "vendredi à 18:00", "le mardi 1 décembre à 18:00"],
  ["nl", "vrijdag om 18:00", "op dinsdag 1 december om 18:00"],
  ["es", "el viernes a las 18:00", "el martes 1 de diciembre a las 18:00"],
  ["fi", "perjantaina klo 18:00", "tiistaina 1. joulukuuta klo 18:00"],
  ["hu", "péntek 18:00-kor", "december 1., kedd 18:00-kor"],
] as const)("in %s: %s, %s", (language, weekday, date) => {
  const said = (hours: number) => when(translate(language), now + hours * hour, now, "Europe/Brussels");
  expect([said(73), said(24 * 7 + 1)]).toEqual([weekday, date]);
});
