import { renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import type { Reader } from "#src/db/query.ts";
import { k } from "#src/db/schema.ts";
import { createMasterKeyFile, keepFolder, type MasterKey, readMasterKey, readMasterKeys } from "./master-key.ts";
import { type BesideMaster, type KeyTrouble, workingId } from "./masters.ts";

// A start moves what lies under other keys to the current one and only then deletes their files, so it may stop at any point.

/** Returns the files that may lie beside the master key's file. */
export function keyFilesBeside(file: string) {
  return { standIn: `${file}.stand-in`, next: `${file}.next`, earlier: `${file}.earlier` };
}

interface KeysAtHand {
  master: MasterKey | "unreadable" | null;
  beside: Required<BesideMaster>;
}

/** Returns the master keys at hand for the data of a keys.db. Only reads. */
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

/** Makes a stand-in if no master key works. Returns false if one does, or if the file cannot be made. */
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

/** Deletes key files whose contents were moved; the next key's file becomes the master key's. */
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

// A file that this account may not remove can stay: nothing lies under its keys any more.
function remove(file: string) {
  try {
    rmSync(file);
  } catch {}
}

function keyOf(found: KeysAtHand["master"]): MasterKey | null {
  return found === "unreadable" ? null : found;
}
