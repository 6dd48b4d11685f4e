import { existsSync } from "node:fs";
import { join } from "node:path";
import { TerminalError } from "#src/errors.ts";
import { openConnection } from "./connection.ts";
import { keepFromOthers, makeFolder, unusable } from "./files.ts";
import { isBusy } from "./sqlite-errors.ts";

export class LockError extends TerminalError {}

/** Holds a data folder for this process alone, and returns what gives it back. Throws LockError, FolderError. */
export function lockFolder(dataDir: string): () => void {
  makeFolder(dataDir);
  const release = hold(dataDir, folderLock);
  if (release) return release;
  throw new LockError(`Another Porchlight runs on the data in ${dataDir}. Stop it first, or choose another DATA_DIR.`);
}

/** Returns whether a process has the data of a folder now. */
export function isLockHeld(dataDir: string): boolean {
  return isTaken(dataDir, folderLock);
}

/** Returns whether the program of a data folder is being replaced now. */
export function isUpgrading(dataDir: string): boolean {
  return isTaken(dataDir, upgradeLock);
}

/** Holds the right to replace the program of a data folder, and returns what gives it back; null if another process has it. */
export function holdUpgrade(dataDir: string): (() => void) | null {
  return hold(dataDir, upgradeLock);
}

const folderLock = "porchlight.lock";
const upgradeLock = "upgrade.lock";

function isTaken(dataDir: string, name: string): boolean {
  if (!existsSync(join(dataDir, name))) return false;
  const release = hold(dataDir, name);
  release?.();
  return release === null;
}

function hold(dataDir: string, name: string): (() => void) | null {
  const file = join(dataDir, name);
  // Someone who can open this file can hold it, and keep the helpline from starting.
  keepFromOthers(file);
  // The system's own lock goes with the process, however that ends.
  const held = openConnection(file, 0);
  try {
    held.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    held.close();
    if (!isBusy(error)) throw unusable(dataDir, error);
    return null;
  }
  return () => {
    held.close();
  };
}
