import { tidyLine } from "#src/hours/files/imported.ts";
import { meaningOf, noteText, type Study } from "../meaning/mapping.ts";
import { type Column, columnOf, columns, isColumn, isWhyColumn } from "./csv-columns.ts";
import { type CellKind, type Header, isForeign, issue, kindOfCell, type TellIssue } from "./csv-row.ts";

const maxColumns = 100;
const maxUnknown = 20;
/** So many rows tell what a column holds. */
const maxSample = 200;
/** Titles and blank rows above a header. */
const maxAbove = 10;

interface FoundHeader {
  header: Header;
  /** Its place among the rows, from 0. */
  row: number;
}

/** Returns the header of a table, also below a title, and reports columns that are unknown, repeated, or hold something else. */
export function findHeader(rows: string[][], study: Study, told: TellIssue): FoundHeader {
  const row = rowOfHeader(rows, study);
  if (row > 0) told(issue(row + 1, "", "warning", "header_below", String(row + 1)));
  const sample = rows.slice(row + 1, row + 1 + maxSample);
  const header = readHeader(rows[row] ?? [], { number: row + 1, sample, study, told });
  for (const column of columns) {
    const at = header.at[column];
    if (at === undefined || isSaid(study, header.names[at]!)) continue;
    const wrong = whatElse(column, at, sample);
    if (wrong === null) continue;
    delete header.at[column];
    told(issue(row + 1, header.names[at]!, "warning", "wrong_header", wrong.example, header.names[at]));
  }
  return { header, row };
}

function rowOfHeader(rows: string[][], study: Study): number {
  const known = rows.slice(0, maxAbove).map((cells) => {
    const meant = new Set(cells.slice(0, maxColumns).map((cell) => columnMeant(study, cell)));
    meant.delete(undefined);
    return meant.has("name") ? meant.size : 0;
  });
  if (known[0] !== 0) return 0;
  const best = Math.max(...known);
  return best < 2 ? 0 : known.indexOf(best);
}

function columnMeant(study: Study, name: string): Column | undefined {
  const said = meaningOf(study, "columns", name);
  if (said === undefined) return columnOf(name);
  return isColumn(said) ? said : undefined;
}

function isSaid(study: Study, name: string): boolean {
  return meaningOf(study, "columns", name) !== undefined;
}

function readHeader(
  cells: string[],
  { number, sample, study, told }: { number: number; sample: string[][]; study: Study; told: TellIssue },
): Header {
  const names = cells.map((name) => tidyLine(name.slice(0, 200)));
  const at: Header["at"] = {};
  let unknown = 0;
  for (const [i, name] of names.slice(0, maxColumns).entries()) {
    const column = columnMeant(study, name);
    const example = sample.map((row) => (row[i] ?? "").trim()).find((cell) => cell !== "") ?? "";
    if (name !== "" && !isWhyColumn(name))
      noteText(study, "columns", { text: name, means: column ?? (isSaid(study, name) ? "-" : ""), example });
    if (column === undefined) {
      if (name === "" || isSaid(study, name) || isWhyColumn(name) || unknown === maxUnknown) continue;
      unknown += 1;
      told(issue(number, name, "warning", "unknown_column", name));
    } else if (at[column] !== undefined) told(issue(number, name, "warning", "column_twice", name));
    else at[column] = i;
  }
  return { at, names };
}

/** A wrong header is one mistake, and not one in each row: so many rows make it one. */
const minForeign = 3;

// A name may look like anything, but not most names like numbers or addresses.
function whatElse(column: Column, at: number, sample: string[][]): { kind: CellKind; example: string } | null {
  const cells = sample.map((row) => (row[at] ?? "").trim()).filter((cell) => cell !== "");
  const isWrong = (cell: string) => (column === "name" ? kindOfCell(cell) !== null : isForeign(column, cell));
  const foreign = cells.filter(isWrong);
  if (foreign.length < minForeign || foreign.length * 2 <= cells.length) return null;
  return { kind: kindOfCell(foreign[0]!)!, example: foreign[0]! };
}
