import { readFileSync } from "node:fs";
import type { Opened } from "#src/backup/kept.ts";
import { filesIn, isPast, type Kept, keysKeptMs, openedFile, partFile, removeAll } from "#src/backup/kept.ts";
import { sealedName } from "#src/backup/names.ts";
import { whats } from "#src/backup/parts.ts";

// A delta holds the pages that changed since a full copy, its base: AT.since-BASETIME, beside the copies and named like them.

/** What is known of a delta once it was opened again: only then it counts. Stands beside its parts, without a secret. */
export interface OpenedDelta extends Pick<Opened, "at" | "openedAt" | "tookMs" | "heldMs" | "bytes" | "sealedTo"> {
  /** How many pages (4 KiB) of both files are in it. */
  pages: number;
}

/** A delta in a folder. */
export interface KeptDelta extends Pick<Kept, "name" | "at" | "parts"> {
  /** The name of the copy it needs. */
  base: string;
  /** null = it was never opened, so it does not count. */
  opened: OpenedDelta | null;
}

/** How many of them stay: one may just be on its way elsewhere. */
const mostKept = 2;

/** Returns what a delta of a copy is called; `name` is that of a copy of its instant. */
export function nameOfDelta(name: string, base: string): string {
  return `${name}.since-${base.slice("porchlight-".length)}`;
}

/** Returns the deltas of which names of files are, the newest first, as if none were opened. */
export function deltasAmong(files: string[]): KeptDelta[] {
  const found = new Map<string, KeptDelta>();
  for (const file of files) {
    const says = sealedName(file);
    if (!says?.base) continue;
    const { set: name, at, base } = says;
    const parts = whats.filter((what) => files.includes(`${name}.${what}.age`));
    found.set(name, { name, at, parts, base, opened: null });
  }
  return [...found.values()].sort((a, b) => b.at - a.at);
}

/** Returns the deltas in a folder, the newest first; [] if there is no such folder. */
export function deltasIn(folder: string): KeptDelta[] {
  return deltasAmong(filesIn(folder, /\.since-/)).map((one) => ({ ...one, opened: readFacts(folder, one.name) }));
}

function readFacts(folder: string, name: string): OpenedDelta | null {
  try {
    return JSON.parse(readFileSync(openedFile(folder, name), "utf8")) as OpenedDelta;
  } catch {
    return null;
  }
}

/** Returns whether a copy is whole among others, so that a delta of it can be opened. */
export function hasBase(copies: Kept[], { base }: KeptDelta): boolean {
  return copies.some(({ name, parts }) => name === base && parts.length === whats.length);
}

/** Returns the newest delta that can be opened; null for none, or if a whole copy is newer. Both are given the newest first. */
export function newestDelta(copies: Kept[], deltas: KeptDelta[]): KeptDelta | null {
  const copy = copies.find(({ parts }) => parts.length === whats.length);
  const found = deltas.find((one) => one.parts.length === whats.length && hasBase(copies, one));
  return copy && found && found.at > copy.at ? found : null;
}

/** Returns those deltas that are to be removed at an instant (ms UTC): all but the newest two that can be opened, and are newer than any copy. */
export function oldDeltas(deltas: KeptDelta[], copies: Kept[], at: number): KeptDelta[] {
  const newest = copies.find(({ parts, opened }) => opened && parts.length === whats.length)?.at ?? 0;
  const isYoung = (one: KeptDelta) => at - one.at < keysKeptMs && isPast(one, at);
  const good = deltas.filter((one) => one.at > newest && isYoung(one) && hasBase(copies, one));
  const stays = new Set(good.slice(0, mostKept));
  return deltas.filter((one) => !stays.has(one));
}

/** Removes the deltas of a folder that are old at an instant (ms UTC), and those that were never opened. Throws as `removeAll`. */
export function forgetOldDeltas(folder: string, copies: Kept[], at: number): void {
  const all = deltasIn(folder);
  const opened = all.filter((one) => one.opened);
  const old = [...all.filter((one) => !one.opened), ...oldDeltas(opened, copies, at)];
  removeAll(
    old.flatMap(({ name }) => [openedFile(folder, name), ...whats.map((what) => partFile(folder, name, what))]),
  );
}
