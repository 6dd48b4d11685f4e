import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatHours, readHours } from "#src/directory/files/hours-text.ts";
import type { Calendar, Span, Week } from "#src/hours/rules/calendar.ts";
import { calendarProblems } from "#src/hours/rules/check.ts";
import { growth, steep } from "#tests/support/run/growth.ts";
import { dayOrNight } from "#tests/support/run/night.ts";

const zone = "Europe/Helsinki";
const read = (text: string) => readHours(text, zone);
const calendarOf = (week: Week): Calendar => ({
  timeZone: zone,
  lastEntryMinutes: 0,
  week,
  seasons: [],
  dayRules: [],
  cuts: [],
});
/** Whatever is typed, as we write it. */
const asOurs = (text: string) => {
  const { calendar, issue } = read(text);
  return [calendar && formatHours(calendar), issue?.code].filter((part) => part != null).join(" ");
};

describe("hours that can be read in one way only", () => {
  test.each([
    ["24/7", "24/7"],
    ["24h/24, 7j/7", "24/7"],
    ["siempre", "24/7"],
    ["0-24", "24/7"],
    ["Mo-Fr 14:00-20:00, Sa 20:00-02:00", "Mo-Fr 14:00-20:00, Sa 20:00-02:00"],
    ["Mo,We 9-12", "Mo 09:00-12:00, We 09:00-12:00"],
    ["Mo-Fr 9-12,13-17; Su closed", "Mo-Fr 09:00-12:00,13:00-17:00"],
    ["Mo-Su 9-17; Sa 10-14; Su off", "Mo-Fr 09:00-17:00, Sa 10:00-14:00"],
    ["Mo-Fr 9-12; Mo-Fr 13-17", "Mo-Fr 09:00-12:00,13:00-17:00"],
    ["Mo-Fr: 9-17\nSa: 10-14", "Mo-Fr 09:00-17:00, Sa 10:00-14:00"],
    ["Monday to Friday 9am to 5pm", "Mo-Fr 09:00-17:00"],
    ["Mondays and Thursdays, 4pm–10pm", "Mo 16:00-22:00, Th 16:00-22:00"],
    ["M-F 9-12", "Mo-Fr 09:00-12:00"],
    ["M-F 8-5", "Mo-Fr 08:00-17:00"],
    ["Mon-Fri 9-4, Sat 10-1", "Mo-Fr 09:00-16:00, Sa 10:00-13:00"],
    ["MWF 9-12", "Mo 09:00-12:00, We 09:00-12:00, Fr 09:00-12:00"],
    ["T/Th 9-12", "Tu 09:00-12:00, Th 09:00-12:00"],
    ["Monday - Friday 9:00AM - 5:00PM", "Mo-Fr 09:00-17:00"],
    ["Monday-Sunday: 24 hours", "24/7"],
    ["24 hours", "24/7"],
    ["24 hours a day, 7 days a week", "24/7"],
    ["Open 24 hours", "24/7"],
    ["du lundi au vendredi de 9h à 12h et de 14h à 18h", "Mo-Fr 09:00-12:00,14:00-18:00"],
    ["tous les jours 14h–22h30", "Mo-Su 14:00-22:30"],
    ["maandag t/m donderdag van 9u tot 17u", "Mo-Th 09:00-17:00"],
    ["ma-vr 9.00-17.00 uur", "Mo-Fr 09:00-17:00"],
    ["de lunes a viernes de 9 a 17 h", "Mo-Fr 09:00-17:00"],
    ["L-V 9:00-14:00", "Mo-Fr 09:00-14:00"],
    ["miércoles y sábado 10-14", "We 10:00-14:00, Sa 10:00-14:00"],
    ["ma–pe klo 9.00–16.00", "Mo-Fr 09:00-16:00"],
    ["maanantaista perjantaihin klo 14-20", "Mo-Fr 14:00-20:00"],
    ["arkisin 9-20, viikonloppuisin 15-20", "Mo-Fr 09:00-20:00, Sa-Su 15:00-20:00"],
    ["ti ja to 13-15; su kiinni", "Tu 13:00-15:00, Th 13:00-15:00"],
    ["hétfőtől péntekig 8:00-20:00", "Mo-Fr 08:00-20:00"],
    ["H-P 8-20, Szo 10-14, V zárva", "Mo-Fr 08:00-20:00, Sa 10:00-14:00"],
    ["H-V 14-22", "Mo-Su 14:00-22:00"],
    ["Sa-Mo 10-12", "Mo 10:00-12:00, Sa-Su 10:00-12:00"],
    ["Mo-Fr 24h", "Mo-Fr 00:00-24:00"],
    ["Mo-Fr 00:00-23:59", "Mo-Fr 00:00-24:00"],
    ["Fr 14:00-02:00", "Fr 14:00-02:00"],
    ["Fr 22:00-08:00", "Fr 22:00-08:00"],
    ["Fr 16-0", "Fr 16:00-24:00"],
    ["closed", "closed"],
    ["zárva", "closed"],
    ["Ｍｏ 9-12", "Mo 09:00-12:00"],
  ])("%j", (text, ours) => expect(asOurs(text)).toBe(ours));

  test("a note in double quotes stays a note", () => {
    expect(read('Mo 9-12 "ring twice, not "once""')).toMatchObject({ note: 'ring twice, not "once"', issue: null });
    expect(read('"by appointment"')).toEqual({ calendar: null, note: "by appointment", issue: null });
    expect(read("")).toEqual({ calendar: null, note: "", issue: null });
  });
});

describe("hours that cannot", () => {
  test.each([
    ["10:00-4:00", "closes_before_opening", "10:00-4:00", "16:00"],
    ["Mo-Fr 10:00-4:00", "closes_before_opening", "10:00-4:00", "16:00"],
    ["Mo 9-7", "closes_before_opening", "9-7", "19:00"],
    ["Mo 5-4", "closes_before_opening", "5-4", "16:00"],
    ["MF 9-12", "hours_unclear", "MF 9-12", ""],
    ["Mo 11:00-6:30", "closes_before_opening", "11:00-6:30", "18:30"],
    ["Mo 2-6", "hours_unclear", "2-6", "14:00-18:00"],
    ["Mo 4-10pm", "hours_unclear", "4-10pm", ""],
    ["9-17", "hours_unclear", "9-17", "Mo-Su 9-17"],
    ["Mo 0:00-0:00", "hours_unclear", "0:00-0:00", ""],
    ["Mo 10:00-", "half_a_span", "10:00-", ""],
    ["Mo 10:00", "half_a_span", "10:00", ""],
    ["Mo-Fr 9-12, Sa", "hours_unclear", "sa", ""],
    [", ;", "hours_unclear", ", ;", ""],
    ["by appointment", "hours_unclear", "by appointment", ""],
    ["Mo-Fr 9-17, Fr 9-15", "hours_unclear", "Mo-Fr 9-17, Fr 9-15", ""],
    ["Mo-Fr 9-17; PH off", "hours_unclear", "Mo-Fr 9-17; PH off", ""],
    ["V 9-12", "hours_unclear", "V 9-12", ""],
    ["Mo 10:00+", "hours_unclear", "10:00+", ""],
    ["9-12, 13-17 Mo-Fr", "hours_unclear", "9-12", "Mo-Su 9-12"],
    ["closed, 9-12", "hours_unclear", "closed", "Mo-Su closed"],
  ])("%j", (text, code, part, proposal) => {
    const { calendar, note, issue } = read(text);
    expect({ calendar, ...issue }).toMatchObject({ calendar: null, code, proposal });
    expect([issue?.part.toLowerCase(), note]).toEqual([part.toLowerCase(), text]);
  });

  test("a very long span is taken, and told", () => {
    expect(read("Mo 07:00-23:00")).toMatchObject({
      calendar: { week: [[{ opens: 420, closes: 1380 }], [], [], [], [], [], []] },
      issue: { code: "very_long_span", part: "07:00-23:00" },
    });
  });

  test("a text without end takes no time", () => {
    for (const piece of ["Mo,", "9-", " ", "-", '"', ";", "mo-fr 9-12,", "à ", "\n", "😀"]) {
      expect(read(piece.repeat(100_000)).calendar).toBeNull();
      expect([piece, growth((length) => read(piece.repeat(length).slice(0, length)), 125) < steep]).toEqual([
        piece,
        true,
      ]);
    }
  });
});

const opens = fc.integer({ min: 0, max: 1439 });
const span = opens.chain((from) =>
  fc.record({ opens: fc.constant(from), closes: fc.integer({ min: from + 1, max: 2880 }) }),
);
const anyDay = fc.oneof(
  fc.array(span, { maxLength: 1 }),
  fc.array(span, { maxLength: 3 }),
  fc.constant<Span[]>([{ opens: 540, closes: 720 }]),
);
const anyWeek = fc.array(anyDay, { minLength: 7, maxLength: 7 });

describe("hours as we write them", () => {
  test("are read again as the same, or not written at all", () => {
    let said = 0;
    fc.assert(
      fc.property(anyWeek, (week) => {
        const text = formatHours(calendarOf(week));
        if (text === null) return;
        said += 1;
        expect(read(text).calendar).toEqual(calendarOf(week));
      }),
      { numRuns: dayOrNight(150, 500) },
    );
    expect(said).toBeGreaterThan(dayOrNight(10, 50));
  });

  test("every single span but that of a minute less than a day can be said", () => {
    fc.assert(
      fc.property(span, (one) => {
        const text = formatHours(calendarOf([[one], [], [], [], [], [], []]));
        expect(text === null).toBe(one.opens === 0 && one.closes === 1439);
      }),
    );
  });

  test("what a week cannot say is not written", () => {
    const week: Week = [[{ opens: 540, closes: 720 }], [], [], [], [], [], []];
    const season = { from: null, to: null, label: "", week };
    expect(formatHours({ ...calendarOf(week), seasons: [season] })).toBeNull();
    expect(formatHours({ ...calendarOf(week), lastEntryMinutes: 30 })).toBeNull();
    expect(formatHours(calendarOf(week))).toBe("Mo 09:00-12:00");
  });
});

test("whatever is typed, what is understood may stand in a calendar, and nothing is open by a slip", () => {
  const piece = fc.constantFrom(
    ...[
      "Mo",
      "-",
      "Fr",
      " ",
      ",",
      ";",
      "9",
      "10:00",
      "4:00",
      "22:00",
      "2:00",
      "closed",
      "24/7",
      "à",
      "lundi",
      "pm",
      '"',
      "ma",
    ],
  );
  const typed = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join("")),
  );
  fc.assert(
    fc.property(typed, (text) => {
      const { calendar } = read(text);
      if (!calendar) return;
      expect(calendarProblems(calendar)).toEqual([]);
      for (const { opens, closes } of calendar.week.flat()) {
        expect(closes - opens <= 14 * 60 || closes <= 1440 || /2[4-9]|[34]\d/.test(text)).toBe(true);
      }
    }),
    { numRuns: dayOrNight(500, 2_000) },
  );
});
