import { join } from "node:path";
import { openConnection } from "./connection.ts";
import { keepFromOthers, makeFolder, unusable } from "./files.ts";
import { isBusy } from "./query.ts";

export class LockError extends Error {}

/** Holds a data folder for this process alone, and returns what gives it back. Throws LockError, FolderError. */
export function lockFolder(dataDir: string): () => void {
  makeFolder(dataDir);
  const file = join(dataDir, "porchlight.lock");
  // Someone who can open this file can hold it, and keep the helpline from starting.
  keepFromOthers(file);
  // The system's own lock goes with the process, however that ends.
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
