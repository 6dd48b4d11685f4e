/** A CSV file (RFC 4180) as rows of cells. `open` is the row, from 1, in which a quote begins that never ends; 0 = none. */
export interface Table {
  rows: string[][];
  open: number;
}

const separators = [",", ";", "\t"] as const;

/**
 * Reads a CSV file with "\n" line ends; the separator is what the first line has most of. Spreadsheets' rows: a line end
 * within quotes begins none, an empty line is one. Takes time in proportion to the text, whatever stands in it.
 */
export function readTable(text: string): Table {
  const separator = separatorOf(text.slice(0, text.indexOf("\n") + 1 || undefined));
  const plain = new RegExp(`[^\\n${separator}]*`, "y");
  const rows: string[][] = [[]];
  let at = 0;
  while (true) {
    let cell = "";
    if (text[at] === '"') {
      const quoted = unquoted(text, at + 1);
      if (!quoted) return { rows: rows.slice(0, -1), open: rows.length };
      cell = quoted.cell;
      at = quoted.next;
    }
    plain.lastIndex = at;
    plain.test(text);
    cell += text.slice(at, plain.lastIndex);
    at = plain.lastIndex;
    rows.at(-1)!.push(unguarded(cell));
    if (at >= text.length) return { rows, open: 0 };
    if (text[at] === "\n") rows.push([]);
    at += 1;
  }
}

function separatorOf(line: string): string {
  const header = line.replace(/"[^"]*"/g, "");
  const count = (separator: string) => header.split(separator).length;
  return separators.reduce((best, one) => (count(one) > count(best) ? one : best));
}

/** What stands in quotes from here on, and where it ends; undefined when it never does. */
function unquoted(text: string, from: number): { cell: string; next: number } | undefined {
  let cell = "";
  let at = from;
  while (true) {
    const end = text.indexOf('"', at);
    if (end < 0) return undefined;
    cell += text.slice(at, end);
    if (text[end + 1] !== '"') return { cell, next: end + 1 };
    cell += '"';
    at = end + 2;
  }
}

/**
 * Rows as a CSV file: commas, quotes where they are needed, "\r\n", and a byte order mark, without which a spreadsheet takes
 * UTF-8 for something else. A cell that a spreadsheet would reckon as a formula gets a ' before it, which `readTable` takes
 * away again.
 */
export function writeTable(rows: string[][]): string {
  const lines = rows.map((row) => row.map((cell) => quoted(guarded(cell))).join(","));
  return `\ufeff${lines.join("\r\n")}\r\n`;
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
  return cell.replace(guard, "");
}

function quoted(cell: string): string {
  return /[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
