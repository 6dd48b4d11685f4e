import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blankEntry, type Entry, plainChannel, statuses } from "#src/directory/entry/entry.ts";
import { failedRows, writeServices } from "#src/directory/files/csv/export-csv.ts";
import { serviceTopics } from "#src/directory/topics.ts";
import type { Calendar, Week } from "#src/hours/rules/calendar.ts";
import { type Language, languages, translate } from "#src/i18n/i18n.ts";
import { dayOrNight } from "#tests/support/run/night.ts";
import { csv, options, readFile, runToEnd, told } from "../csv-readings.ts";

const calendarOf = (week: Week): Calendar => ({
  timeZone: options.timeZone,
  lastEntryMinutes: 0,
  week,
  seasons: [],
  dayRules: [],
  cuts: [],
});
const written = (entry: Entry, organization = "House", externalId = "", language: Language = "en") =>
  runToEnd(writeServices([{ externalId, organization, entry }], { timeZone: options.timeZone, language })).result;
const again = (text: string) => readFile(new TextEncoder().encode(text));

const signs = fc.constantFrom("=", "+", "-", "@", "'", '"', ",", ";", "|", "\t", "é", "א", "😀", " ", "x", "ß");
const line = fc
  .oneof(fc.string({ unit: signs, maxLength: 12 }), fc.constantFrom('=HYPERLINK("x")', "+358 9", "'t feest", "Mo 9-12"))
  .map((text) => text.replace(/\s+/g, " ").trim());
const text = fc.array(line, { maxLength: 3 }).map((lines) => lines.join("\n").trim());
const span = fc
  .integer({ min: 0, max: 1439 })
  .chain((opens) => fc.record({ opens: fc.constant(opens), closes: fc.integer({ min: opens + 1, max: 2880 }) }));
const week = fc.array(fc.array(span, { maxLength: 1 }), { minLength: 7, maxLength: 7 });
const channel = fc.oneof(
  fc
    .constantFrom("116 111", "+358 9 123 456", "0800-12 12", "(09) 123;45")
    .map((value) => plainChannel("phone", value)),
  fc.constant({ ...plainChannel("phone", "09 123"), extension: "12" }),
  fc.constantFrom("+358 40 123", "16400").map((value) => plainChannel("sms", value)),
  fc.constantFrom("https://example.org/a;b=1", "https://example.org/?q=a,b").map((value) => plainChannel("web", value)),
  fc.constant(plainChannel("chat", "http://chat.example.org")),
  fc.constant(plainChannel("email", "help+fi@example.org")),
  fc.constant(plainChannel("whatsapp", "+35840123")),
);
const age = fc.option(fc.integer({ min: 0, max: 60 }));
const fact = fc.option(fc.boolean());
const entry = fc.record({
  name: line.map((one) => `N${one}`),
  summary: line,
  description: text,
  topics: fc.uniqueArray(fc.constantFrom(...serviceTopics), { maxLength: 4 }),
  languages: fc.uniqueArray(fc.constantFrom("fi", "sv", "pt-BR", "ckb"), { maxLength: 3 }),
  regions: fc.uniqueArray(fc.constantFrom("FI", "FI-18"), { maxLength: 2 }),
  ages: fc.tuple(age, age),
  free: fact,
  anonymous: fact,
  status: fc.constantFrom(...statuses),
  verifiedOn: fc.constantFrom(null, "2026-10-01", "2000-02-29"),
  calendar: fc.option(week.map(calendarOf)),
  hoursNote: text,
  channels: fc.uniqueArray(channel, { selector: ({ kind, value }) => kind + value, maxLength: 6 }),
});

describe("services as a file", () => {
  test("are read again as the same", () => {
    let said = 0;
    fc.assert(
      fc.property(entry, line, fc.constantFrom(...languages), ({ ages, ...facts }, externalId, language) => {
        const [ageFrom, ageTo] = ages.every((one) => one !== null) ? ages.toSorted((a, b) => a! - b!) : ages;
        const whole: Entry = { ...blankEntry("o"), ...facts, ageFrom: ageFrom!, ageTo: ageTo! };
        const { services, issues } = again(written(whole, "House, of Béla", externalId, language));
        expect(issues.filter(({ code }) => code !== "very_long_span" && code !== "not_a_phone")).toEqual([]);
        const read = services[0]!;
        const { channels, ...others } = read.entry;
        expect([read.externalId, read.organization]).toEqual([externalId, "house, of bela"]);
        const { hoursNote, calendar, ...rest } = { ...facts, ageFrom, ageTo };
        const hours = "calendar" in read.entry ? { hoursNote, calendar } : {};
        if ("calendar" in read.entry) said += 1;
        const { channels: mine, ...expected } = { ...rest, ...hours };
        expect(others).toEqual(expected);
        const sorted = (list: Entry["channels"]) =>
          list.map(({ kind, value, extension }) => `${kind} ${value} ${extension}`).sort();
        expect(sorted(channels!)).toEqual(sorted(mine));
      }),
      { numRuns: dayOrNight(100, 300) },
    );
    expect(said).toBeGreaterThan(dayOrNight(50, 150));
  });

  test("look like this", () => {
    const nightline: Entry = {
      ...blankEntry("o"),
      name: "Nightline",
      summary: "=1+1",
      topics: ["bullying", "school"],
      channels: [plainChannel("phone", "+358 9 123"), plainChannel("phone", "116 111")],
      calendar: calendarOf([[{ opens: 840, closes: 1200 }], [], [], [], [], [], []]),
      hoursNote: "call first",
      free: true,
    };
    expect(written(nightline).split("\r\n").slice(1)).toEqual([
      `Nightline,House,"bullying; school",'=1+1,,"'+358 9 123; 116 111",,,,,,,,,,"Mo 14:00-20:00 ""call first""",yes,,active,,`,
      "",
    ]);
  });

  test("are in the words of who asks, and parted as their spreadsheet parts cells", () => {
    const named = { ...blankEntry("o"), name: "A; B", topics: ["grief" as const] };
    expect(written(named, "House", "", "fr").split("\r\n").slice(0, 2)).toEqual([
      "\ufeffnom;organisation;sujets;en bref;description;téléphone;sms;chat;whatsapp;e-mail;site web;langues;régions;âge minimum;âge maximum;horaires;gratuit;anonyme;statut;vérifié le;id",
      '"A; B";House;grief;;;;;;;;;;;;;;;;active;;',
    ]);
    expect(written(named, "House", "", "en")).toContain("\ufeffname,organization,topics,");
  });

  test("hours that a cell cannot say stay as they are", () => {
    const calendar = calendarOf(Array(7).fill([]));
    const closed = { kind: "closed", from: "2026-12-24T18:00", to: "2026-12-25T00:00", label: "" } as const;
    for (const one of [
      { ...calendar, cuts: [closed] },
      { ...calendar, timeZone: "Europe/Paris" },
    ]) {
      const file = written({ ...blankEntry("o"), name: "a", calendar: one, hoursNote: "x" });
      expect(file).toContain(",unchanged,");
      expect(again(file).services[0]!.entry).not.toHaveProperty("calendar");
    }
  });
});

describe("the rows that failed", () => {
  const rows = ["name,phone,free", "a,116 111,yes", 'b,"116 112",perhaps', ",116 113,no", "d,116 114,x,y"];
  const failed = (file: string, language: "en" | "fr" = "en") =>
    runToEnd(failedRows(file, again(file).issues, translate(language))).result;

  test("come back with the reason in words, and no others", () => {
    expect(failed(rows.join("\n")).split("\r\n")).toEqual([
      "\ufeffname,phone,free,What to correct",
      'b,116 112,perhaps,"free: “perhaps” is neither yes nor no. Write yes or no, or leave the cell empty."',
      ",116 113,no,name: This row has no name. Write the name of the place.",
      "d,116 114,x,“y” is in the wrong column. Move the cells of this row back.,y",
      "",
    ]);
  });

  test("are read again when they are mended, in the same columns", () => {
    const mended = failed(rows.slice(0, 4).join("\n"), "fr").replace("perhaps", "yes").replace("\ufeff", "");
    expect(told(again(mended))).toEqual(["3 name no_name"]);
    expect(again(mended).services).toHaveLength(1);
    expect(failed(mended).split("\r\n")).toEqual([
      "\ufeffname,phone,free,What to correct",
      ",116 113,no,name: This row has no name. Write the name of the place.",
      "",
    ]);
  });

  test("warnings alone are none", () => {
    const { issues } = csv("name,topics", "a,astrology");
    expect(runToEnd(failedRows("name,topics\na,astrology", issues, translate("en"))).result).toBe(
      "\ufeffname,topics,What to correct\r\n",
    );
  });
});
