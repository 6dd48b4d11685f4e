import type { OpenFiles } from "#src/db/files.ts";
import { stored } from "./tables.ts";

/** Returns every table of a house as one text. */
export function dump({ files }: { files: OpenFiles }): Record<string, string> {
  return Object.fromEntries(Object.entries(stored(files)).map(([name, all]) => [name, asText(all)]));
}

/** Returns rows as one text. */
export function asText(all: unknown[]): string {
  return JSON.stringify(all, (_key, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value,
  );
}

/** Returns the tables that differ. */
export function changedTables(before: Record<string, string>, after: Record<string, string>): string[] {
  return Object.keys(after).filter((name) => before[name] !== after[name]);
}
