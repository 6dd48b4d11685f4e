import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Fate } from "#lab/faults/power/disk.ts";
import type { Random } from "#lab/load/report/random.ts";
import type { Step } from "./steps.ts";

type Entry = Exclude<Step, { kind: "write" | "copy" | "truncate" | "sync" }>;
type Change = Extract<Step, { kind: "write" | "truncate" }>;

/** A file, wherever it is called what. */
interface Kept {
  bytes: Buffer;
  /** Not waited for yet. */
  changes: Change[];
  /** Where it was at first, for as long as it is what it was. */
  lent: string | null;
}

interface PaperDisk {
  take(step: Step): void;
  /** Leaves below a folder what a cut at this point may leave. */
  write(base: string, fate: Fate, random: Random): void;
}

const sector = 512;
/** A copy of a whole program is torn into no more pieces than this. */
const maxPieces = 4096;

/**
 * A disk that begins with what is below a folder. Of entries of a folder that nobody waited for it may have any. `isLent`: files that
 * nobody writes to, which get a second name instead of a copy as long as they are what they were.
 */
export function paperDisk(prepared: string, isLent: (path: string) => boolean = () => false): PaperDisk {
  const files = new Map<string, Kept>();
  const folders = new Set<string>();
  for (const one of readdirSync(prepared, { recursive: true, withFileTypes: true })) {
    const path = join(one.parentPath, one.name).slice(prepared.length + 1);
    if (one.isDirectory()) folders.add(path);
    else {
      const file = join(prepared, path);
      files.set(path, { bytes: readFileSync(file), changes: [], lent: isLent(path) ? file : null });
    }
  }
  /** What is certain of the names, and what only the system knows. */
  const certain = { files: new Map(files), folders: new Set(folders) };
  const made = new Map<Entry, Kept>();
  let entries: Entry[] = [];

  /** As the system shows a file, whatever of it is on the disk. */
  function whole(path: string): Buffer {
    if (path.startsWith("/")) return readFileSync(path);
    const { bytes, changes } = files.get(path)!;
    return changed(bytes, changes);
  }

  return {
    take: (step) => {
      switch (step.kind) {
        case "write":
        case "truncate":
          files.get(step.path)?.changes.push(step);
          return;
        case "copy": {
          const { path, at, from, fromAt, size } = step;
          const bytes = whole(from).subarray(fromAt, fromAt + size);
          files.get(path)?.changes.push({ kind: "write", path, at, bytes });
          return;
        }
        case "sync": {
          const kept = files.get(step.path);
          if (kept && kept.changes.length > 0)
            Object.assign(kept, { bytes: changed(kept.bytes, kept.changes), changes: [], lent: null });
          if (kept) return;
          for (const entry of entries) if (isIn(entry, step.path)) enter(certain, entry, made);
          entries = entries.filter((entry) => !isIn(entry, step.path));
          return;
        }
        default:
          if (step.kind === "create" && !files.has(step.path))
            made.set(step, { bytes: Buffer.alloc(0), changes: [], lent: null });
          if (step.kind === "link" && files.has(step.path)) made.set(step, files.get(step.path)!);
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
        const changes = pending(kept.changes, fate, random);
        if (kept.lent && changes.length === 0) linkSync(kept.lent, join(base, path));
        else writeFileSync(join(base, path), changed(kept.bytes, changes), { mode: 0o600 });
      }
    },
  };
}

const isIn = (entry: Entry, folder: string) => {
  if (entry.kind === "link") return parentOf(entry.to) === folder;
  return parentOf(entry.path) === folder || (entry.kind === "rename" && parentOf(entry.to) === folder);
};
const parentOf = (path: string) => (dirname(path) === "." ? "" : dirname(path));

function enter(names: { files: Map<string, Kept>; folders: Set<string> }, entry: Entry, made: Map<Entry, Kept>) {
  const { files, folders } = names;
  if (entry.kind === "create" && made.has(entry)) files.set(entry.path, made.get(entry)!);
  if (entry.kind === "link" && made.has(entry)) files.set(entry.to, made.get(entry)!);
  if (entry.kind === "unlink") files.delete(entry.path);
  if (entry.kind === "folder") folders.add(entry.path);
  if (entry.kind === "no folder") folders.delete(entry.path);
  if (entry.kind !== "rename") return;
  // Where both are names of one file already, a rename leaves both.
  if (files.has(entry.path) && files.get(entry.path) === files.get(entry.to)) return;
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

function changed(bytes: Buffer, changes: Change[]): Buffer {
  if (changes.length === 0) return bytes;
  const most = changes.map((one) => (one.kind === "write" ? one.at + one.bytes.length : one.size));
  const room = Buffer.concat([bytes], Math.max(bytes.length, ...most));
  let size = bytes.length;
  for (const one of changes) {
    if (one.kind === "write") {
      one.bytes.copy(room, one.at);
      size = Math.max(size, one.at + one.bytes.length);
      continue;
    }
    // What is cut off comes back as zeros.
    if (one.size < size) room.fill(0, one.size, size);
    size = one.size;
  }
  return room.subarray(0, size);
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
  const piece = sector * Math.ceil(bytes.length / (sector * maxPieces));
  const pieces: Change[] = [];
  for (let from = 0; from < bytes.length; from += piece) {
    pieces.push({ kind: "write", path, at: at + from, bytes: bytes.subarray(from, from + piece) });
  }
  return pieces;
}
