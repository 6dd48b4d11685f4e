import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatSpans, formatTime, readDate, readLocalDateTime, readSpans, readTime } from "#src/hours/times.ts";
import { growth, steep } from "#tests/support/run/growth.ts";

const span = fc
  .integer({ min: 0, max: 1439 })
  .chain((opens) => fc.record({ opens: fc.constant(opens), closes: fc.integer({ min: opens + 1, max: 2880 }) }));
const spanList = fc.array(span, { maxLength: 12 });

describe("a time", () => {
  test.each([
    ["9", 540],
    ["9:00", 540],
    ["09.00", 540],
    ["9h", 540],
    ["9H30", 570],
    ["9 h 30", 570],
    ["9u30", 570],
    ["9 uur", 540],
    ["9.30 Uhr", 570],
    ["21:30", 1290],
    ["9pm", 1260],
    ["9.30 pm", 1290],
    ["9 p.m.", 1260],
    ["12am", 0],
    ["12:30 AM", 30],
    ["12pm", 720],
    ["0", 0],
    ["24:00", 1440],
    ["24", 1440],
    ["  7:05\u00a0", 425],
    ["２１：３０", 1290],
  ])("%j is %i", (text, minute) => expect(readTime(text)).toBe(minute));

  const none = ["25:00", "24:01", "9:60", "9:5", "-1", "abc", "", " ", "🕘", "9️⃣", "13pm", "0am", "930", "9:", "1e1"];
  test.each([...none, "९", "9:00:00", "9".repeat(100_000), " ".repeat(100_000)])("%.20j is none", (text) => {
    expect(readTime(text)).toBeNull();
  });

  test.each([
    [0, "00:00"],
    [540, "09:00"],
    [1439, "23:59"],
    [1440, "24:00"],
    [1560, "02:00"],
    [2880, "24:00"],
  ])("%i minutes are written %s", (minute, text) => expect(formatTime(minute)).toBe(text));

  test("every minute that is written is read again", () => {
    for (let minute = 0; minute <= 1440; minute += 1) expect(readTime(formatTime(minute))).toBe(minute);
  });
});

describe("the hours of a day", () => {
  test.each([
    ["16-22", [[960, 1320]]],
    [
      "9:00–12:00, 16:00–22:00",
      [
        [540, 720],
        [960, 1320],
      ],
    ],
    ["22:00-02:00", [[1320, 1560]]],
    ["22:00-26:00", [[1320, 1560]]],
    ["16:00-24:00", [[960, 1440]]],
    ["16-0", [[960, 1440]]],
    ["0-24", [[0, 1440]]],
    ["9-9", [[540, 1980]]],
    ["9am to 5pm", [[540, 1020]]],
    [
      "de 9h à 12h et 16h à 22h",
      [
        [540, 720],
        [960, 1320],
      ],
    ],
    [
      "van 9u tot 12u en 16u30 tot 22u",
      [
        [540, 720],
        [990, 1320],
      ],
    ],
    [
      "9 bis 12 und 13—15",
      [
        [540, 720],
        [780, 900],
      ],
    ],
    [
      "9-12\r\n13~15 & 16-17;",
      [
        [540, 720],
        [780, 900],
        [960, 1020],
      ],
    ],
    ["９－１２", [[540, 720]]],
    ["", []],
    [
      "de 9 a 12 y de 16 a 20",
      [
        [540, 720],
        [960, 1200],
      ],
    ],
    [
      "klo 9.00–12.00 ja 13–15",
      [
        [540, 720],
        [780, 900],
      ],
    ],
    [
      "9-12 és 13-15",
      [
        [540, 720],
        [780, 900],
      ],
    ],
    ...["off", "cerrado", "Kiinni", "suljettu", "ZÁRVA"].map((word): [string, number[][]] => [word, []]),
    [" Fermé ", []],
    ["FERME\u0301", []],
    ["closed", []],
    ["gesloten", []],
    ["-", []],
    ["x", []],
  ])("%j", (text, spans) => {
    expect(readSpans(text)).toEqual({ spans: spans.map(([opens, closes]) => ({ opens, closes })) });
  });

  test.each([
    ["16", "not_a_span", "16"],
    ["9-12-15", "not_a_span", "9-12-15"],
    ["9-12, 16-", "not_a_span", "16-"],
    [",", "not_a_span", ","],
    ["9-12, Feierabend-22", "not_a_time", "feierabend"],
    ["9-12, 16-22:60", "not_a_time", "22:60"],
    ["24:00-02:00", "not_a_time", "24:00"],
    ["22-49", "not_a_time", "49"],
    ["4-10pm", "am_or_pm", "4-10pm"],
    ["🕘-🕙", "not_a_time", "🕘"],
    [Array(13).fill("9-10").join(), "too_many", "9-10"],
    ["closed, 9-10", "not_a_span", "closed"],
  ])("%j is refused: %s", (text, problem, part) => expect(readSpans(text)).toEqual({ problem, part }));

  test("a flood is refused at once", () => {
    for (const piece of ["9-10,", "9", " ", "-", "1 h", "à ", "\n", "😀", "９"]) {
      expect(readSpans(piece.repeat(100_000))).toMatchObject({ problem: "too_many" });
      expect([piece, growth((length) => readSpans(piece.repeat(length).slice(0, length)), 75) < steep]).toEqual([
        piece,
        true,
      ]);
    }
    // Longer than anybody types it is not looked at, and not one sign shorter.
    expect(readSpans(`9-10${" ".repeat(297)}`)).toMatchObject({ problem: "too_many" });
    expect(readSpans(`9-10${" ".repeat(296)}`)).toEqual({ spans: [{ opens: 540, closes: 600 }] });
  });

  test("what is written is read again as the same", () => {
    fc.assert(fc.property(spanList, (spans) => void expect(readSpans(formatSpans(spans))).toEqual({ spans })));
    expect(
      formatSpans([
        { opens: 960, closes: 1320 },
        { opens: 1350, closes: 1560 },
      ]),
    ).toBe("16:00–22:00, 22:30–02:00");
    expect(
      formatSpans([
        { opens: 540, closes: 1980 },
        { opens: 540, closes: 1981 },
      ]),
    ).toBe("09:00–09:00, 09:00–33:01");
  });

  test("whatever is typed, what is understood may stand in a calendar", () => {
    const typed = fc.oneof(fc.string({ unit: "grapheme" }), fc.stringMatching(/^[0-9:hapm ,;–-]{0,30}$/));
    fc.assert(
      fc.property(typed, (text) => {
        const read = readSpans(text);
        if ("problem" in read) return void expect(read.part.length).toBeLessThanOrEqual(40);
        for (const { opens, closes } of read.spans) {
          expect(opens).toBeGreaterThanOrEqual(0);
          expect(opens).toBeLessThan(1440);
          expect(closes).toBeGreaterThan(opens);
          expect(closes).toBeLessThanOrEqual(2880);
        }
      }),
    );
  });
});

describe("a date", () => {
  const christmasEve = ["2026-12-24", "24.12.2026", "24/12/2026", "24-12-2026", " 24.12.2026 ", "２４．１２．２０２６"];
  test.each(christmasEve)("%s", (text) => expect(readDate(text)).toBe("2026-12-24"));

  test("the day comes before the month, and one digit is enough", () =>
    expect(readDate("4/7/2026")).toBe("2026-07-04"));

  const none = [
    "2026-02-29",
    "31.04.2026",
    "1999-12-31",
    "2101-01-01",
    "2026-13-01",
    "0.1.2026",
    "24.12/2026",
    "24.12.26",
  ];
  test.each([...none, "", "2026-1-1", "2026-W01-1", "tomorrow", "😀", "2026-12-24T00:00", "1".repeat(100_000)])(
    "%.20j is none",
    (text) => expect(readDate(text)).toBeNull(),
  );

  test("each of the leap days there are", () => {
    expect([2000, 2024, 2028, 2100].map((year) => readDate(`${year}-02-29`))).toEqual([
      "2000-02-29",
      "2024-02-29",
      "2028-02-29",
      null,
    ]);
  });

  test.each([
    ["2026-12-24T18:00", "2026-12-24T18:00"],
    ["2026-12-24T18:00:30", "2026-12-24T18:00"],
    ["2026-12-24 18:00", "2026-12-24T18:00"],
    ["24.12.2026 18:00", "2026-12-24T18:00"],
    ["24/12/2026, 18h30", "2026-12-24T18:30"],
    ["2026-12-24 9", "2026-12-24T09:00"],
    ["2026-12-24 9pm", "2026-12-24T21:00"],
    ["2026-12-24 soon", null],
    ["18:00", null],
    ["2026-12-24T24:00", null],
    ["2026-12-24T18:60", null],
    ["2026-02-30T18:00", null],
    ["2026-12-24", null],
    ["T18:00", null],
    ["2026-12-24T18:00Z", null],
  ])("a date with a minute: %s is %s", (text, read) => expect(readLocalDateTime(text)).toBe(read));
});
