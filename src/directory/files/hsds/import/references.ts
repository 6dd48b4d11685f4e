import { type HsdsRow, type Reading, tellOfRow, textIn } from "../hsds-reading.ts";
import type { TableName } from "../hsds-tables.ts";

// Which row an id means, and which ids mean none.

/** By id as it is written, and by what is left of it where a spreadsheet has changed it; null = several. */
interface ById {
  exact: Map<string, HsdsRow>;
  loose: Map<string, HsdsRow | null>;
}

export type Index = Map<TableName, ById>;

/** Returns the rows of a table by their ids. */
export function indexOf(rows: HsdsRow[]): ById {
  const exact = new Map<string, HsdsRow>();
  const loose = new Map<string, HsdsRow | null>();
  for (const row of rows) {
    const id = idOf(row);
    exact.set(id, row);
    loose.set(looseId(id), loose.has(looseId(id)) ? null : row);
  }
  return { exact, loose };
}

// Ohana calls the id of a category "taxonomy_id".
function idOf(row: HsdsRow): string {
  return textIn(row, "id", "taxonomy_id");
}

// "{A1}", "a1", "0017" and "17.0": what spreadsheets do to ids.
function looseId(id: string): string {
  return id
    .toLowerCase()
    .replace(/[{}\s]/g, "")
    .replace(/^0+(?=\d)/, "")
    .replace(/(?<=^\d{1,15})\.0+$/, "");
}

/** Returns the row of a table with an id, also as a spreadsheet may have changed it; undefined = none, or several. */
export function rowWith(index: Index, table: TableName, id: string): HsdsRow | undefined {
  const ids = index.get(table);
  return ids?.exact.get(id) ?? ids?.loose.get(looseId(id)) ?? undefined;
}

/** What the rows of a file refer to by one column, and what of it is nowhere. */
interface Referring {
  of: number;
  missed: { row: HsdsRow; id: string }[];
}

export type References = Map<string, Referring & { file: HsdsRow; column: string }>;

/** Notes that a row refers to an id. */
export function noteReference(
  reading: Reading,
  references: References,
  row: HsdsRow,
  { column, id, isThere }: { column: string; id: string; isThere: boolean },
) {
  const file = reading.places.get(row)?.file ?? "";
  const key = `${file} ${column}`;
  const before = references.get(key);
  const all = before ?? { of: 0, missed: [], column, file: {} };
  if (!before) {
    references.set(key, all);
    reading.places.set(all.file, { file, row: 1 });
  }
  all.of += 1;
  // An attribute may belong to anything, even to rows that are not read.
  if (!isThere) all.missed.push({ row, id });
}

/** So many rows make it one mistake. */
export const minApart = 3;

/** Reports ids that are nowhere. Where most of a column are, the ids of the files do not match: one mistake, and not one a row. */
export function tellReferences(reading: Reading, references: References) {
  for (const { of, missed, column, file } of references.values()) {
    if (missed.length >= minApart && missed.length * 2 > of) {
      const part = missed[0]!.id;
      tellOfRow(reading, file, "ids_apart", { column, part, proposal: `${missed.length} / ${of}` });
    } else for (const { row, id } of missed) tellOfRow(reading, row, "unknown_reference", { column, part: id });
  }
}
