import type { Language } from "#src/i18n/i18n.ts";

/** A CSV file (RFC 4180) as rows of cells. `open` is the row, from 1, in which a quote begins that never ends; 0 = none. */
export interface Table {
  rows: string[][];
  open: number;
}

const separators = [",", ";", "\t"] as const;

/** After so many characters the reading rests, so that others can have their turn: well under a millisecond. */
const stride = 16_000;

/** Reads a CSV file at once, as `readingTable`. */
export function readTable(text: string): Table {
  const reading = readingTable(text);
  for (;;) {
    const step = reading.next();
    if (step.done) return step.value;
  }
}

/**
 * Reads a CSV file; the separator is what the first line has most of, or what a spreadsheet says before it (`sep=;`).
 * Spreadsheets' rows: a line end within quotes begins none, an empty line is one; in a cell every line end is "\n". Takes
 * time in proportion to the text, whatever stands in it; yields how many characters are read. Ends with row `maxRows`;
 * of a row the first 1,000 cells are there.
 */
export function* readingTable(text: string, maxRows = Number.POSITIVE_INFINITY): Generator<number, Table> {
  const [hint = "", hinted] = /^sep=([,;\t])(?:\r\n?|\n)/i.exec(text.slice(0, 10)) ?? [];
  const separator = hinted ?? separatorOf(text.slice(0, maxHead));
  const plain = new RegExp(`[^\\n\\r${separator}]{0,${stride}}`, "y");
  const rows: string[][] = [[]];
  let at = hint.length;
  let rested = 0;
  const take = (run: RegExp) => {
    run.lastIndex = at;
    run.test(text);
    const piece = text.slice(at, run.lastIndex);
    at = run.lastIndex;
    return piece;
  };
  while (true) {
    let cell = "";
    let isQuoted = text[at] === '"';
    if (isQuoted) at += 1;
    while (isQuoted) {
      cell += take(quoted);
      if (at >= text.length) return { rows: rows.slice(0, -1), open: rows.length };
      if (text[at] === "\r") {
        cell += "\n";
        at = afterLineEnd(text, at);
      } else if (text[at] === '"') {
        isQuoted = text[at + 1] === '"';
        if (isQuoted) cell += '"';
        at += isQuoted ? 2 : 1;
      }
      if (at - rested >= stride) {
        yield at;
        rested = at;
      }
    }
    let piece: string;
    do {
      piece = take(plain);
      cell += piece;
      if (at - rested >= stride) {
        yield at;
        rested = at;
      }
    } while (piece.length === stride);
    const row = rows.at(-1)!;
    if (row.length < maxCells) row.push(unguarded(cell));
    if (at >= text.length) return { rows, open: 0 };
    if (text[at] === separator) {
      at += 1;
      continue;
    }
    if (rows.length >= maxRows) return { rows, open: 0 };
    rows.push([]);
    at = afterLineEnd(text, at);
  }
}

/** No header of ours is as long as that, no row has as many cells, and no text is as long. */
const maxHead = 20_000;
const maxCells = 1_000;
const maxCell = 100_000;
const quoted = new RegExp(`[^"\\r]{0,${stride}}`, "y");

function afterLineEnd(text: string, at: number): number {
  return text[at] === "\r" && text[at + 1] === "\n" ? at + 2 : at + 1;
}

function separatorOf(head: string): string {
  const header = head.replace(/"[^"]*"/g, "").split(/[\r\n]/, 1)[0]!;
  const count = (separator: string) => header.split(separator).length;
  return separators.reduce((best, one) => (count(one) > count(best) ? one : best));
}

/**
 * Rows as a CSV file: commas, quotes where they are needed, "\r\n", and a byte order mark, without which a spreadsheet takes
 * UTF-8 for something else. A cell that a spreadsheet would reckon as a formula gets a ' before it, which `readTable` takes
 * away again.
 */
export function writeTable(rows: string[][]): string {
  return byteOrderMark + rows.map((row) => tableLine(row)).join("");
}

/** What such a file begins with. */
export const byteOrderMark = "\ufeff";

/** What stands between the cells where a spreadsheet speaks a language: where a comma parts the decimals, it is no other. */
export function separatorIn(language: Language): "," | ";" {
  return language === "en" ? "," : ";";
}

/** One row of such a file, with its line end. */
export function tableLine(row: string[], separator: "," | ";" = ","): string {
  return `${row.map((cell) => inQuotes(guarded(cell))).join(separator)}\r\n`;
}

/**
 * Where a formula can begin: with the cell, and after what another country's spreadsheet takes for the end of one. Also a '
 * before it, so that no two cells are written alike.
 */
const formula = /(?<=^|[;,\t\r\n])(?='*[=+\-@\t\r＝＋－＠])/g;
const guard = /(?<=^|[;,\t\r\n])'(?='*[=+\-@\t\r＝＋－＠])/g;

function guarded(cell: string): string {
  return cell.replace(formula, "'");
}

function unguarded(cell: string): string {
  return cell.length > maxCell || !cell.includes("'") ? cell : cell.replace(guard, "");
}

function inQuotes(cell: string): string {
  return /[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
