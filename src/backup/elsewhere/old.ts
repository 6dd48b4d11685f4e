import { isPast, keysKeptMs, oldFiles } from "#src/backup/kept.ts";
import { sealedName } from "#src/backup/names.ts";
import { type What, whats } from "#src/backup/parts.ts";

/** A copy or a delta of which files lie somewhere. */
export interface LyingSet {
  /** As all its files begin. */
  name: string;
  /** ms UTC */
  at: number;
  /** The copy that a delta needs; null for a copy. */
  base: string | null;
  parts: What[];
  /** Whether the note is there that says so; it is brought last. */
  opened: boolean;
}

export const isKeys = (name: string) => name.endsWith(".keys.age");

/** How many deltas stay, as here. */
const mostDeltas = 2;

/** Returns the copies and deltas of which names of files are, the newest first. */
export function setsAmong(files: string[]): LyingSet[] {
  const all = new Map<string, LyingSet>();
  for (const file of files) {
    const says = sealedName(file);
    if (!says) continue;
    const { set: name, at, base } = says;
    const parts = whats.filter((what) => files.includes(`${name}.${what}.age`));
    all.set(name, { name, at, base, parts, opened: files.includes(`${name}.opened.json`) });
  }
  return [...all.values()].sort((a, b) => b.at - a.at);
}

/**
 * Returns which files are to go at an instant (ms UTC): those of copies as in a folder, of deltas all but the newest two, and what a
 * clock named that ran ahead: its keys would stay for as long, and a store talks with nobody whose clock is wrong now.
 */
export function oldAmong(files: string[], at: number): string[] {
  const all = setsAmong(files);
  const sets = all.filter((one) => isPast(one, at));
  const ahead = all.filter((one) => !isPast(one, at));
  const copies = sets.filter(({ base }) => base === null);
  // Keys may not be allowed there, so a copy without them counts too.
  const counts = copies.filter(({ opened, parts }) => opened && parts.includes("data"));
  const useful = sets.filter(
    (one) => one.base !== null && one.at > (counts[0]?.at ?? 0) && counts.some(({ name }) => name === one.base),
  );
  const stays = new Set(useful.filter((one) => at - one.at < keysKeptMs).slice(0, mostDeltas));
  const deltas = sets.filter((one) => one.base !== null && !stays.has(one));
  const old = new Set([...oldFiles(copies, at), ...[...deltas, ...ahead].flatMap(filesOf)]);
  return files.filter((file) => old.has(file));
}

const filesOf = ({ name }: LyingSet) => [...whats.map((what) => `${name}.${what}.age`), `${name}.opened.json`];
