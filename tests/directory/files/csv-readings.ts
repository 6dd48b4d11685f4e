import { type CsvOptions, readServices } from "#src/directory/files/csv/import-csv.ts";
import { readingText } from "#src/directory/importing/file-text.ts";
import type { Incoming, Issue } from "#src/directory/importing/incoming.ts";

/** Runs a reading to its end; `rests` is how often it let everybody else have their turn. */
export function runToEnd<Result>(steps: Generator<number, Result>): { result: Result; rests: number } {
  for (let rests = 0; ; rests += 1) {
    const step = steps.next();
    if (step.done) return { result: step.value, rests };
  }
}

export const options: CsvOptions = {
  timeZone: "Europe/Helsinki",
  today: "2026-11-03",
  regionOf: (text) => ({ fi: "FI", suomi: "FI", "fi-18": "FI-18", uusimaa: "FI-18" })[text.toLowerCase()],
};

/** What comes of a file as it is uploaded. */
export function readFile(bytes: Uint8Array, more: Partial<CsvOptions> = {}): Incoming {
  const text = runToEnd(readingText(bytes)).result;
  if ("text" in text) return runToEnd(readServices(text.text, { ...options, ...more })).result;
  const issue: Issue = { row: 0, column: "", severity: "error", code: text.code, part: "", proposal: "" };
  return { organizations: [], services: [], issues: [issue] };
}

export const csv = (...rows: string[]) => readFile(new TextEncoder().encode(rows.join("\n")));
export const told = ({ issues }: Incoming) => issues.map(({ row, column, code }) => `${row} ${column} ${code}`);
