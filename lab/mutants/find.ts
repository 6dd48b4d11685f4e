import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Planted } from "./mutant.ts";

/** Text of every file that a bug can lie in, by path. */
export type Sources = ReadonlyMap<string, string>;

/** Reads the modules, pages and migrations. */
export function readSources(root: string): Sources {
  const paths = globSync(["src/**/*.{ts,tsx}", "views/**/*.{ts,tsx}", "migrations/*.sql"], { cwd: root }).sort();
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

/** A bug's text: from `start` to `end` in a file, within its declaration. */
export interface Place {
  path: string;
  start: number;
  end: number;
  declaration: Stretch;
}

interface Stretch {
  start: number;
  end: number;
}

/** A bug that fits nowhere, or in several places, which the message says. */
export class DoesNotApply extends Error {}

/** Returns the one place of a bug. Throws DoesNotApply. */
export function placeOf(one: Planted, sources: Sources): Place {
  const { path, declaration } = declarationOf(one, sources);
  const text = sources.get(path)!;
  const found = text.slice(declaration.start, declaration.end).split(one.from);
  if (found.length !== 2)
    throw not(one, `“${one.from}” stands ${found.length - 1} times in its declaration in ${path}`);
  const start = declaration.start + found[0]!.length;
  return { path, start, end: start + one.from.length, declaration };
}

/** Returns a file with the bug in it. Throws DoesNotApply. */
export function planted(one: Planted, sources: Sources): { path: string; text: string } {
  const { path, start, end } = placeOf(one, sources);
  const text = sources.get(path)!;
  return { path, text: text.slice(0, start) + one.to + text.slice(end) };
}

function declarationOf(one: Planted, sources: Sources): { path: string; declaration: Stretch } {
  const { symbol, helper } = one;
  const named = namesIn(sources);
  const [path, second] = named.get(symbol) ?? [];
  if (path === undefined) throw not(one, `nothing exports ${symbol}`);
  if (second) throw not(one, `${path} and ${second} both export ${symbol}`);
  const text = sources.get(path)!;
  const declaration = path.endsWith(".sql") ? { start: 0, end: text.length } : stretchOf(text, helper ?? symbol);
  if (!declaration) throw not(one, `${path} does not declare ${helper}`);
  return { path, declaration };
}

const kinds = "(?:async )?(?:abstract )?(?:function\\*?|const|let|class|interface|type)";
const exported = new RegExp(`^export ${kinds} (\\w+)`, "gm");
const table = /^CREATE (table) (\w+) \(/gim;

const known = new WeakMap<Sources, Map<string, string[]>>();

/** Which files export a name, or create a table (`table message`). */
function namesIn(sources: Sources): Map<string, string[]> {
  const before = known.get(sources);
  if (before) return before;
  const found = new Map<string, string[]>();
  for (const [path, text] of sources) {
    const names = path.endsWith(".sql")
      ? [...text.matchAll(table)].map((made) => `table ${made[2]}`)
      : [...text.matchAll(exported)].map((one) => one[1]!);
    for (const name of new Set(names)) found.set(name, [...(found.get(name) ?? []), path]);
  }
  known.set(sources, found);
  return found;
}

/** Returns a top-level declaration of a module; one formatter lays them out, so what is indented, or closes, belongs to it. */
export function stretchOf(text: string, name: string): Stretch | undefined {
  const head = new RegExp(`^(?:export )?${kinds} ${name}\\b.*$`, "m").exec(text);
  if (!head) return undefined;
  const rest = text.slice(head.index + head[0].length);
  const next = /\n(?=[^\s})\]])/.exec(rest);
  return { start: head.index, end: next ? head.index + head[0].length + next.index : text.length };
}

function not({ id }: Planted, why: string): DoesNotApply {
  return new DoesNotApply(`The planted bug ${id} does not apply: ${why}.`);
}
