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

export interface FileOptions {
  as?: FileKind | undefined;
  source: string;
  /** If given, the organization of services that name none. */
  sourceName?: string;
  timeZone: string;
  today: string;
  regionOf(text: string): string | undefined;
}

export type FileKind = "csv" | "hsds";

export interface TakenFiles {
  kind: FileKind;
  incoming: Incoming;
  /** The file, so that rows left out can be exported again; null for HSDS. */
  text: string | null;
}

/** Reads one file or several: our CSV, HSDS as JSON, or HSDS tables, zipped or not. Problems are issues. Yields 0 to 1. */
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
  const incoming = isJson
    ? yield* importHsdsText(texts.map(({ text }) => text).join("\n"), options)
    : yield* importTabular(texts, options);
  return { kind: "hsds", incoming, text: null };
}

// Several lists would have the same row numbers, so only the first is read and the others get an issue.
function* takeList([first, ...others]: TextFile[], options: FileOptions): Generator<number, TakenFiles> {
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
      // An empty table in a package does no harm.
      else if (isAlone || read.code !== "empty_file") issues.push(issueOf(read.code, isAlone ? undefined : one.name));
    }
  }
  return { texts: withoutDescription(texts), issues };
}

function withoutDescription(texts: TextFile[]): TextFile[] {
  const tables = texts.filter(({ text }) => !looksLikeJson(text));
  return tables.length > 0 ? tables : texts;
}

function looksLikeJson(text: string): boolean {
  return /^\s*[[{]/.test(text.slice(0, 1_000));
}

// A table with our own columns says more of a service than HSDS does.
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
