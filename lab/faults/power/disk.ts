import { closeSync, ftruncateSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Random } from "#lab/load/report/random.ts";
import type { Step } from "./log.ts";

/** What a disk may have of writes not waited for: none, the first, any, any in any order, any pieces of 512 bytes. */
export const fates = ["drop", "prefix", "subset", "reorder", "torn"] as const;
export type Fate = (typeof fates)[number];

const sector = 512;

type Change = Extract<Step, { kind: "write" | "truncate" }>;
type Entry = { kind: "create" | "unlink"; file: string };

interface CutDisk {
  take(step: Step): void;
  /** Writes the files as a cut at this point may leave them, into an empty folder. */
  write(folder: string, fate: Fate, random: Random): void;
}

export function cutDisk(): CutDisk {
  /** Bytes certainly on the disk, by file, even of one whose name may be lost. */
  const certain = new Map<string, Kept>();
  const names = new Set<string>();
  let changes: Change[] = [];
  let entries: Entry[] = [];

  const kept = (file: string) => {
    const found = certain.get(file) ?? new Kept();
    certain.set(file, found);
    return found;
  };

  return {
    take: (step) => {
      if (step.kind === "write" || step.kind === "truncate") changes.push(step);
      if (step.kind === "create" || step.kind === "unlink") entries.push({ kind: step.kind, file: step.file });
      if (step.kind === "sync folder") {
        for (const { kind, file } of entries) {
          if (kind === "create") names.add(file);
          else if (names.delete(file)) certain.delete(file);
        }
        entries = [];
      }
      if (step.kind === "sync") {
        for (const one of changes) if (one.file === step.file) kept(one.file).apply(one);
        changes = changes.filter((one) => one.file !== step.file);
      }
    },
    write: (folder, fate, random) => {
      const there = new Set(names);
      for (const { kind, file } of someOf(entries, fate, random)) {
        if (kind === "create") there.add(file);
        else there.delete(file);
      }
      const handles = new Map<string, number>();
      for (const file of there) {
        writeFileSync(join(folder, file), certain.get(file)?.bytes() ?? "");
        handles.set(file, openSync(join(folder, file), "r+"));
      }
      for (const one of chosen(changes, fate, random)) {
        const handle = handles.get(one.file);
        if (handle === undefined) continue;
        if (one.kind === "truncate") ftruncateSync(handle, one.size);
        else writeSync(handle, one.bytes, 0, one.bytes.length, one.at);
      }
      for (const handle of handles.values()) closeSync(handle);
    },
  };
}

/** Which pending writes reached the disk, in which order, and how much of each. */
function chosen(changes: Change[], fate: Fate, random: Random): Change[] {
  if (fate === "torn") {
    return changes.flatMap((one) => (one.kind === "truncate" ? [one] : sectorsOf(one))).filter(() => random() < 0.5);
  }
  const some = someOf(changes, fate, random);
  if (fate !== "reorder") return some;
  for (let n = some.length - 1; n > 0; n -= 1) {
    const other = Math.floor(random() * (n + 1));
    [some[n], some[other]] = [some[other]!, some[n]!];
  }
  return some;
}

function someOf<One>(all: One[], fate: Fate, random: Random): One[] {
  if (fate === "drop") return [];
  if (fate === "prefix") return all.slice(0, Math.floor(random() * (all.length + 1)));
  return all.filter(() => random() < 0.5);
}

/** A disk writes in pieces that end at sector boundaries. */
function sectorsOf({ file, at, bytes }: Extract<Change, { kind: "write" }>): Change[] {
  const pieces: Change[] = [];
  for (let from = 0; from < bytes.length; ) {
    const to = Math.min(bytes.length, from + sector - ((at + from) % sector));
    pieces.push({ kind: "write", file, at: at + from, bytes: bytes.subarray(from, to) });
    from = to;
  }
  return pieces;
}

class Kept {
  #room = Buffer.alloc(0);
  #size = 0;

  apply(one: Change) {
    const size = one.kind === "truncate" ? one.size : Math.max(this.#size, one.at + one.bytes.length);
    if (size > this.#room.length) this.#room = Buffer.concat([this.#room], size * 2);
    // What is cut off comes back as zeros.
    if (size < this.#size) this.#room.fill(0, size, this.#size);
    this.#size = size;
    if (one.kind === "write") one.bytes.copy(this.#room, one.at);
  }

  bytes(): Buffer {
    return this.#room.subarray(0, this.#size);
  }
}
