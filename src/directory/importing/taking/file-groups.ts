import { columnOf } from "#src/directory/files/csv/csv-columns.ts";
import { headerCells, isHsdsTable, type TextFile } from "#src/directory/files/hsds/import/import-tabular.ts";
import type { Issue, IssueCode } from "../incoming.ts";
import type { FileKind } from "./take-file.ts";

/** Files as they belong together: the tables of a package, documents, and lists of ours. */
interface FileGroups {
  tables: TextFile[];
  json: TextFile[];
  lists: TextFile[];
  /** What describes a package (datapackage.json), "" = none. */
  description: string;
}

/** Returns files in their groups, told apart by what is in them and not by their names. `as` says what all of them are. */
export function groupedFiles(texts: TextFile[], as: FileKind | undefined): FileGroups {
  const groups: FileGroups = { tables: [], json: [], lists: [], description: "" };
  for (const file of texts) {
    if (as === "csv") groups.lists.push(file);
    else if (isDescription(file)) groups.description = file.text;
    else if (looksLikeJson(file.text)) groups.json.push(file);
    else if (as === "hsds" || (isHsdsTable(file.text) && !isOurs(file.text))) groups.tables.push(file);
    else groups.lists.push(file);
  }
  if (as !== "csv" && groups.tables.length > 0) {
    // Beside tables, what is no list of ours may be one more of them.
    groups.tables.push(...groups.lists.filter(({ text }) => !isOurs(text)));
    groups.lists = groups.lists.filter(({ text }) => isOurs(text));
  }
  return groups;
}

function isDescription({ name, text }: TextFile): boolean {
  return (
    /(?:^|[/\\])datapackage\.json$/i.test(name) ||
    (looksLikeJson(text) && /"resources"\s*:\s*\[/.test(text.slice(0, 5_000)))
  );
}

function looksLikeJson(text: string): boolean {
  return /^\s*[[{]/.test(text.slice(0, 1_000));
}

const oursAlone = "organization topics phone sms chat whatsapp regions hours free anonymous verified_on".split(" ");

// A table with our own columns says more of a service than HSDS does.
function isOurs(text: string): boolean {
  const header = headerCells(text);
  const isReference = (name: string) => /_id\s*$/i.test(name) && columnOf(name) === undefined;
  return !header.some(isReference) && header.some((name) => oursAlone.includes(columnOf(name) ?? ""));
}

/** Returns an issue of the description of a package for each table it names that is not there and would be read. */
export function missingFiles({ description, tables, json, lists }: FileGroups, others: Issue[]): Issue[] {
  if (description === "") return [];
  const there = new Set([...tables, ...json, ...lists].map(({ name }) => baseName(name)));
  if (there.size === 0 && others.length > 0) return [];
  return pathsIn(description)
    .filter((path) => isWanted(path) && !there.has(baseName(path)))
    .map((path) => ({ ...issueOfFile("file_missing", "datapackage.json"), severity: "warning", part: baseName(path) }));
}

const maxPaths = 40;

function pathsIn(description: string): string[] {
  try {
    const { resources } = JSON.parse(description.slice(0, 1_000_000)) as { resources?: unknown };
    const rows: unknown[] = Array.isArray(resources) ? resources.slice(0, maxPaths) : [];
    return rows.flatMap((row) => {
      const { path } = (row ?? {}) as { path?: unknown };
      return typeof path === "string" ? [path.slice(0, 200)] : [];
    });
  } catch {
    return [];
  }
}

const wanted =
  /^(?:organi[sz]ations?|services?|service_at_locations?|locations?|(?:physical_|postal_)?address(?:es)?|phones?|(?:regular_|holiday_)?schedules?|languages?|service_areas?|(?:service_)?attributes?|taxonomy_terms?)$/;

function isWanted(path: string): boolean {
  return wanted.test(baseName(path).replace(/\.\w+$/, ""));
}

function baseName(path: string): string {
  return path.split(/[/\\]/).at(-1)!.toLowerCase();
}

/** Returns an error that is one of a file as a whole. */
export function issueOfFile(code: IssueCode, file?: string): Issue {
  const issue: Issue = { row: 0, column: "", severity: "error", code, part: "", proposal: "" };
  return file === undefined ? issue : { ...issue, file };
}
