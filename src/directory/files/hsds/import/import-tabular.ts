import type { Incoming } from "#src/directory/importing/incoming.ts";
import { readingTable, readTable } from "#src/hours/files/csv.ts";
import { tidyLine } from "#src/hours/files/imported.ts";
import { readHsdsDate } from "../hsds-dates.ts";
import { type HsdsOptions, type HsdsRow, type Reading, startReading, tellOfRow, textIn } from "../hsds-reading.ts";
import { type TableName, tableOf, tableRules } from "../hsds-tables.ts";
import { halfOf, readFound } from "./import-hsds.ts";
import { type PackageTables, readLoosePlaces, tiedTogether } from "./tie-tables.ts";

export interface TextFile {
  name: string;
  text: string;
}

const maxRows = 200_000;
const maxColumns = 100;
const rowsAtOnce = 200;

/** Returns whether a file is an HSDS table: a known header, with an id or a reference to one. */
export function isHsdsTable(text: string): boolean {
  const header = headerOf(text);
  return tableOf(header) !== undefined && header.some((name) => name === "id" || name.endsWith("_id"));
}

/** Reads the CSV files of an HSDS package (3.1, 1, Ohana), told apart by their headers. Yields the part done, 0 to 1. */
export function* importTabular(files: TextFile[], options: HsdsOptions): Generator<number, Incoming> {
  const reading = startReading(options);
  const tables: PackageTables = new Map();
  for (const [i, file] of files.entries()) {
    for (const done of addTable(reading, tables, file)) yield (i + done) / files.length / 2;
  }
  const found = yield* tiedTogether(reading, tables);
  const incoming = yield* halfOf(readFound(reading, found), 1);
  yield* readLoosePlaces(reading, tables);
  if (!tables.has("services")) tellOfRow(reading, undefined, "not_hsds", { severity: "error" });
  const rows = Object.fromEntries([...tables].map(([name, table]) => [name, table.length]));
  return { ...incoming, issues: inOrder(reading, files), rows };
}

function inOrder({ issues }: Reading, files: TextFile[]): Incoming["issues"] {
  const places = new Map(files.map(({ name }, i) => [name, i]));
  const placeOf = (file?: string) => (file === undefined ? -1 : (places.get(file) ?? -1));
  return issues.sort((a, b) => placeOf(a.file) - placeOf(b.file) || a.row - b.row);
}

function headerOf(text: string): string[] {
  return nameOfColumns(headerCells(text));
}

/** Returns the first row of a CSV file, reading only the beginning. */
export function headerCells(text: string): string[] {
  return readTable(text.slice(0, 20_000)).rows[0] ?? [];
}

function nameOfColumns(cells: string[]): string[] {
  return cells.slice(0, maxColumns).map((cell) => tidyLine(cell.slice(0, 100)).toLowerCase());
}

function* addTable(reading: Reading, tables: PackageTables, file: TextFile): Generator<number, void> {
  const ofFile = { name: file.name };
  reading.places.set(ofFile, { file: file.name, row: 1 });
  const left = maxRows - [...tables.values()].reduce((sum, rows) => sum + rows.length, 0);
  const { rows, open } = yield* readingRows(file.text, left + 2);
  const header = nameOfColumns(rows[0] ?? []);
  const name = tableOf(header);
  if (name === undefined) return;
  if (rows.length > left + 1) tellOfRow(reading, ofFile, "too_many_rows", { part: maxRows, severity: "error" });
  const twice = header.find((column, i) => column !== "" && header.indexOf(column) < i);
  if (twice !== undefined) tellOfRow(reading, ofFile, "column_twice", { column: twice, part: twice });
  const table = tables.get(name) ?? [];
  tables.set(name, table);
  const ids = new Map<string, number>();
  for (const [i, cells] of rows.slice(0, left + 1).entries()) {
    if (i % rowsAtOnce === 0) yield 0.5 + i / rows.length / 2;
    if (i === 0 || cells.every((cell) => cell.trim() === "")) continue;
    const row = rowOf(header, cells);
    reading.places.set(row, { file: file.name, row: i + 1 });
    if (!stands(reading, name, row, cells.slice(header.length)) || isThereTwice(reading, ids, row, i + 1)) continue;
    table.push(row);
  }
  if (open > 0) {
    const from = {};
    reading.places.set(from, { file: file.name, row: open });
    tellOfRow(reading, from, "open_quote", { severity: "error" });
  }
}

function* readingRows(text: string, most: number) {
  const steps = readingTable(text, most);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    yield step.value / text.length / 2;
  }
}

function rowOf(header: string[], cells: string[]): HsdsRow {
  const row: HsdsRow = {};
  for (const [i, column] of header.entries()) {
    if (column !== "" && !Object.hasOwn(row, column)) row[column] = (cells[i] ?? "").trim();
  }
  if (typeof row.porchlight === "string") row.porchlight = documentIn(row.porchlight);
  return row;
}

function documentIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function stands(reading: Reading, name: TableName, row: HsdsRow, beyond: string[]): boolean {
  const shifted = beyond.find((cell) => cell.trim() !== "");
  const { required, dates = [] } = tableRules[name];
  if (shifted !== undefined) tellOfRow(reading, row, "shifted_row", { part: shifted, severity: "error" });
  else if (required.includes("name") && textIn(row, "name") === "") {
    tellOfRow(reading, row, "no_name", { column: "name", severity: "error" });
  } else {
    for (const column of dates) readHsdsDate(reading, row, column);
    return true;
  }
  return false;
}

function isThereTwice(reading: Reading, ids: Map<string, number>, row: HsdsRow, number: number): boolean {
  const id = textIn(row, "id");
  if (id === "") return false;
  const before = ids.get(id);
  if (before === undefined) ids.set(id, number);
  else
    tellOfRow(reading, row, "same_row_twice", { column: "id", part: id, proposal: String(before), severity: "error" });
  return before !== undefined;
}
