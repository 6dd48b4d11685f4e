import { type HsdsRow, isRow } from "./hsds-reading.ts";
import { hsdsNames, tableOf } from "./hsds-tables.ts";

/** A table as cells, its header first. */
export interface CellTable {
  name: string;
  rows: string[][];
}

const maxSample = 50;
const maxTables = 100;

/** Returns the tables that JSON files hold, a list of rows each or all in one, if they are a package of services; else null. */
export function tablesInJson(documents: { name: string; value: unknown }[]): CellTable[] | null {
  const found: { name: string; rows: HsdsRow[] }[] = [];
  for (const { name, value } of documents) {
    const lists = isRow(value) ? Object.entries(value) : [[name, value] as const];
    for (const [of, list] of lists.slice(0, maxTables)) {
      if (!isFlat(list)) return null;
      if (list.length > 0) found.push({ name: of, rows: list });
    }
  }
  const kinds = found.map(({ rows }) => tableOf(hsdsNames(columnsOf(rows.slice(0, maxSample)))));
  if (found.length < 2 || !kinds.includes("services")) return null;
  return found.map(({ name, rows }) => {
    const columns = columnsOf(rows);
    return { name, rows: [columns, ...rows.map((row) => columns.map((column) => cellOf(row[column])))] };
  });
}

function isFlat(list: unknown): list is HsdsRow[] {
  if (!Array.isArray(list)) return false;
  const sample: unknown[] = list.slice(0, maxSample);
  return sample.every(
    (row) => isRow(row) && Object.entries(row).every(([name, one]) => isCell(one) || name === "porchlight"),
  );
}

function isCell(value: unknown): boolean {
  return typeof value !== "object" || value === null;
}

const maxColumns = 100;

function columnsOf(rows: HsdsRow[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row).slice(0, maxColumns)))].slice(0, maxColumns);
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
