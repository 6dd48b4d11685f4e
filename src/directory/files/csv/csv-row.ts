import { isMail } from "#src/directory/entry/check.ts";
import { type Issue, type IssueCode, lengths, shortPart } from "#src/directory/importing/incoming.ts";
import { readDate } from "#src/hours/times.ts";
import { type Column, columns } from "./csv-columns.ts";

export interface Header {
  at: Partial<Record<Column, number>>;
  names: string[];
}

export interface CsvRow {
  /** Without blanks around it; undefined where the file has no such column. */
  cell(column: Column): string | undefined;
  tell(
    column: Column,
    code: IssueCode,
    more?: { part?: string; proposal?: string; severity?: Issue["severity"] },
  ): void;
}

export type TellIssue = (issue: Issue) => void;

/** More than the longest text of an entry. */
const maxCell = 6_000;

/** Returns the cells of a row by their columns. An error in one cell is an error of the row. */
export function rowOf(header: Header, cells: string[], number: number, told: TellIssue): CsvRow {
  const nameOf = (column: Column) => header.names[header.at[column] ?? -1] ?? column;
  const cell: CsvRow["cell"] = (column) => {
    const at = header.at[column];
    return at === undefined ? undefined : (cells[at] ?? "").trim();
  };
  const tell: CsvRow["tell"] = (column, code, { part = cell(column) ?? "", proposal = "", severity = "error" } = {}) =>
    told(issue(number, nameOf(column), severity, code, part, proposal));
  return { cell, tell };
}

/** Returns whether cells are in their own columns and short enough to look at, and reports the first that is not. */
export function standsRight(header: Header, cells: string[], row: CsvRow, number: number, told: TellIssue): boolean {
  const beyond = cells.slice(header.names.length).find((cell) => cell.trim() !== "");
  if (beyond !== undefined) {
    told(issue(number, "", "error", "shifted_row", beyond));
    return false;
  }
  for (const column of columns) {
    const text = cells[header.at[column] ?? -1] ?? "";
    if (text.length > maxCell) {
      row.tell(column, "too_long", { part: text.slice(0, 100), proposal: lengths(text.length, maxCell) });
      return false;
    }
    if (isForeign(column, text.trim())) {
      row.tell(column, "shifted_row");
      return false;
    }
  }
  return true;
}

export type CellKind = "mail" | "address" | "date" | "hours" | "number";

/** What a column may hold, of the kinds that can be told by their looks; columns not named may hold anything. */
const own: Partial<Record<Column, CellKind[]>> = {
  topics: [],
  phone: ["number"],
  sms: ["number"],
  chat: ["address"],
  whatsapp: ["number", "address"],
  email: ["mail"],
  website: ["address"],
  languages: [],
  regions: ["number"],
  minimum_age: [],
  maximum_age: [],
  hours: ["hours", "number"],
  free: [],
  anonymous: [],
  status: [],
  verified_on: ["date", "number"],
};

/** Returns whether a cell is plainly something else than its column is for. */
export function isForeign(column: Column, text: string): boolean {
  const kinds = own[column];
  const kind = kinds && text !== "" ? kindOfCell(text) : null;
  return kind !== null && kind !== undefined && !kinds!.includes(kind);
}

/** Returns what a cell holds, if that can be told by its looks. */
export function kindOfCell(text: string): CellKind | null {
  if (text.length > 200) return null;
  if (isMail(text)) return "mail";
  if (/^(?:https?:\/\/|www\.)\S+$/i.test(text)) return "address";
  if (readDate(text) !== null) return "date";
  if (/\d[:.h]\d\d ?[-–] ?\d{1,2}[:.h]\d\d/.test(text) || text === "24/7") return "hours";
  return /^\+?[\d\s()./-]{6,20}$/.test(text) && text.replace(/\D/g, "").length > 4 ? "number" : null;
}

/** Returns an issue, its piece cut to fit one line. */
export function issue(
  row: number,
  column: string,
  severity: Issue["severity"],
  code: IssueCode,
  part = "",
  proposal = "",
): Issue {
  return { row, column: shortPart(column), severity, code, part: shortPart(part), proposal };
}
