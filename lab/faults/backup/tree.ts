import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Fate } from "#lab/faults/power/disk.ts";
import type { Random } from "#lab/load/report/random.ts";
import type { Step } from "./steps.ts";

type Entry = Exclude<Step, { kind: "write" | "truncate" | "sync" | "sync folder" }>;
type Change = Extract<Step, { kind: "write" | "truncate" }>;

/** A file, wherever it is called what. */
interface Kept {
  bytes: Buffer;
  /** Not waited for yet. */
  changes: Change[];
}

interface PaperDisk {
  take(step: Step): void;
  /** Leaves below a folder what a cut at this point may leave. */
  write(base: string, fate: Fate, random: Random): void;
}

const sector = 512;

/** A disk that begins with what is below a folder. Of entries of a folder that nobody waited for it may have any. */
export function paperDisk(prepared: string): PaperDisk {
  const files = new Map<string, Kept>();
  const folders = new Set<string>();
  for (const one of readdirSync(prepared, { recursive: true, withFileTypes: true })) {
    const path = join(one.parentPath, one.name).slice(prepared.length + 1);
    if (one.isDirectory()) folders.add(path);
    else files.set(path, { bytes: readFileSync(join(prepared, path)), changes: [] });
  }
  /** What is certain of the names, and what only the system knows. */
  const certain = { files: new Map(files), folders: new Set(folders) };
  const made = new Map<Entry, Kept>();
  let entries: Entry[] = [];

  return {
    take: (step) => {
      switch (step.kind) {
        case "write":
        case "truncate":
          files.get(step.path)?.changes.push(step);
          return;
        case "sync": {
          const kept = files.get(step.path);
          if (!kept) return;
          for (const change of kept.changes) kept.bytes = changed(kept.bytes, change);
          kept.changes = [];
          return;
        }
        case "sync folder":
          for (const entry of entries) if (isIn(entry, step.path)) enter(certain, entry, made);
          entries = entries.filter((entry) => !isIn(entry, step.path));
          return;
        default:
          if (step.kind === "create" && !files.has(step.path)) made.set(step, { bytes: Buffer.alloc(0), changes: [] });
          entries.push(step);
          enter({ files, folders }, step, made);
      }
    },
    write: (base, fate, random) => {
      const left = { files: new Map(certain.files), folders: new Set(certain.folders) };
      for (const entry of someOf(entries, fate, random)) enter(left, entry, made);
      rmSync(base, { recursive: true, force: true });
      mkdirSync(base);
      for (const folder of left.folders) mkdirSync(join(base, folder), { recursive: true });
      for (const [path, kept] of left.files) {
        if (!left.folders.has(dirname(path)) && dirname(path) !== ".") continue;
        const bytes = pending(kept.changes, fate, random).reduce(changed, kept.bytes);
        writeFileSync(join(base, path), bytes, { mode: 0o600 });
      }
    },
  };
}

const isIn = (entry: Entry, folder: string) =>
  parentOf(entry.path) === folder || (entry.kind === "rename" && parentOf(entry.to) === folder);
const parentOf = (path: string) => (dirname(path) === "." ? "" : dirname(path));

function enter(names: { files: Map<string, Kept>; folders: Set<string> }, entry: Entry, made: Map<Entry, Kept>) {
  const { files, folders } = names;
  if (entry.kind === "create" && made.has(entry)) files.set(entry.path, made.get(entry)!);
  if (entry.kind === "unlink") files.delete(entry.path);
  if (entry.kind === "folder") folders.add(entry.path);
  if (entry.kind === "no folder") folders.delete(entry.path);
  if (entry.kind !== "rename") return;
  const moved = (path: string) =>
    path === entry.path || path.startsWith(`${entry.path}/`) ? entry.to + path.slice(entry.path.length) : null;
  for (const [path, kept] of [...files]) {
    const to = moved(path);
    if (to !== null && files.delete(path)) files.set(to, kept);
  }
  for (const path of [...folders]) {
    const to = moved(path);
    if (to !== null && folders.delete(path)) folders.add(to);
  }
}

function changed(bytes: Buffer, change: Change): Buffer {
  if (change.kind === "truncate") {
    return change.size <= bytes.length ? bytes.subarray(0, change.size) : Buffer.concat([bytes], change.size);
  }
  const size = Math.max(bytes.length, change.at + change.bytes.length);
  const next = Buffer.concat([bytes], size);
  change.bytes.copy(next, change.at);
  return next;
}

function pending(changes: Change[], fate: Fate, random: Random): Change[] {
  if (fate !== "torn") return someOf(changes, fate, random);
  return changes.flatMap((one) => (one.kind === "truncate" ? [one] : sectorsOf(one))).filter(() => random() < 0.5);
}

/** Which of what nobody waited for the disk has: none, the first, or any. */
function someOf<One>(all: One[], fate: Fate, random: Random): One[] {
  if (fate === "drop") return [];
  if (fate === "prefix") return all.slice(0, Math.floor(random() * (all.length + 1)));
  return all.filter(() => random() < 0.5);
}

function sectorsOf({ path, at, bytes }: Extract<Change, { kind: "write" }>): Change[] {
  const pieces: Change[] = [];
  for (let from = 0; from < bytes.length; from += sector) {
    pieces.push({ kind: "write", path, at: at + from, bytes: bytes.subarray(from, from + sector) });
  }
  return pieces;
}
