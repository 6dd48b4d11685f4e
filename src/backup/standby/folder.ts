import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { keepFolder } from "#src/crypto/keys/master-key.ts";
import { writeSynced } from "../kept.ts";
import { fileOf } from "../parts.ts";

/** What stands beside fetched copies: from where they are, and how far they go. Instants are ms UTC. */
export interface Fetched {
  /** The origin of the helpline. */
  address: string;
  /** When it last let this machine in, by the clock here; null = never yet. */
  reachedAt: number | null;
  /** Up to which instant everything is here, as the helpline has seen itself; null = not yet. */
  savedUntil: number | null;
  /** The data folder that a promotion puts the newest copy into; null while there was none. */
  promotesTo: string | null;
  /** No earlier than this is it now, whatever the clock here says: both clocks agreed on it, and this machine has counted on. */
  surelyAt?: number | null;
  /** The time zone of the helpline; null = it never said it. */
  zone?: string | null;
}

const stateIn = (folder: string) => join(folder, "fetched.json");
const tokenIn = (folder: string) => join(folder, "token");

/** Returns where copies lie that were fetched to take the place of some data, unless another folder is named. */
export const fetchedDir = (dataDir: string) => `${dataDir}.fetched`;

/** Returns what stands in a folder; null for none, or none that can be read. */
export function fetchedIn(folder: string): Fetched | null {
  try {
    const {
      address,
      reachedAt,
      savedUntil,
      promotesTo,
      surelyAt = null,
      zone = null,
    } = JSON.parse(readFileSync(stateIn(folder), "utf8")) as Fetched;
    return typeof address === "string" ? { address, reachedAt, savedUntil, promotesTo, surelyAt, zone } : null;
  } catch {
    return null;
  }
}

/** Writes it anew, whole or not at all. Throws as a disk does. */
export function keepFetched(folder: string, fetched: Fetched): void {
  replace(stateIn(folder), `${JSON.stringify(fetched)}\n`);
  keepFolder(folder);
}

/** Returns the token that is kept in a folder; null for none. */
export function tokenKept(folder: string): string | null {
  return existsSync(tokenIn(folder)) ? readToken(tokenIn(folder)) : null;
}

/** Reads a token from a file. Throws as a disk does. */
export function readToken(file: string): string {
  return readFileSync(file, "utf8").trim();
}

/** Keeps a token in a folder, for its owner alone. Throws as a disk does. */
export function keepToken(folder: string, token: string): void {
  replace(tokenIn(folder), `${token}\n`);
  keepFolder(folder);
}

function replace(file: string, text: string) {
  const next = `${file}.part`;
  rmSync(next, { force: true });
  writeSynced(next, text);
  renameSync(next, file);
}

/** Makes a folder for fetched copies. Throws as a disk does. */
export function makeFetchedFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}

/** Returns whether the copies in a folder have taken the place of the helpline they are from: then nothing more is fetched. */
export function isPromoted(folder: string): boolean {
  const promotesTo = fetchedIn(folder)?.promotesTo ?? null;
  // The data take their place in one move, and only then it is so.
  return promotesTo !== null && existsSync(join(promotesTo, fileOf.data));
}
