import fc from "fast-check";
import { expect, test } from "vitest";
import { readingTable, readTable, writeTable } from "#src/hours/files/csv.ts";

function steps(text: string, maxRows?: number) {
  const reading = readingTable(text, maxRows);
  const read: number[] = [];
  for (;;) {
    const step = reading.next();
    if (step.done) return { read, table: step.value };
    read.push(step.value);
  }
}

const cell = fc.string({
  unit: fc.constantFrom('"', ",", ";", "\n", "'", "=", "+", "a", "é", "😀", " "),
  maxLength: 8,
});
const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });

test("what is written is read again as the same", () => {
  fc.assert(
    fc.property(table, (rows) => {
      // The first row says what the separator is.
      const all = [["a", "b", "c"], ...rows];
      expect(readTable(writeTable(all).slice(1))).toEqual({ rows: [...all, [""]], open: 0 });
    }),
  );
});

test("a line may end as on any system, within quotes too", () => {
  const rows = [["a", "b"], ["1", "x\ny"], ["2", "z\n\nw"], [""]];
  for (const end of ["\n", "\r\n", "\r"]) {
    const text = ["a,b", `1,"x${end}y"`, `2,"z${end}${end}w"`, ""].join(end);
    expect(readTable(text)).toEqual({ rows, open: 0 });
  }
});

test("a spreadsheet may say what the separator is", () => {
  expect(readTable("sep=;\r\na,b;c\n1,2;3").rows).toEqual([
    ["a,b", "c"],
    ["1,2", "3"],
  ]);
});

test("a reading rests every few thousand characters, within one cell too, and reads the same", () => {
  for (const text of [
    "a,b\n".repeat(50_000),
    `"${"x".repeat(200_000)}"`,
    "y".repeat(200_000),
    `"${'""'.repeat(100_000)}"`,
  ]) {
    const { read, table: found } = steps(text);
    expect(read.length).toBeGreaterThan(5);
    const gaps = read.map((at, i) => at - (read[i - 1] ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(40_000);
    expect(found).toEqual(readTable(text));
  }
  expect(steps(`"${"x\r\n".repeat(60_000)}"`).table.rows[0]![0]).toBe("x\n".repeat(60_000));
});

test("no more rows and cells are read than somebody can use", () => {
  expect(steps("a\n".repeat(100), 10).table.rows).toHaveLength(10);
  expect(readTable("a,".repeat(5_000)).rows[0]).toHaveLength(1_000);
});
