import { columnOf } from "#src/directory/files/csv/csv-columns.ts";
import { readServices } from "#src/directory/files/csv/import-csv.ts";
import { importHsdsText } from "#src/directory/files/hsds/import/import-hsds.ts";
import {
  headerCells,
  importTabular,
  isHsdsTable,
  type TextFile,
} from "#src/directory/files/hsds/import/import-tabular.ts";
import { isZip, unzipped, type ZipFile } from "#src/directory/files/zip.ts";
import { maxDirectoryFile, readingText } from "./file-text.ts";
import type { Incoming, Issue, IssueCode } from "./incoming.ts";

/** What whoever brings files says of them. */
export interface FileOptions {
  /** What they are; without it they tell themselves. */
  as?: FileKind | undefined;
  /** What ids that are no UUIDs are of. */
  source: string;
  /** Whose list it is, where somebody said it: services without an organization are of that one. */
  sourceName?: string;
  /** IANA; of hours that name no zone. */
  timeZone: string;
  /** "2026-11-03" */
  today: string;
  /** The code of a region by its code or name; undefined when there is none. */
  regionOf(text: string): string | undefined;
}

export type FileKind = "csv" | "hsds";

/** Files as they were understood. */
export interface TakenFiles {
  kind: FileKind;
  incoming: Incoming;
  /** Of a list of ours, the file: rows that were left out can be had back. null for HSDS. */
  text: string | null;
}

/**
 * Understands one file, or several that came together: our CSV, HSDS as JSON, or the tables of HSDS, in a zip archive or loose.
 * Whatever cannot be read is told as an issue. Yields often, 0 to 1 where it knows how much is done.
 */
export function* takeFiles(files: ZipFile[], options: FileOptions): Generator<number, TakenFiles> {
  const { texts, issues } = yield* textsOf(files);
  if (issues.length > 0 || texts.length === 0) {
    const kind = options.as ?? "csv";
    return {
      kind,
      incoming: { organizations: [], services: [], issues: issues.length > 0 ? issues : [none] },
      text: null,
    };
  }
  const wanted = options.as ?? kindOf(texts);
  if (wanted === "csv") return yield* takeList(texts, options);
  const isJson = texts.every(({ text }) => looksLikeJson(text));
  // Several documents are read as one file with one on each line.
  const incoming = isJson
    ? yield* importHsdsText(texts.map(({ text }) => text).join("\n"), options)
    : yield* importTabular(texts, options);
  return { kind: "hsds", incoming, text: null };
}

/** Several lists at once would have rows of the same numbers: only the first is read, and of the others it is told. */
function* takeList([first, ...others]: TextFile[], options: FileOptions): Generator<number, TakenFiles> {
  // How many rows are done says nothing of how many there are.
  const reading = readServices(first!.text, options);
  for (;;) {
    const step = reading.next();
    if (!step.done) {
      yield 0;
      continue;
    }
    const issues = [...others.map(({ name }) => issueOf("one_list_only", name)), ...step.value.issues];
    return { kind: "csv", incoming: { ...step.value, issues }, text: first!.text };
  }
}

const none: Issue = { row: 0, column: "", severity: "error", code: "empty_file", part: "", proposal: "" };

function issueOf(code: IssueCode, file?: string): Issue {
  return { ...none, code, ...(file === undefined ? {} : { file }) };
}

function* textsOf(files: ZipFile[]): Generator<number, { texts: TextFile[]; issues: Issue[] }> {
  const issues: Issue[] = [];
  const texts: TextFile[] = [];
  if (files.reduce((sum, { bytes }) => sum + bytes.length, 0) > maxDirectoryFile)
    return { texts, issues: [issueOf("too_big")] };
  for (const file of files) {
    const name = files.length > 1 ? file.name : undefined;
    const inside = isZip(file.bytes) ? yield* unzipped(file.bytes) : [file];
    if (inside === null || inside === "too_big" || inside.length === 0) {
      issues.push(issueOf(inside === "too_big" ? "too_big" : "not_text", name));
      continue;
    }
    const isAlone = files.length === 1 && inside.length === 1;
    for (const one of inside) {
      const read = yield* readingText(one.bytes);
      if ("text" in read) texts.push({ name: one.name, text: read.text });
      // A table without rows stands in a package without harm.
      else if (isAlone || read.code !== "empty_file") issues.push(issueOf(read.code, isAlone ? undefined : one.name));
    }
  }
  return { texts: withoutDescription(texts), issues };
}

/** What describes a package is none of its tables. */
function withoutDescription(texts: TextFile[]): TextFile[] {
  const tables = texts.filter(({ text }) => !looksLikeJson(text));
  return tables.length > 0 ? tables : texts;
}

function looksLikeJson(text: string): boolean {
  return /^\s*[[{]/.test(text.slice(0, 1_000));
}

/** HSDS is what is JSON, and what has the columns of one of its tables; a table of ours says more of a service than those do. */
function kindOf(texts: TextFile[]): FileKind {
  const isHsds = ({ text }: TextFile) => looksLikeJson(text) || (isHsdsTable(text) && !isOurs(text));
  return texts.some(isHsds) ? "hsds" : "csv";
}

const oursAlone = "organization topics phone sms chat whatsapp regions hours free anonymous verified_on".split(" ");

function isOurs(text: string): boolean {
  const header = headerCells(text);
  const isReference = (name: string) => /_id\s*$/i.test(name) && columnOf(name) === undefined;
  return !header.some(isReference) && header.some((name) => oursAlone.includes(columnOf(name) ?? ""));
}
