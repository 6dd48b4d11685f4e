import type { Language } from "#src/i18n/i18n.ts";

/** CSV (RFC 4180). `open` is the row, from 1, in which a quote begins that never ends; 0 = none. */
interface Table {
  rows: string[][];
  open: number;
}

const separators = [",", ";", "\t"] as const;

/** Characters between two rests: well under a millisecond. */
const stride = 16_000;

/** Reads a CSV file at once, like `readingTable`. */
export function readTable(text: string): Table {
  const reading = readingTable(text);
  for (;;) {
    const step = reading.next();
    if (step.done) return step.value;
  }
}

/** Reads CSV in linear time, up to row `maxRows` and 1,000 cells each. Line ends become "\n"; yields the characters read. */
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

/** No header of ours is as long, no row has as many cells, and no text is as long. */
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

/** Returns rows as CSV with a byte order mark, for spreadsheets. A cell that they would run as a formula gets a ' before it. */
export function writeTable(rows: string[][]): string {
  return byteOrderMark + rows.map((row) => tableLine(row)).join("");
}

export const byteOrderMark = "\ufeff";

/** Returns the separator of spreadsheets in a language; it is not a comma where a comma marks decimals. */
export function separatorIn(language: Language): "," | ";" {
  return language === "en" ? "," : ";";
}

/** Returns one row of CSV, with its line end. */
export function tableLine(row: string[], separator: "," | ";" = ","): string {
  return `${row.map((cell) => inQuotes(guarded(cell))).join(separator)}\r\n`;
}

/** A formula can also begin after another country's separator. A ' before it is guarded, too, so that no two cells are alike. */
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
