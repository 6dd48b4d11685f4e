import fc from "fast-check";
import { expect, test } from "vitest";
import { formatHours, readHours } from "#src/directory/files/hours-text.ts";
import type { Calendar, Week } from "#src/hours/rules/calendar.ts";
import { readSpans } from "#src/hours/times.ts";
import { calendarInWords } from "#src/http/admin/hours/calendar-words.ts";
import { catalog, languages, translate } from "#src/i18n/i18n.ts";

const zone = "Europe/Brussels";
const calendarOf = (week: Week): Calendar => ({
  timeZone: zone,
  lastEntryMinutes: 0,
  week,
  seasons: [],
  dayRules: [],
  cuts: [],
});
const span = fc
  .integer({ min: 0, max: 1439 })
  .chain((opens) => fc.record({ opens: fc.constant(opens), closes: fc.integer({ min: opens + 1, max: 2880 }) }));
const evening = fc.constant<Week[number]>([{ opens: 840, closes: 1200 }]);
const anyWeek = fc.array(fc.oneof(evening, fc.array(span, { maxLength: 2 })), { minLength: 7, maxLength: 7 });

test.each([
  ["en", "Monday–Friday 09:00–12:00, 14:00–20:00, Saturday 20:00–02:00"],
  ["fr", "lundi–vendredi 09:00–12:00, 14:00–20:00, samedi 20:00–02:00"],
  ["nl", "maandag–vrijdag 09:00–12:00, 14:00–20:00, zaterdag 20:00–02:00"],
  ["es", "lunes–viernes 09:00–12:00, 14:00–20:00, sábado 20:00–02:00"],
  ["fi", "maanantai–perjantai 09:00–12:00, 14:00–20:00, lauantai 20:00–02:00"],
  ["hu", "hétfő–péntek 09:00–12:00, 14:00–20:00, szombat 20:00–02:00"],
] as const)("%s: hours are said in one way, and whoever types that says the same hours", (language, words) => {
  const t = translate(language);
  const both = [
    { opens: 540, closes: 720 },
    { opens: 840, closes: 1200 },
  ];
  const week = [both, both, both, both, both, [{ opens: 1200, closes: 1560 }], []];
  expect(calendarInWords(t, calendarOf(week))).toBe(words);
  let said = 0;
  fc.assert(
    fc.property(anyWeek, (any) => {
      if (formatHours(calendarOf(any)) === null) return;
      said += 1;
      expect(readHours(calendarInWords(t, calendarOf(any)), zone).calendar).toEqual(calendarOf(any));
    }),
    {
      numRuns: 150,
      examples: [
        [week],
        [Array.from({ length: 7 }, () => [])],
        [Array.from({ length: 7 }, () => [{ opens: 0, closes: 1440 }])],
      ],
    },
  );
  expect(said).toBeGreaterThan(20);
});

test.each(languages)(
  "%s: exceptions are told beside the week; the examples that forms and files give can be read",
  (language) => {
    const t = translate(language);
    const week: Week = [[{ opens: 840, closes: 1200 }], [], [], [], [], [], []];
    const dayRule = { kind: "one_off", from: "2026-12-24", to: "2026-12-24", label: "", note: "", spans: [] } as const;
    const told = calendarInWords(t, { ...calendarOf(week), dayRules: [{ ...dayRule, spans: [] }] });
    expect(told).toContain(`(${t("admin.source.exceptions", { n: 1 })})`);

    const [, example = ""] = /(\p{L}+–\p{L}+ 14:00–20:00)/u.exec(
      catalog(language)["admin.import.issue.hours_unclear"],
    )!;
    expect(readHours(example, zone).calendar?.week.flat()).toHaveLength(5);
    const typed = [...t("admin.entry.hours_hint").matchAll(/[“«„”]\s?([\d, -]+)\s?[”»“]/gu)].map(
      ([, text = ""]) => text,
    );
    expect(typed).toHaveLength(3);
    for (const text of typed) expect(readSpans(text), text).toHaveProperty("spans");
  },
);
