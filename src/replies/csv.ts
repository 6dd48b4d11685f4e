import { readFileText } from "#src/directory/importing/file-text.ts";
import { readTable, writeTable } from "#src/hours/files/csv.ts";
import { type ColumnNames, columnsOf } from "#src/hours/files/csv-head.ts";
import { tidyLine } from "#src/hours/files/imported.ts";
import { searchable } from "#src/i18n/fold.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { languageNamed } from "#src/i18n/language-named.ts";
import { maxReply, type Reply, type ReplyField, type ReplyProblem, type ReplyValues, readReply } from "./reply.ts";

const replyColumns = ["language", "topic", "name", "text"] as const satisfies ReplyField[];

const columnNames: ColumnNames<ReplyField> = {
  language: "language lang langue taal idioma kieli nyelv",
  topic: "topic subject category sujet theme onderwerp tema aihe tema",
  name: "name title short nom titre naam titel nombre titulo nimi nev cim",
  text: "text reply message words texte reponse tekst antwoord texto respuesta teksti vastaus szoveg valasz",
};

/** No list has more: three bytes a letter at most, and quotes and commas around each row. */
const maxRows = maxReply.replies;
const maxRepliesFile = maxRows * (3 * (maxReply.name + maxReply.topic + maxReply.text) + 50);
const maxProblems = 100;

/** `row` as a spreadsheet counts; 0 = the whole file. */
export interface RepliesFileProblem {
  row: number;
  problem:
    | ReplyProblem["problem"]
    | "no_columns"
    | "open_quote"
    | "empty"
    | "not_text"
    | "too_big"
    | "twice"
    | "too_many_rows";
  field: ReplyField | null;
  part: string;
}

export interface RepliesFile {
  rows: { row: number; values: ReplyValues }[];
  problems: RepliesFileProblem[];
}

/** Reads a file in any encoding that spreadsheets write, as `readRepliesCsv` reads its text. */
export function readRepliesFile(bytes: Uint8Array, usual: Language): RepliesFile & { text: string } {
  if (bytes.length > maxRepliesFile)
    return { rows: [], problems: [fileProblem(0, "too_big", null, (maxRepliesFile / 1_000_000).toFixed(0))], text: "" };
  const value = readFileText(bytes);
  if ("text" in value) return { ...readRepliesCsv(value.text, usual), text: value.text };
  return { rows: [], problems: [fileProblem(0, value.code === "empty_file" ? "empty" : "not_text")], text: "" };
}

/** Reads a CSV file of replies, columns in any order; `usual` is the language without such a column. Wrong rows are left out. */
export function readRepliesCsv(text: string, usual: Language): RepliesFile {
  if (text.trim() === "") return { rows: [], problems: [fileProblem(0, "empty")] };
  const { rows, open } = readTable(text);
  const problems = open > 0 ? [fileProblem(open, "open_quote")] : [];
  const names = columnsOf(rows[0], columnNames);
  if (!names.includes("name") || !names.includes("text")) {
    return { rows: [], problems: [...problems, fileProblem(1, "no_columns", null, (rows[0] ?? []).join(", "))] };
  }
  const isBlank = (row: string[]) => row.every((cell) => cell.trim() === "");
  if (!rows.slice(maxRows + 1).every(isBlank)) problems.unshift(fileProblem(0, "too_many_rows", null, String(maxRows)));
  const read: RepliesFile["rows"] = [];
  const seen = new Set<string>();
  for (const [i, row] of rows.slice(0, maxRows + 1).entries()) {
    if (i === 0 || isBlank(row)) continue;
    const cell = (field: ReplyField) => row[names.indexOf(field)] ?? "";
    const language = names.includes("language") ? (languageNamed(cell("language")) ?? cell("language")) : usual;
    const { values, problems: wrong } = readReply({
      language,
      topic: cell("topic"),
      name: cell("name"),
      text: cell("text"),
    });
    const key = `${values.language} ${searchable(values.name)}`;
    const all = wrong.map(({ field, problem, part }) => fileProblem(i + 1, problem, field, part));
    if (all.length === 0 && seen.has(key)) all.push(fileProblem(i + 1, "twice", "name", values.name));
    if (all.length === 0) read.push({ row: i + 1, values });
    if (all.length === 0) seen.add(key);
    problems.push(...all.slice(0, Math.max(0, maxProblems - problems.length)));
  }
  return { rows: read, problems };
}

function fileProblem(row: number, problem: RepliesFileProblem["problem"], field: ReplyField | null = null, part = "") {
  const text = tidyLine(part.slice(0, 100));
  return { row, problem, field, part: text.length > 60 ? `${text.slice(0, 59).toWellFormed()}…` : text };
}

/** Writes replies as CSV, which `readRepliesCsv` reads back unchanged. */
export function writeRepliesCsv(replies: Reply[]): string {
  return writeTable([[...replyColumns], ...replies.map((reply) => replyColumns.map((column) => reply[column]))]);
}
