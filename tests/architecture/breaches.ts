import { posix } from "node:path";
import { exempt } from "./exempt.ts";
import { forbiddenIn } from "./names.ts";
import { audiences, roomOf, target } from "./rooms.ts";
import { circlesIn, crossesFolders } from "./sources/circles.ts";
import { type Scan, scan } from "./sources/scan.ts";
import {
  apart,
  filePackages,
  maxCommentPercent,
  maxEntries,
  maxLines,
  maxUsualLines,
  minOwnLines,
  pageless,
  type Room,
  reserved,
  rooms,
  topLevel,
  writtenOnce,
} from "./table.ts";
import { styleTextsIn, textsIn } from "./texts.ts";

const code = /\.(tsx?|mjs|js)$/;
const vendored = /^static\/htmx/;
/** What pages are made of; its words come from the catalogs. The command line is English and no page. */
const shown = /^(views\/.*\.tsx?|src\/.*\.tsx|src\/(http|live)\/.*\.ts|static\/.*\.(js|css))$/;

/** Returns every breach of the architecture in a whole tree (paths from its top, with `/`) as `path: rule`; [] = sound. */
export function breaches(files: ReadonlyMap<string, string>): string[] {
  const found = new Set<string>();
  const tell = (path: string, rule: string) => found.add(`${path}: ${rule}`);
  const scans = new Map<string, Scan>();
  for (const [path, text] of files) {
    const [top = ""] = path.split("/");
    if (!topLevel.has(top)) tell(top, "is not among the listed entries of the top level");
    if (vendored.test(path)) continue;
    const seen = code.test(path) ? scan(text) : null;
    for (const word of forbiddenIn(path, text, seen)) tell(path, word);
    if (/^(src|views)\//.test(path) && !(roomOf(path) in rooms)) tell(path, `the room ${roomOf(path)} is not listed`);
    if (seen) ofCode(path, text, seen, tell);
    if (seen && /^(src|views)\//.test(path)) scans.set(path, seen);
    if (shown.test(path)) ofTexts(path, text, tell);
    if (/^migrations\/.*\.sql$/.test(path)) ofMigration(path, files, tell);
    ofDoor(path, files, tell);
  }
  ofNames(scans, tell);
  ofCircles(scans, tell);
  ofSmallFiles(scans, files, tell);
  for (const [folder, entries] of foldersOf(files)) {
    if (entries > maxEntries) tell(folder, `${entries} entries, at most ${maxEntries}`);
  }
  const usual = usualLines(files);
  if (usual > maxUsualLines) tell("src and views", `one file in twenty has ${usual} lines, at most ${maxUsualLines}`);
  const comments = commentPercent(files);
  if (comments > maxCommentPercent) {
    tell("src and views", `${comments.toFixed(2)} % of the lines are comments, at most ${maxCommentPercent} %`);
  }
  return [...found].sort();
}

/** One name means one thing, so that a search for it finds one declaration. */
function ofNames(scans: ReadonlyMap<string, Scan>, tell: Tell) {
  const owners = new Map<string, string>();
  for (const [path, { exports }] of scans) {
    if (!path.startsWith("src/")) continue;
    for (const name of exports) {
      const owner = owners.get(name);
      if (owner) tell(path, `exports ${name}, as ${owner} does`);
      else owners.set(name, path);
    }
  }
}

function ofCircles(scans: ReadonlyMap<string, Scan>, tell: Tell) {
  for (const circle of circlesIn(graphOf(scans, false))) {
    tell(circle[0]!, `is in a circle of imports with ${circle.slice(1).join(", ")}`);
  }
  for (const circle of circlesIn(graphOf(scans, true)).filter(crossesFolders)) {
    tell(circle[0]!, `is in a circle of imports and types across folders with ${circle.slice(1).join(", ")}`);
  }
}

function graphOf(scans: ReadonlyMap<string, Pick<Scan, "imports">>, withTypes: boolean): Map<string, Set<string>> {
  const graph = new Map<string, Set<string>>();
  for (const [path, { imports }] of scans) {
    const all = imports.filter(({ typeOnly }) => withTypes || !typeOnly).map(({ from }) => target(from, path));
    const files = all.flatMap((to) => ("file" in to && scans.has(to.file) ? [to.file] : []));
    graph.set(path, new Set(files.filter((file) => file !== path)));
  }
  return graph;
}

/** No one should have to open a second file for a few lines that only one neighbour uses. */
function ofSmallFiles(scans: ReadonlyMap<string, Scan>, files: ReadonlyMap<string, string>, tell: Tell) {
  const importers = new Map<string, string[]>();
  for (const [path, imported] of graphOf(scans, true)) {
    for (const file of imported) importers.set(file, [...(importers.get(file) ?? []), path]);
  }
  for (const path of scans.keys()) {
    const [importer = "", ...others] = importers.get(path) ?? [];
    const isNeighbour = others.length === 0 && posix.dirname(importer) === posix.dirname(path);
    const lines = linesOf(files.get(path)!);
    const belongs = isNeighbour && lines < minOwnLines;
    if (belongs && !apart.has(path)) tell(path, `${lines} lines that ${importer} alone imports belong in it`);
    if (!belongs && apart.has(path)) tell(path, "is listed as standing apart, and need not be");
  }
}

/** Length of the shortest file among the longest twentieth of src and views. */
function usualLines(files: ReadonlyMap<string, string>): number {
  const all = [...files]
    .filter(([path]) => /^(src|views)\//.test(path) && code.test(path))
    .map(([, text]) => linesOf(text));
  return all.sort((a, b) => a - b)[Math.floor(all.length * 0.95)] ?? 0;
}

/** Comments in a hundred lines of src and views. The tables are left out: their comments are copied from the migrations. */
function commentPercent(files: ReadonlyMap<string, string>): number {
  let all = 0;
  let comments = 0;
  for (const [path, text] of files) {
    if (!/^(src|views)\//.test(path) || !code.test(path) || path.startsWith("src/db/schema/")) continue;
    all += linesOf(text);
    comments += commentLines(text);
  }
  return all === 0 ? 0 : (100 * comments) / all;
}

function commentLines(text: string): number {
  const comments = text.match(/^\s*(?:\{?\/\*[\s\S]*?\*\/|\/\/.*$)/gm) ?? [];
  return comments.reduce((sum, one) => sum + linesOf(one.trim()), 0);
}

const linesOf = (text: string) => text.replace(/\n$/, "").split("\n").length;

/** Entries by folder; those at the top of src/ and tests/ are the rooms. */
function foldersOf(files: ReadonlyMap<string, string>): Map<string, number> {
  const inside = new Map<string, Set<string>>();
  for (const path of files.keys()) {
    const parts = path.split("/");
    for (let depth = 1; depth < parts.length; depth += 1) {
      const folder = parts.slice(0, depth).join("/");
      if (/^((src|tests)\/|(views|lab)\b)/.test(folder))
        inside.set(folder, (inside.get(folder) ?? new Set()).add(parts[depth]!));
    }
  }
  return new Map([...inside].map(([folder, entries]) => [folder, entries.size]));
}

/** vitest loads these itself, and wants a default export. */
const forVitest = ["vitest.config.ts", "lab/dev/vitest.config.ts", "bin/test/again.mjs"];

type Tell = (path: string, rule: string) => void;

function ofCode(path: string, text: string, seen: Scan, tell: Tell) {
  const lines = linesOf(text);
  if (lines > maxLines) tell(path, `${lines} lines, at most ${maxLines}`);
  if (seen.defaultExport && !forVitest.includes(path)) tell(path, "has a default export");
  if (seen.barrel) tell(path, "only passes on what others export");
  const room = rooms[roomOf(path)];
  for (const { what, where, pattern } of writtenOnce) {
    if (path.startsWith("src/") && path !== where && pattern.test(text))
      tell(path, `${what} is written in ${where} alone`);
  }
  if (!room || !/^(src|views|tests|lab)\/|^vitest/.test(path)) return;
  ofImports(path, room, seen, tell);
  if (room === rooms.tests) return;
  for (const member of seen.members) {
    const owner = reserved[member];
    if (owner && owner !== roomOf(path)) tell(path, `${member} belongs to ${owner} alone`);
  }
}

function ofImports(path: string, room: Room, seen: Scan, tell: Tell) {
  const own = roomOf(path);
  for (const { from, typeOnly } of seen.imports) {
    const to = target(from, path);
    if ("package" in to) {
      const listed = [...(room.packages ?? []), ...(filePackages[path] ?? [])];
      if (!listed.some((name) => covers(name, to.package))) tell(path, `the package ${from} is not listed for ${own}`);
      continue;
    }
    const other = roomOf(to.file);
    if (/^(src|views)\//.test(to.file) && !(other in rooms)) tell(path, `imports ${from}, whose room is not listed`);
    // What is shipped contains no tests, even where it puts everything together.
    if (other === "tests" && own !== "tests") tell(path, `${own} may not import tests (${from})`);
    const may = [...room.rooms, ...(typeOnly ? (room.types ?? []) : [])];
    if (other === own || may.includes("*") || may.includes(other)) continue;
    const asType = room.types?.includes(other) ? " other than types" : "";
    tell(path, `${own} may not import ${other}${asType} (${from})`);
  }
}

function covers(listed: string, name: string): boolean {
  return listed === name || (listed.endsWith("*") && name.startsWith(listed.slice(0, -1)));
}

/** An unreadable file is refused, as no one would know what it says. */
function ofTexts(path: string, source: string, tell: Tell) {
  const may = exempt.filter((one) => one.path === path).flatMap(({ texts }) => texts);
  try {
    const found = path.endsWith(".css") ? styleTextsIn(source) : textsIn(path, source);
    for (const text of found) if (!may.includes(text)) tell(path, `“${text}” stands here and not in the catalogs`);
    for (const text of may) if (!found.includes(text)) tell(path, `“${text}” is exempt and does not stand here`);
  } catch {
    tell(path, "cannot be read for the texts in it");
  }
}

function ofMigration(path: string, files: ReadonlyMap<string, string>, tell: Tell) {
  const list = files.get("src/db/migrations.ts") ?? "";
  if (!list.includes(`"${posix.basename(path)}"`)) tell(path, "is not listed in src/db/migrations.ts");
}

function ofDoor(path: string, files: ReadonlyMap<string, string>, tell: Tell) {
  const [, audience = "", name = ""] = /^src\/http\/([^/]+)\/(.+)\.tsx?$/.exec(path) ?? [];
  if (!audiences.includes(audience) || name === "gate") return;
  const door = `${audience}/${name}`;
  const shows = files.has(`views/${door}.tsx`);
  const needsPage = audience !== "public" && !pageless.has(door);
  if (needsPage && !shows) tell(path, `has no page views/${door}.tsx`);
  if (!needsPage && shows) tell(path, "is listed as a door without a page, and has one");
  const test = `tests/http/${door}.test.ts`;
  if (!files.has(test) && !files.has(`${test}x`)) tell(path, `has no test ${test}`);
}
