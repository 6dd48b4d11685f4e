import { statSync } from "node:fs";
import { hostname } from "node:os";
import type { Config } from "#src/config.ts";

/** Returns what this machine is called, for the page in the envelope. */
export function machineName(): string {
  return hostname();
}

/** Returns whether copies lie on the disk of the data, so that they break with it; null if that cannot be told. */
export function isSameDisk({ dataDir, backupDir }: Pick<Config, "dataDir" | "backupDir">): boolean | null {
  try {
    return statSync(dataDir).dev === statSync(backupDir).dev;
  } catch {
    return null;
  }
}
