import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readHoursFile } from "#src/hours/files/import.ts";
import { growth, steep } from "#tests/support/run/growth.ts";
import { dayOrNight } from "#tests/support/run/night.ts";
import { bytes, csv, event, told } from "./uploads.ts";

describe("a hostile file", () => {
  test.each([
    ["nothing at all", new Uint8Array(), "empty"],
    ["spaces", bytes(" \r\n \ufeff"), "empty"],
    ["a picture", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0xff), "not_text"],
    ["a spreadsheet of its own kind", bytes("PK\u0003\u0004\u0000"), "not_text"],
    ["2 MB", new Uint8Array(2_000_000), "too_big"],
    ["prose", bytes("Dear Anna,\nwe are closed at Easter."), "no_columns"],
    ["emoji", bytes("😀,😀\n😀,😀"), "no_columns"],
    ["a week without hours", bytes("weekday,times\nmonday,9-12"), "no_columns"],
    ["a lone quote", bytes('"'), "open_quote"],
  ])("%s is refused in words", (_, content, problem) => {
    const read = readHoursFile(content, "file.csv");
    expect([read.week, read.rules]).toEqual([null, []]);
    expect(read.problems[0]).toMatchObject({ problem });
  });

  test("400 spans a day, and labels from right to left, of emoji or with control characters", () => {
    const many = Array(400).fill("9-10").join(", ");
    expect(told(csv("date,hours", `2026-01-01,"${many}"`))[0]).toMatch(/^2 hours too_many 9-10/);
    const manyRows = csv("weekday,hours", ...Array(14).fill("monday,9-10"));
    expect([manyRows.week, told(manyRows)[0]]).toEqual([null, "14 hours too_many 9-10"]);
    const labels = ["عيد الميلاد", "חג", "🎄".repeat(100)];
    expect(csv("date,label", ...labels.map((one) => `2026-01-01,${one}`)).rules.map(({ label }) => label)).toEqual(
      labels,
    );
    expect(csv("date,label", "2026-01-01,a\u0007b\u0085c").rules[0]!.label).toBe("abc");
  });

  test("at most 1,000 rules and 100 problems", () => {
    const read = csv("date", ...Array(1_001).fill("2026-01-01"), ...Array(200).fill("x"));
    expect([read.rules.length, read.problems.length]).toEqual([1_000, 101]);
    expect(told(read)[0]).toBe("0  too_many_rules 1001");
    expect(csv("date", ...Array(1_000).fill("2026-01-01"))).toMatchObject({ problems: [] });
  });

  const tables = ["a,", "a\n", ",", "\n", '"', '""', '",', "\t", "'", "😀", "2026-01-01\n", "-"];
  const begin = "BEGIN:VEVENT\n";
  const calendars = [begin, " x\n", 'A;B="', "A:", "SUMMARY:\\\\\n", `${begin}DTSTART:20260101\nEND:VEVENT\n`];
  const floods: [string, string][] = [
    ...["from\n", ""].flatMap((head) => tables.map((piece): [string, string] => [head, piece])),
    ["weekday,hours\n", "1,9-10\n"],
    ...calendars.map((piece): [string, string] => [`BEGIN:VCALENDAR\n${begin}`, piece]),
  ];
  test.each(floods)("a flood takes time in proportion: %j and %j again and again", (head, piece) => {
    const flood = (length: number) => bytes(head + piece.repeat(length / bytes(piece).length));
    const read = (length: number) => readHoursFile(flood(length), "flood");
    expect(growth(read, dayOrNight(4_000, 240_000))).toBeLessThan(steep);
  });

  test("whatever the bytes, it never throws, and its rules may stand", () => {
    const piece = fc.constantFrom(
      ...[
        "BEGIN:VCALENDAR\n",
        event,
        "END:VEVENT\n",
        "DTSTART:20260101\n",
        "DTEND:",
        "DURATION:P",
        "1",
        "W",
        "\n",
        " ",
      ],
      ...["from,to,hours,label,weekday\n", "2026-01-01", ",", ";", '"', "9-12", "monday", "'", "=", "\u0000", "é"],
    );
    const file = fc.oneof(
      fc.uint8Array(),
      fc.array(piece, { maxLength: 40 }).map((pieces) => bytes(pieces.join(""))),
    );
    fc.assert(
      fc.property(file, fc.constantFrom("a.csv", "a.ics"), (content, name) => {
        for (const { from, to, spans } of readHoursFile(content, name).rules) {
          expect(from <= to).toBe(true);
          expect(spans.length).toBeLessThanOrEqual(12);
        }
      }),
      { numRuns: dayOrNight(200, 500) },
    );
  });
});
