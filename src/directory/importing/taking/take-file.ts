import { readServices } from "#src/directory/files/csv/import-csv.ts";
import { importDocuments } from "#src/directory/files/hsds/import/import-hsds.ts";
import { headerCells, importTabular, type TextFile } from "#src/directory/files/hsds/import/import-tabular.ts";
import type { CellTable } from "#src/directory/files/hsds/json-tables.ts";
import { tablesInJson } from "#src/directory/files/hsds/json-tables.ts";
import { askedIn, type Mapping, type Study, startStudy } from "#src/directory/files/meaning/mapping.ts";
import { readJson } from "#src/directory/files/read-json.ts";
import { isZip, unzipped, type ZipFile } from "#src/directory/files/zip.ts";
import { maxDirectoryFile, readingText } from "../file-text.ts";
import type { Incoming, Issue } from "../incoming.ts";
import { groupedFiles, issueOfFile, missingFiles } from "./file-groups.ts";

export interface FileOptions {
  as?: FileKind | undefined;
  source: string;
  /** If given, the organization of services that name none. */
  sourceName?: string;
  timeZone: string;
  today: string;
  regionOf(text: string): string | undefined;
  mapping?: Mapping | undefined;
  /** To try a mapping out: at most so many services of each group of files. */
  most?: number;
}

export type FileKind = "csv" | "hsds";

export interface TakenFiles {
  kind: FileKind;
  incoming: Incoming;
  /** The lists, so that rows left out can be exported again; [] = none, or no two of them have one header. */
  lists: TextFile[];
}

/** Reads files: our CSV, HSDS as JSON, and HSDS tables, zipped or not, each group as one. Problems are issues. Yields 0 to 1. */
export function* takeFiles(files: ZipFile[], given: FileOptions): Generator<number, TakenFiles> {
  const study = startStudy(given.mapping);
  const options = { ...given, study };
  const { texts, issues } = yield* textsOf(files);
  const group = groupedFiles(texts, given.as);
  const read: Incoming[] = [{ organizations: [], services: [], issues: [...issues, ...missingFiles(group, issues)] }];
  const json = yield* documentsOf(group.json, read[0]!.issues);
  const inJson = json.length > 0 ? tablesInJson(json) : null;
  const tables: (TextFile | CellTable)[] = [...group.tables, ...(inJson ?? [])];
  if (tables.length > 0) read.push(yield* importTabular(tables, options));
  if (inJson === null && json.length > 0) {
    read.push(
      yield* importDocuments(
        json.map(({ value }) => value),
        options,
      ),
    );
  }
  for (const list of group.lists)
    read.push(yield* readList(list, group.lists.length > 1 || tables.length > 0, options));
  if (texts.length === 0 && issues.length === 0) read[0]!.issues.push(issueOfFile("empty_file"));
  const kind = tables.length + group.json.length > 0 ? "hsds" : (given.as ?? "csv");
  return { kind, incoming: together(read, study), lists: alikeOf(group.lists) };
}

function together(read: Incoming[], study: Study): Incoming {
  const regions = read.flatMap((one) => one.regions ?? []);
  const belonging = read.find((one) => one.belonging)?.belonging;
  const rows = read.find((one) => one.rows)?.rows;
  return {
    organizations: read.flatMap((one) => one.organizations),
    services: read.flatMap((one) => one.services),
    issues: read.flatMap((one) => one.issues),
    ...(regions.length > 0 ? { regions } : {}),
    ...(belonging ? { belonging } : {}),
    ...(rows ? { rows } : {}),
    asked: askedIn(study),
  };
}

/** Rows below one header can be put into one file again. */
function alikeOf(lists: TextFile[]): TextFile[] {
  const headers = new Set(lists.map(({ text }) => JSON.stringify(headerCells(text))));
  return headers.size === 1 ? lists : [];
}

// Several lists may have the same row numbers.
function* readList(
  { name, text }: TextFile,
  isNamed: boolean,
  options: FileOptions & { study: Study },
): Generator<number, Incoming> {
  const reading = readServices(text, options);
  for (;;) {
    const step = reading.next();
    if (!step.done) {
      yield 0;
      continue;
    }
    const { organizations, services, issues } = step.value;
    const file = isNamed ? { file: name } : {};
    return {
      organizations,
      services: services.slice(0, options.most).map((one) => ({ ...one, ...file })),
      issues: issues.map((one) => ({ ...one, ...file })),
    };
  }
}

function* documentsOf(files: TextFile[], issues: Issue[]): Generator<number, { name: string; value: unknown }[]> {
  const found: { name: string; value: unknown }[] = [];
  for (const { name, text } of files) {
    const read = yield* readJson(text);
    if (typeof read === "string") issues.push(issueOfFile(read, files.length > 1 ? name : undefined));
    // With one value it is a document, with several one on each line.
    else found.push({ name, value: read.length === 1 ? read[0] : read });
  }
  return found;
}

function* textsOf(files: ZipFile[]): Generator<number, { texts: TextFile[]; issues: Issue[] }> {
  const issues: Issue[] = [];
  const texts: TextFile[] = [];
  if (files.reduce((sum, { bytes }) => sum + bytes.length, 0) > maxDirectoryFile)
    return { texts, issues: [issueOfFile("too_big")] };
  for (const file of files) {
    const name = files.length > 1 ? file.name : undefined;
    const inside = isZip(file.bytes) ? yield* unzipped(file.bytes) : [file];
    if (inside === null || inside === "too_big" || inside.length === 0) {
      issues.push(issueOfFile(inside === "too_big" ? "too_big" : "not_text", name));
      continue;
    }
    const isAlone = files.length === 1 && inside.length === 1;
    for (const one of inside) {
      const read = yield* readingText(one.bytes);
      if ("text" in read) texts.push({ name: one.name, text: read.text });
      // An empty table in a package does no harm.
      else if (isAlone || read.code !== "empty_file")
        issues.push(issueOfFile(read.code, isAlone ? undefined : one.name));
    }
  }
  return { texts, issues };
}
