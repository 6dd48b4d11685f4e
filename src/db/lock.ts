import { join } from "node:path";
import { openConnection } from "./connection.ts";
import { keepFromOthers, makeFolder, unusable } from "./files.ts";
import { isBusy } from "./statements.ts";

/** The data folder is in use by another Porchlight. The message is for the person at the terminal. */
export class LockError extends Error {}

/**
 * Holds a data folder for this process alone: two writers would each keep in memory what the other changes. The lock is
 * one of the system's, on a file, so it goes with the process however that ends. Returns what gives the folder back.
 * Throws LockError, FolderError.
 */
export function lockFolder(dataDir: string): () => void {
  makeFolder(dataDir);
  const file = join(dataDir, "porchlight.lock");
  // Whoever can open it can hold it, and keep the helpline from starting.
  keepFromOthers(file);
  const held = openConnection(file, 0);
  try {
    held.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    held.close();
    if (!isBusy(error)) throw unusable(dataDir, error);
    throw new LockError(
      `Another Porchlight runs on the data in ${dataDir}. Stop it first, or choose another DATA_DIR.`,
    );
  }
  return () => {
    held.close();
  };
}
