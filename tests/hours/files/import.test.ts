import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readHoursFile } from "#src/hours/files/import.ts";
import { writeHoursCsv } from "#src/hours/files/import-csv.ts";
import type { HoursColumn } from "#src/hours/files/imported.ts";
import type { DayRule } from "#src/hours/rules/calendar.ts";
import { languages, translate } from "#src/i18n/i18n.ts";
import { weekdayName } from "#views/parts/times/days.ts";
import { bytes, csv, holiday, told } from "./uploads.ts";

describe("a CSV file", () => {
  test("a rule with everything, one with little", () => {
    const read = csv(
      "from,to,label,hours,note,kind",
      '2026-12-24,26.12.2026,Christmas,"16:00–20:00, 22-2","We are here,\nshorter.",one_off',
      "1/1/2027,,,,,",
    );
    expect(read).toEqual({
      week: null,
      rules: [
        holiday("2026-12-24", "2026-12-26", "Christmas", {
          kind: "one_off",
          note: "We are here,\nshorter.",
          spans: [
            { opens: 960, closes: 1200 },
            { opens: 1320, closes: 1560 },
          ],
        }),
        holiday("2027-01-01", "2027-01-01"),
      ],
      problems: [],
    });
  });

  test.each(languages)("in %s its columns may be called what the pages call them", (language) => {
    const t = translate(language);
    const name = (column: HoursColumn) => t(`admin.hours.column.${column}`);
    const header = (["from", "to", "label", "hours", "note", "kind"] as const).map(name).join(";");
    expect(csv(header, "2026-10-19;2026-11-01;Toussaint;closed;;public_holiday")).toEqual({
      week: null,
      rules: [holiday("2026-10-19", "2026-11-01", "Toussaint", { kind: "public_holiday" })],
      problems: [],
    });
    const days = [0, 1, 2, 3, 4, 5, 6].map((weekday) => `${weekdayName(language, weekday)},${9 + weekday}-18`);
    const { week, problems } = csv(`${name("weekday")},${name("hours")}`, ...days);
    expect(problems).toEqual([]);
    expect(week!.map(([span]) => span!.opens / 60)).toEqual([9, 10, 11, 12, 13, 14, 15]);
  });

  test.each([
    ["Du;Au;Libellé;Type", "19/10/2026;01/11/2026;Toussaint;férié"],
    ["van\ttot\tnaam\tsoort", "19-10-2026\t01-11-2026\tToussaint\tFeestdag"],
    ['"label", KIND , to , Date', "Toussaint , public holiday,2026-11-01,2026-10-19"],
  ])("%j", (header, row) => {
    expect(csv(header, row)).toEqual({
      week: null,
      rules: [holiday("2026-10-19", "2026-11-01", "Toussaint", { kind: "public_holiday" })],
      problems: [],
    });
  });

  test("Windows-1252, as an old spreadsheet saves it", () => {
    const old = Uint8Array.from("date;nom\r\n24.12.2026;No\xebl \x80\r\n", (sign) => sign.charCodeAt(0));
    expect(readHoursFile(old, "a.csv").rules).toEqual([holiday("2026-12-24", "2026-12-24", "Noël €")]);
  });

  test("every mistake is told with its row and column, and the other rows come", () => {
    const read = csv(
      "from,to,hours,kind,label,note,colour",
      "2026-02-30,,,,",
      "",
      ",2026-01-01,,,",
      "2026-01-05,2026-01-04,,,",
      "2026-01-05,soon,,,",
      "2026-01-05,,9-25:61,,",
      "2026-01-05,,4-10pm,,",
      "2026-01-05,,,birthday,",
      `2026-01-05,,,,${"x".repeat(201)}`,
      `2026-01-05,,,,,${"x".repeat(201)}`,
      '2026-01-06,,,,"two\nrows"',
      "2026-13-01,,,,",
      '2026-01-07,,,,"never ends',
    );
    expect(told(read)).toEqual([
      "14  open_quote ",
      "1  unknown_column colour",
      "2 from not_a_date 2026-02-30",
      "4 from no_date ",
      "5 to ends_before 2026-01-04",
      "6 to not_a_date soon",
      "7 hours not_a_time 25:61",
      "8 hours am_or_pm 4-10pm",
      "9 kind unknown_kind birthday",
      `10 label too_long ${"x".repeat(39)}…`,
      `11 note too_long ${"x".repeat(39)}…`,
      "13 from not_a_date 2026-13-01",
    ]);
    expect(read.rules).toEqual([holiday("2026-01-06", "2026-01-06", "two rows")]);
  });

  test("a week, in any language; two rows for one day add up", () => {
    const read = csv(
      "weekday;hours",
      "lundi;9-12",
      "MAANDAG;16-22",
      "2;closed",
      "Wed;",
      "jeudi;x",
      "vri;22-2",
      "6;0-24",
      "dim;-",
    );
    expect(read).toEqual({
      week: [
        [
          { opens: 540, closes: 720 },
          { opens: 960, closes: 1320 },
        ],
        [],
        [],
        [],
        [{ opens: 1320, closes: 1560 }],
        [{ opens: 0, closes: 1440 }],
        [],
      ],
      rules: [],
      problems: [],
    });
  });

  test.each([
    ["día;horario", ["lunes", "mar", "Miércoles", "jue", "viernes", "sáb", "domingo"], "cerrado"],
    ["viikonpäivä;aukioloajat", ["ma", "tiistai", "ke", "to", "perjantai", "la", "Sunnuntaisin"], "suljettu"],
    ["nap;nyitvatartás", ["hétfő", "K", "szerda", "Cs", "péntek", "szo", "vasárnap"], "zárva"],
  ])("a week in the other languages: %s", (header, days, closed) => {
    const read = csv(header, ...days.map((day, i) => `${day};${i < 5 ? `${i + 9}-20` : closed}`));
    expect(told(read)).toEqual([]);
    expect(read.week?.map((spans) => spans.map(({ opens }) => opens / 60))).toEqual([
      [9],
      [10],
      [11],
      [12],
      [13],
      [],
      [],
    ]);
  });

  test("a day that is another one in another language is none", () => {
    expect(told(csv("day;hours", "v;9-12", "m;9-12")).slice(0, 2)).toEqual([
      "2 weekday unknown_weekday v",
      "3 weekday unknown_weekday m",
    ]);
  });

  test("a week with a day missing, unread or unheard of is none", () => {
    const six = ["1;9-12", "2;9-12", "3;9-12", "4;9-12", "5;9-12", "6;9-12"];
    const missing = csv("day;hours", ...six.slice(0, 5));
    expect([missing.week, told(missing)]).toEqual([null, ["0 weekday weekdays_missing saturday, sunday"]]);
    const unread = csv("day;hours", ...six, "7;9-12", "7;late", "7;13-14");
    expect([unread.week, told(unread)]).toEqual([null, ["9 hours not_a_span late"]]);
    const unheard = csv("day;hours", ...six, "8;9-12");
    expect([unheard.week, told(unheard)]).toEqual([
      null,
      ["8 weekday unknown_weekday 8", "0 weekday weekdays_missing sunday"],
    ]);
    const both = csv("day;hours;from", "mon;9-12;2026-01-01");
    expect([both.rules, told(both)[0]]).toEqual([[], "2 from weekday_and_date 2026-01-01"]);
  });

  test("what another country's spreadsheet would take for a cell of its own begins no formula either", () => {
    const labels = ["Holidays;=cmd|'/C calc'!A0;", "a,-1", "a; b", "＝1"];
    const dayRules = labels.map((label) => holiday("2026-01-01", "2026-01-01", label));
    const written = writeHoursCsv({ week: Array(7).fill([]), dayRules });
    for (const cell of ["Holidays;'=cmd", "a,'-1", "a; b", "'＝1"]) expect(written).toContain(cell);
    expect(readHoursFile(bytes(written), "hours.csv").rules.map(({ label }) => label)).toEqual(labels);
  });

  test("formula cells lose the guard they were given, and others keep their apostrophe", () => {
    const read = csv("from,label", "'2026-01-01,x", "2026-01-02,'=1+1", "2026-01-03,'t feest", "'=2026-01-04,x");
    expect(read.rules.map(({ label }) => label)).toEqual(["=1+1", "'t feest"]);
    expect(told(read)).toEqual(["2 from not_a_date '2026-01-01", "5 from not_a_date =2026-01-04"]);
    const labels = ["=1+1", "+358 1", "-5", "@x", "'=x", "''=x", "'t"];
    const week = Array(7).fill([]);
    const written = writeHoursCsv({
      week,
      dayRules: labels.map((label) => holiday("2026-01-01", "2026-01-01", label)),
    });
    expect(written.match(/(?<=01-01,)[^,]*/g)?.filter((cell) => !cell.startsWith("2026"))).toEqual([
      "'=1+1",
      "'+358 1",
      "'-5",
      "'@x",
      "''=x",
      "'''=x",
      "'t",
    ]);
  });
});

describe("what is written", () => {
  const span = fc
    .integer({ min: 0, max: 1439 })
    .chain((opens) => fc.record({ opens: fc.constant(opens), closes: fc.integer({ min: opens + 1, max: 2880 }) }));
  const spans = fc.array(span, { maxLength: 12 });
  const date = fc
    .date({ min: new Date("2000-01-01"), max: new Date("2100-12-31"), noInvalidDate: true })
    .map((at) => at.toISOString().slice(0, 10));
  const signs = fc.constantFrom("'", "=", "+", "-", "@", '"', ",", ";", "é", "א", "😀", " ", "x");
  const label = fc.oneof(fc.string({ unit: signs, maxLength: 9 }), fc.string({ maxLength: 50 }));
  const oneLine = label.map((text) => text.replace(/\s+/g, " ").trim());
  const note = fc.array(oneLine, { maxLength: 3 }).map((lines) => lines.join("\n").trim());
  const kind = fc.constantFrom("public_holiday", "school_holiday", "one_off");
  const rule = fc
    .record({ kind, dates: fc.tuple(date, date), label: oneLine, note, spans })
    .map(({ dates, ...more }): DayRule => {
      const [from, to] = dates.sort();
      return { ...more, from: from!, to: to! } as DayRule;
    });

  test("is read again as the same", () => {
    const calendar = fc.record({ week: fc.array(spans, { minLength: 7, maxLength: 7 }), dayRules: fc.array(rule) });
    fc.assert(
      fc.property(calendar, ({ week, dayRules }) => {
        const read = readHoursFile(bytes(writeHoursCsv({ week, dayRules })), "hours.csv");
        expect(read).toEqual({ week, rules: dayRules, problems: [] });
      }),
    );
  });

  test("looks like this", () => {
    const week = [[{ opens: 960, closes: 1320 }], [], [], [], [], [], []];
    const eve = holiday("2026-12-24", "2026-12-24", "Eve", { kind: "one_off", note: 'Say "hi"' });
    expect(writeHoursCsv({ week, dayRules: [eve] }).split("\r\n")).toEqual([
      "\ufeffweekday,from,to,label,hours,note,kind",
      "monday,,,,16:00–22:00,,",
      ...["tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].map((day) => `${day},,,,closed,,`),
      '2026-12-24,2026-12-24,Eve,closed,"Say ""hi""",one_off'.replace(/^/, ","),
      "",
    ]);
  });
});
