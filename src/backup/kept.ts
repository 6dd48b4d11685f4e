import {
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { dayMs, hourMs } from "#src/clock.ts";
import { type What, whats } from "./parts.ts";

/** What is known of a copy once it was opened again: only then it counts. Stands beside its parts, without a secret. */
export interface Opened {
  /** When it was copied and when it was opened, ms UTC. */
  at: number;
  openedAt: number;
  /** How many rows, and chats word by word, could be read. */
  rows: number;
  chats: number;
  /** From the first page to the last check, ms; `heldMs` of it nothing could be stored. */
  tookMs: number;
  heldMs: number;
  /** Of both parts. */
  bytes: number;
  /** Of each part as it was opened, 64 hex digits; not known of older copies. */
  sha256?: Record<What, string>;
  /** Who opens it: the recovery sheet, or only whoever has the master key. */
  sealedTo: "sheet" | "master";
}

/** A copy in a folder. */
export interface Kept {
  /** "porchlight-20261201T211500Z" */
  name: string;
  /** ms UTC */
  at: number;
  parts: What[];
  /** null = it was never opened, so it does not count. */
  opened: Opened | null;
}

/** How long a copy of the keys opens what was erased since, ms (PROMISES.md S3). */
export const keysKeptMs = 7 * dayMs;
/** How old the last copy may be until it counts as late, ms: a night that failed, and two hours to try again. */
export const copyLateMs = 26 * hourMs;
/** One copy of the data a day is kept for this long, then one a week. */
const daily = 14;
const weekly = 8;

const named = /^porchlight-\d{8}T\d{6}Z\.(data\.age|keys\.age|opened\.json)$/;
const unfinished = /^porchlight-\d{8}T\d{6}Z(\.since-\d{8}T\d{6}Z)?\.(data\.age|keys\.age|opened\.json)\.part$/;
const timed = /^porchlight-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** Returns what a copy of an instant (ms UTC) is called. */
export function nameOfCopy(at: number): string {
  return `porchlight-${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
}

/** Returns the file of a part in a folder. */
export function partFile(folder: string, name: string, what: What): string {
  return join(folder, `${name}.${what}.age`);
}

/** Returns the file in a folder that says that a copy was opened. */
export function openedFile(folder: string, name: string): string {
  return join(folder, `${name}.opened.json`);
}

/** Returns the copies in a folder, the newest first; [] if there is no such folder. */
export function copiesIn(folder: string): Kept[] {
  const files = filesIn(folder, named);
  const names = [...new Set(files.map((file) => file.split(".")[0]!))];
  return names
    .map((name) => ({
      name,
      at: timeOf(name),
      parts: whats.filter((what) => files.includes(`${name}.${what}.age`)),
      opened: readOpened(openedFile(folder, name)),
    }))
    .filter(({ parts }) => parts.length > 0)
    .sort((a, b) => b.at - a.at);
}

/** Returns the names in a folder that are like a pattern; [] if there is no such folder. */
export function filesIn(folder: string, pattern: RegExp): string[] {
  try {
    return readdirSync(folder).filter((file) => pattern.test(file));
  } catch {
    return [];
  }
}

/** The instant that a copy is named after, ms UTC. */
function timeOf(name: string): number {
  const [, year, month, day, hour, minute, second] = timed.exec(name) ?? [];
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
}

/** Returns whether a copy can be of its instant (ms UTC) as far as clocks agree; if not, a clock ran ahead when it was named. */
export function isPast({ at }: { at: number }, now: number): boolean {
  return at <= now + hourMs;
}

function readOpened(file: string): Opened | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Opened;
  } catch {
    return null;
  }
}

/** Removes what a try left in a folder that was cut off; no other may be under way there. */
export function sweepUnfinished(folder: string): void {
  for (const file of filesIn(folder, unfinished)) rmSync(join(folder, file), { force: true });
}

/**
 * Removes what was kept long enough at an instant (ms UTC): keys after seven days, data but for one copy a day for two weeks and one
 * a week for eight. Throws at the end if one cannot be removed: it opens what was erased.
 */
export function forgetOldCopies(folder: string, at: number): void {
  const copies = copiesIn(folder);
  removeAll([...oldFiles(copies, at).map((file) => join(folder, file)), ...oldKeysAhead(folder, copies, at)]);
}

/**
 * The keys that a clock which ran ahead has named, once that was seen seven days ago. They do not go at once: perhaps it is the clock
 * of now that is wrong.
 */
function oldKeysAhead(folder: string, copies: Kept[], at: number): string[] {
  const ahead = copies.filter((one) => one.parts.includes("keys") && !isPast(one, at));
  const files = ahead.map(({ name }) => partFile(folder, name, "keys"));
  const changedAt = (file: string) => statSync(file).mtimeMs;
  // The time of the file says when it was seen.
  for (const file of files) if (changedAt(file) > at) utimesSync(file, at / 1000, at / 1000);
  return files.filter((file) => at - changedAt(file) >= keysKeptMs);
}

/** Returns the files of those copies that were kept long enough at an instant (ms UTC); the copies are given the newest first. */
export function oldFiles(all: (Omit<Kept, "opened"> & { opened: unknown })[], at: number): string[] {
  // One that does not count stays only where there is no other.
  const usable = all
    .filter(({ parts }) => parts.includes("data"))
    .sort((a, b) => Number(!a.opened) - Number(!b.opened));
  const old = new Set<string>();
  const stays = new Set([...firstsOf(usable, dayMs, daily, at), ...firstsOf(usable, 7 * dayMs, weekly, at)]);
  for (const { name, at: made, parts } of all) {
    if (parts.includes("keys") && at - made >= keysKeptMs) old.add(partFile("", name, "keys"));
    if (stays.has(name) || at - made < dayMs) continue;
    old.add(openedFile("", name));
    for (const what of parts) old.add(partFile("", name, what));
  }
  return [...old];
}

/** Removes files, as many of them as it can. Throws at the end what the first of the others said. */
export function removeAll(files: string[]): void {
  const failed: unknown[] = [];
  for (const file of files) {
    try {
      rmSync(file, { force: true });
    } catch (error) {
      failed.push(error);
    }
  }
  if (failed.length > 0) throw failed[0];
}

/** The newest copy of each of the last `most` spans of time. */
function firstsOf(all: Pick<Kept, "name" | "at">[], spanMs: number, most: number, at: number): string[] {
  const first = new Map<number, string>();
  for (const { name, at: made } of all) {
    const span = Math.floor(at / spanMs) - Math.floor(made / spanMs);
    if (span < most && !first.has(span)) first.set(span, name);
  }
  return [...first.values()];
}

/** Writes a new file that only its owner reads, and syncs it. */
export function writeSynced(file: string, text: string | Uint8Array): void {
  const to = openSync(file, "wx", 0o600);
  try {
    writeFileSync(to, text);
    fsyncSync(to);
  } finally {
    closeSync(to);
  }
}
