import { beforeAll, describe, expect, test } from "vitest";
import { type Key, type Language, languages, translate, type Values } from "#src/i18n/i18n.ts";
import { member } from "#tests/support/house/helpline.ts";
import { type Person, staff } from "#tests/support/house/http.ts";
import { stored } from "#tests/support/house/tables.ts";
import { rawIn } from "#tests/support/made/corpus.ts";
import { type Desk, desk, evenings } from "#tests/support/people/admin.ts";
import { type Sheet, sheet, sheetOf } from "#tests/support/people/plain-form.ts";
import { dayOrNight } from "#tests/support/run/night.ts";

let at: Desk;
const admins = new Map<Language, { who: Person; honest: [string, string][] }>();

const typed = {
  ...evenings,
  "season.0.label": "Summer",
  "season.0.from": "2027-07-01",
  "season.0.to": "2027-08-31",
  "season.1.label": "Winter",
  "season.1.from": "2027-12-20",
  "season.1.to": "2028-01-05",
  "day.0.label": "Day of the team",
  "day.0.from": "2026-10-22",
  "day.0.to": "2026-10-23",
  "day.0.note": "We learn something new today.",
  "day.0.hours": "20-22",
  "cut.0.label": "Fire drill",
  "cut.0.from": "2026-10-27T18:00",
  "cut.0.to": "2026-10-27T19:30",
};

beforeAll(async () => {
  at = await desk();
  for (const language of languages) {
    const one = await member(at.line.helpline, `zoe-${language}`, "Zoé Martin", `Ash ${language}`, ["admin"], language);
    const who = await staff(at.line, one);
    let page = await sheet(who, "/admin/hours");
    for (const group of ["season", "season", "day", "cut"]) page = await page.press(`add ${group}`);
    admins.set(language, { who, honest: page.fill(typed).fields() });
  }
});

type Changes = Record<string, string>;

/** Sends the honest form with some fields typed over, or more of them. */
async function send(language: Language, changes: Changes): Promise<Sheet> {
  const { who, honest } = admins.get(language)!;
  const kept = honest.filter(([name]) => !(name in changes));
  return sheetOf(who, await who.post("/admin/hours", [...kept, ...Object.entries(changes)]));
}

/** Refused in the admin's own language, beside the field, with everything typed in it again, and nothing stored. */
async function isRefused(language: Language, changes: Changes, field: string, key: Key, values: Values) {
  const before = stored(at.files);
  const page = await send(language, changes);
  const sentence = translate(language)(key, values);
  expect(page.answer.status).toBe(422);
  expect(page.answer.text).toContain(`<html lang="${language}"`);
  expect(page.beside(field).wrong).toBe(sentence);
  expect(page.words(".summary h2")).toBe(translate(language)("admin.form.refused", { n: 1 }));
  expect(page.words(".summary li")).toContain(sentence);
  expect(page.answer.text).toContain(`<a href="#${field.replaceAll(".", "-")}">`);
  const shown = new Map(page.fields());
  const sent = { ...typed, ...changes };
  for (const [name, value] of Object.entries(sent))
    if (name !== "mode") expect([name, shown.get(name)]).toEqual([name, value]);
  expect(stored(at.files)).toEqual(before);
  expect(rawIn(page.answer.text)).toEqual([]);
  expect(at.line.reported).toEqual([]);
}

const many = (n: number, group: (i: number) => Changes): Changes =>
  Object.assign({}, ...Array.from({ length: n }, (_, i) => group(i)));
const minutes = (n: number) =>
  Array.from({ length: n }, (_, i) => `${Math.floor(i / 60)}:${String(i % 60).padStart(2, "0")}-23`).join(", ");
const day = (i: number) => ({
  [`day.${i}.kind`]: "one_off",
  [`day.${i}.from`]: new Date(Date.UTC(2027, 0, 1 + i)).toISOString().slice(0, 10),
  [`day.${i}.to`]: "",
  [`day.${i}.label`]: `Day ${i}`,
  [`day.${i}.note`]: "",
  [`day.${i}.hours`]: "",
});
const season = (i: number) => ({
  [`season.${i}.label`]: `Season ${i}`,
  [`season.${i}.from`]: `2027-01-${i + 1}`.replace(/-(\d)$/, "-0$1"),
  [`season.${i}.to`]: `2027-01-${i + 1}`.replace(/-(\d)$/, "-0$1"),
  ...many(7, (weekday) => ({ [`season.${i}.week.${weekday}`]: "" })),
});
const cut = (i: number) => ({
  [`cut.${i}.kind`]: "open",
  [`cut.${i}.from`]: "2027-01-01T10:00",
  [`cut.${i}.to`]: "2027-01-01T11:00",
  [`cut.${i}.label`]: "",
});

type Hostile = [what: string, changes: Changes, field: string, problem: string, values?: Values];
const script = "<script data-planted>alert(1)</script>";

const forms: Hostile[] = [
  ["a season that ends before it starts", { "season.0.to": "2027-06-30" }, "season.0.to", "ends_before"],
  ["an exception that ends before it starts", { "day.0.to": "2026-10-21" }, "day.0.to", "ends_before"],
  ["a cut that ends before it starts", { "cut.0.to": "2026-10-27T17:59" }, "cut.0.to", "ends_before"],
  ["a cut that ends when it starts", { "cut.0.to": "2026-10-27T18:00" }, "cut.0.to", "ends_before"],
  ["25:00 as a beginning", { "week.0": "25:00-26:00" }, "week.0", "not_a_time", { part: "25:00" }],
  ["24:00 as a beginning", { "week.1": "24:00–02:00" }, "week.1", "not_a_time", { part: "24:00" }],
  ["an end beyond the next day", { "week.6": "16:00-49:00" }, "week.6", "not_a_time", { part: "49:00" }],
  ["minute 60", { "week.2": "9-12, 16:60-18" }, "week.2", "not_a_time", { part: "16:60" }],
  ["a time below zero", { "week.3": "-1:00 to 5:00" }, "week.3", "not_a_span", { part: "-1:00 to 5:00" }],
  ["a beginning without an end", { "week.4": "22:00–" }, "week.4", "not_a_span", { part: "22:00–" }],
  ["a number alone", { "week.0": "16" }, "week.0", "not_a_span", { part: "16" }],
  ["am or pm at one end alone", { "week.0": "4–10 pm" }, "week.0", "am_or_pm", { part: "4–10 pm" }],
  ["words", { "week.5": "when we can" }, "week.5", "not_a_span", { part: "when we can" }],
  ["400 spans", { "week.0": minutes(400) }, "week.0", "too_many", { most: 12 }],
  ["13 spans", { "week.0": minutes(13) }, "week.0", "too_many", { most: 12 }],
  ["emoji", { "week.6": "🕓-🕙" }, "week.6", "not_a_time", { part: "🕓" }],
  ["digits of a script from right to left", { "week.6": "١٦-٢٢" }, "week.6", "not_a_time", { part: "١٦" }],
  ["words from right to left", { "week.6": "סגור" }, "week.6", "not_a_span", { part: "סגור" }],
  ["a mark that turns text around", { "week.6": "\u202e22-61" }, "week.6", "not_a_time", { part: "\ufffd22" }],
  ["markup", { "week.6": script }, "week.6", "not_a_time", { part: "<script data" }],
  ["SQL", { "week.6": "'); DROP TABLE line;--" }, "week.6", "not_a_span", { part: "')" }],
  ["an unknown zone", { zone: "Mars/Olympus_Mons" }, "zone", "unknown_zone"],
  ["an offset for a zone", { zone: "+02:00" }, "zone", "unknown_zone"],
  ["no zone", { zone: "  " }, "zone", "unknown_zone"],
  ["a zone of markup", { zone: `"><img data-planted src=x onerror=alert(1)>` }, "zone", "unknown_zone"],
  ["a last entry below zero", { last_entry: "-5" }, "last_entry", "bad_last_entry"],
  ["a last entry of more than four hours", { last_entry: "241" }, "last_entry", "bad_last_entry"],
  ["a last entry in words", { last_entry: "half an hour" }, "last_entry", "bad_last_entry"],
  ["no last entry", { last_entry: "" }, "last_entry", "bad_last_entry"],
  ["overlapping seasons", { "season.1.from": "2027-08-31" }, "season.1.from", "overlaps"],
  ["a season without dates", { "season.0.from": "", "season.0.to": " " }, "season.0.from", "no_dates"],
  [
    "29 February of no leap year",
    { "season.0.from": "2027-02-29" },
    "season.0.from",
    "not_a_date",
    { part: "2027-02-29" },
  ],
  ["a wrong time in a season", { "season.0.week.6": "7-7:5" }, "season.0.week.6", "not_a_time", { part: "7:5" }],
  ["21 seasons", many(21, season), "seasons", "too_many", { most: 20 }],
  ["an exception without a day", { "day.0.from": "" }, "day.0.from", "no_date"],
  ["30 February", { "day.0.from": "30.02.2027" }, "day.0.from", "not_a_date", { part: "30.02.2027" }],
  ["the year 9999", { "day.0.to": "9999-12-31" }, "day.0.to", "not_a_date", { part: "9999-12-31" }],
  ["25:00 in an exception", { "day.0.hours": "25-26" }, "day.0.hours", "not_a_time", { part: "25" }],
  ["an unknown kind of exception", { "day.0.kind": "holiday" }, "day.0.kind", "unknown_kind", { part: "holiday" }],
  ["a prototype for a kind", { "day.0.kind": "__proto__" }, "day.0.kind", "unknown_kind", { part: "__proto__" }],
  ["a name of 201 characters", { "day.0.label": "é".repeat(201) }, "day.0.label", "too_long", { most: 200 }],
  ["a note of 201 characters", { "day.0.note": "🎄".repeat(101) }, "day.0.note", "too_long", { most: 200 }],
  ["1,001 exceptions", many(1001, day), "days", "too_many", { most: 1000 }],
  ["a moment in words", { "cut.0.from": "tomorrow" }, "cut.0.from", "not_a_moment", { part: "tomorrow" }],
  ["25:00 in a cut", { "cut.0.to": "2027-01-01T25:00" }, "cut.0.to", "not_a_moment", { part: "2027-01-01T25:00" }],
  ["a cut without an end", { "cut.0.to": "" }, "cut.0.to", "not_a_moment", { part: "–" }],
  ["an unknown kind of cut", { "cut.0.kind": "maybe" }, "cut.0.kind", "unknown_kind", { part: "maybe" }],
  ["201 cuts", many(201, cut), "cuts", "too_many", { most: 200 }],
  ["an unknown mode", { mode: "sometimes" }, "mode", "unknown_kind", { part: "sometimes" }],
];

describe("a hostile form", () => {
  test("there are 24 of them, each with a name of its own", () => {
    expect(new Set(forms.map(([what]) => what)).size).toBe(forms.length);
    expect(forms.length).toBeGreaterThanOrEqual(24);
  });

  test.each(forms.map((form, nth) => [...form.slice(0, 4), form[4] ?? {}, nth] as [...Required<Hostile>, number]))(
    "%s: a sentence beside the field, what was typed is kept, nothing changes",
    async (_what, changes, field, problem, values, nth) => {
      // By day in one language, another from form to form.
      for (const language of dayOrNight([languages[nth % languages.length]!], languages))
        await isRefused(language, changes, field, `admin.hours.problem.${problem}` as Key, values);
    },
  );

  test("everything wrong at once: each field has its own sentence", async () => {
    const wrong = {
      zone: "x",
      last_entry: "x",
      "week.0": "25-26",
      "season.0.to": "x",
      "day.0.from": "x",
      "cut.0.to": "x",
    };
    const before = stored(at.files);
    const page = await send("en", wrong);
    for (const name of Object.keys(wrong)) {
      expect([name, page.beside(name).wrong]).not.toEqual([name, ""]);
      expect(page.value(name)).toBe(wrong[name as keyof typeof wrong]);
    }
    expect(page.answer.text.match(/aria-invalid="true"/g)).toHaveLength(6);
    expect(page.words(".summary h2")).toBe(translate("en")("admin.form.refused", { n: 6 }));
    expect(stored(at.files)).toEqual(before);
  });

  test("names in emoji and from right to left are no hostile ones", async () => {
    const names = { "day.0.label": "יום הצוות 🎄", "season.0.label": "العطلة", "cut.0.label": script };
    const page = await send("en", names);
    expect(page.answer.to).toMatch(/^\/admin\/hours\?line=1&saved=\d+$/);
    expect(at.stored().calendar).toMatchObject({
      dayRules: [{ label: "יום הצוות 🎄" }],
      seasons: [{ label: "العطلة" }, {}],
    });
    const { text } = await admins.get("en")!.who.get("/admin/hours");
    expect(text).toContain("יום הצוות 🎄");
    expect(rawIn(text)).toEqual([]);
  });
});
