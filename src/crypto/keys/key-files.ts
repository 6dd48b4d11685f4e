import { renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import type { Reader } from "#src/db/query.ts";
import { k } from "#src/db/schema.ts";
import { createMasterKeyFile, keepFolder, type MasterKey, readMasterKey, readMasterKeys } from "./master-key.ts";
import { type BesideMaster, type KeyTrouble, workingId } from "./masters.ts";

// The file of the master key, and what may lie beside it: a key that stands in for it, the next one while it is being changed, and
// ones of before that were found again. What lies under them is moved to the one that works when Porchlight starts; only then their
// files go. So whatever ends a start, the next does what was left.

/** Where they lie, for the file of the master key. */
export function keyFilesBeside(file: string) {
  return { standIn: `${file}.stand-in`, next: `${file}.next`, earlier: `${file}.earlier` };
}

/** The master keys that are at hand for some data. */
export interface KeysAtHand {
  /** The one that works. */
  master: MasterKey | "unreadable" | null;
  beside: Required<BesideMaster>;
}

/** The master keys at hand for the data of a keys.db. Reads only. */
export function keysAtHand(file: string, keys: Reader): KeysAtHand {
  const { standIn, next, earlier } = keyFilesBeside(file);
  const own = readMasterKey(file);
  const [mine, following, stands] = [keyOf(own), keyOf(readMasterKey(next)), keyOf(readMasterKey(standIn))];
  const known = keys.all(k.selectFrom("master_key").select("fingerprint")).map(({ fingerprint }) => fingerprint);

  function at(master: KeysAtHand["master"], standsIn: KeyTrouble | null): KeysAtHand {
    const now = keyOf(master)?.fingerprint;
    const all = [mine, stands, ...readMasterKeys(earlier)].filter((one) => one !== null);
    const others = all.filter(({ fingerprint }) => known.includes(fingerprint) && fingerprint !== now);
    return { master, beside: { others, standsIn } };
  }

  if (following && workingId(keys, following) !== undefined) return at(following, null);
  if (known.length === 0 || !stands || (mine && workingId(keys, mine) !== undefined)) return at(own, null);
  return at(stands, own === null ? "missing" : own === "unreadable" ? "unreadable" : "wrong");
}

/** Makes a key that stands in for the master key, where there is none that works. False where one does, or none can be made there. */
export function makeStandIn(file: string, keys: Reader): boolean {
  const { master, beside } = keysAtHand(file, keys);
  const mine = keyOf(master);
  const isNew = keys.first(k.selectFrom("master_key").select("id").limit(1)) === undefined;
  if (isNew || beside.standsIn || (mine && workingId(keys, mine) !== undefined)) return false;
  try {
    createMasterKeyFile(keyFilesBeside(file).standIn);
    return true;
  } catch {
    return false;
  }
}

/** What lay under other keys at hand lies under the one that works now: their files go, and the next key is the master key. */
export function settleKeyFiles(file: string, { master, beside }: KeysAtHand): void {
  const { standIn, next, earlier } = keyFilesBeside(file);
  const now = keyOf(master)?.fingerprint;
  const isMoved = (one: MasterKey) => beside.others.some(({ fingerprint }) => fingerprint === one.fingerprint);
  const isNext = now !== undefined && keyOf(readMasterKey(next))?.fingerprint === now;
  if (isNext) renameSync(next, file);
  const over = [standIn, earlier].filter((one) => {
    const held = readMasterKeys(one);
    return held.length > 0 && held.every(isMoved);
  });
  for (const one of over) remove(one);
  if (isNext || over.length > 0) keepFolder(dirname(file));
}

/** One that this account may not remove stays: nothing lies under its keys any more. */
function remove(file: string) {
  try {
    rmSync(file);
  } catch {}
}

function keyOf(found: KeysAtHand["master"]): MasterKey | null {
  return found === "unreadable" ? null : found;
}
