import type { Belonging, Incoming } from "#src/directory/importing/incoming.ts";
import { readingTable, readTable } from "#src/hours/files/csv.ts";
import { tidyLine } from "#src/hours/files/imported.ts";
import { meaningOf, noteText, type Study, startStudy } from "../../meaning/mapping.ts";
import { readHsdsDate } from "../hsds-dates.ts";
import {
  type HsdsOptions,
  type HsdsRow,
  isRow,
  type Reading,
  rowIn,
  rowsIn,
  startReading,
  tellOfRow,
  textIn,
} from "../hsds-reading.ts";
import { hsdsNames, isNoLoss, type TableName, tableOf, tableRules, tablesOfThings } from "../hsds-tables.ts";
import type { CellTable } from "../json-tables.ts";
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

/** Reads the tables of an HSDS package (3.1, 2, 1, Ohana), told apart by their headers. Yields the part done, 0 to 1. */
export function* importTabular(
  files: (TextFile | CellTable)[],
  options: HsdsOptions & { most?: number },
): Generator<number, Incoming> {
  const reading = startReading(options);
  const tables: PackageTables = new Map();
  for (const [i, file] of files.entries()) {
    for (const done of addTable(reading, tables, file)) yield (i + done) / files.length / 2;
  }
  const found = yield* tiedTogether(reading, tables);
  const belonging = belongingOf(tables, found.services);
  const services = found.services.slice(0, options.most);
  const incoming = yield* halfOf(readFound(reading, { ...found, services }), 1);
  yield* readLoosePlaces(reading, tables);
  if (!tables.has("services")) tellOfRow(reading, undefined, "not_hsds", { severity: "error" });
  const rows = Object.fromEntries([...tables].map(([name, table]) => [name, table.length]));
  const codes = new Set(reading.issues.map(({ code }) => code));
  const why = codes.has("ids_apart") ? "ids" : codes.has("no_place_table") ? "table" : "";
  return { ...incoming, issues: inOrder(reading, files), rows, belonging: { ...belonging, why } };
}

// How many phones, hours and topics the tables have, and how many of them belong to a service.
function belongingOf(tables: PackageTables, services: HsdsRow[]): Omit<Belonging, "why"> {
  const placed = { phones: new Set<HsdsRow>(), hours: new Set<HsdsRow>(), topics: new Set<HsdsRow>() };
  for (const service of services) {
    const visits = rowsIn(service, "service_at_locations");
    const places = [service, ...visits, ...visits.map((visit) => visit.location)].filter(isRow);
    const all = [...places, service.organization].filter(isRow);
    for (const row of all) addAll(placed.phones, rowsIn(row, "phones"));
    for (const row of places) addAll(placed.hours, rowsIn(row, "schedules"));
    for (const row of rowsIn(service, "attributes")) if (rowIn(row, "taxonomy_term")) placed.topics.add(row);
  }
  const counted = (rows: HsdsRow[], those: Set<HsdsRow>) => ({
    of: rows.length,
    placed: rows.reduce((sum, row) => sum + Number(those.has(row)), 0),
  });
  const schedules = (tables.get("schedules") ?? []).filter(
    (row) => textIn(row, "opens_at", "description", "hours") !== "",
  );
  return {
    phones: counted(tables.get("phones") ?? [], placed.phones),
    hours: counted(schedules, placed.hours),
    topics: counted(tables.get("attributes") ?? [], placed.topics),
  };
}

function addAll(set: Set<HsdsRow>, rows: HsdsRow[]) {
  for (const row of rows) set.add(row);
}

function inOrder({ issues }: Reading, files: { name: string }[]): Incoming["issues"] {
  const places = new Map(files.map(({ name }, i) => [name, i]));
  const placeOf = (file?: string) => (file === undefined ? -1 : (places.get(file) ?? -1));
  return issues.sort((a, b) => placeOf(a.file) - placeOf(b.file) || a.row - b.row);
}

function headerOf(text: string): string[] {
  return nameOfColumns(headerCells(text), startStudy());
}

/** Returns the first row of a CSV file, reading only the beginning. */
export function headerCells(text: string): string[] {
  return readTable(text.slice(0, 20_000)).rows[0] ?? [];
}

function nameOfColumns(cells: string[], study: Study): string[] {
  const tidy = cells.slice(0, maxColumns).map((cell) => tidyLine(cell.slice(0, 100)));
  return hsdsNames(tidy.map((cell) => meaningOf(study, "columns", cell) ?? cell));
}

function* addTable(reading: Reading, tables: PackageTables, file: TextFile | CellTable): Generator<number, void> {
  const ofFile = { name: file.name };
  reading.places.set(ofFile, { file: file.name, row: 1 });
  const left = maxRows - [...tables.values()].reduce((sum, rows) => sum + rows.length, 0);
  const { rows, open } = "rows" in file ? { rows: file.rows, open: 0 } : yield* readingRows(file.text, left + 2);
  const header = nameOfColumns(rows[0] ?? [], reading.study);
  const name = tableOf(header);
  if (name === undefined) {
    if (isNoLoss(file.name, header)) return;
    noteColumns(reading.study, rows);
    return tellOfRow(reading, ofFile, "file_unknown", { part: header.slice(0, 10).join(", ") });
  }
  if (rows.length > left + 1) tellOfRow(reading, ofFile, "too_many_rows", { part: maxRows, severity: "error" });
  const twice = header.find((column, i) => column !== "" && header.indexOf(column) < i);
  if (twice !== undefined) tellOfRow(reading, ofFile, "column_twice", { column: twice, part: twice });
  const table = tables.get(name) ?? [];
  tables.set(name, table);
  const ids = new Map<string, number>();
  const isShared = !tablesOfThings.includes(name);
  for (const [i, cells] of rows.slice(0, left + 1).entries()) {
    if (i % rowsAtOnce === 0) yield 0.5 + i / rows.length / 2;
    if (i === 0 || cells.every((cell) => cell.trim() === "")) continue;
    const row = rowOf(header, cells);
    reading.places.set(row, { file: file.name, row: i + 1 });
    if (
      !stands(reading, name, row, cells.slice(header.length)) ||
      isThereTwice(reading, ids, row, { number: i + 1, isShared })
    )
      continue;
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

// Of what may be shared, a row for each that shares it: only the same row again is there twice.
function isThereTwice(
  reading: Reading,
  ids: Map<string, number>,
  row: HsdsRow,
  { number, isShared }: { number: number; isShared: boolean },
): boolean {
  const id = textIn(row, "id");
  if (id === "") return false;
  const key = isShared ? JSON.stringify(row) : id;
  const before = ids.get(key);
  if (before === undefined) ids.set(key, number);
  else
    tellOfRow(reading, row, "same_row_twice", { column: "id", part: id, proposal: String(before), severity: "error" });
  return before !== undefined;
}

// What a person can say a table is, by its columns.
function noteColumns(study: Study, rows: string[][]) {
  for (const [i, text] of (rows[0] ?? []).slice(0, maxColumns).entries()) {
    const example =
      rows
        .slice(1, maxExamples)
        .map((row) => row[i] ?? "")
        .find((cell) => cell.trim() !== "") ?? "";
    noteText(study, "columns", { text, means: "", example });
  }
}

const maxExamples = 50;
