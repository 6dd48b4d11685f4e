import type { OpenFiles } from "#src/db/files.ts";
import { stored } from "./tables.ts";

/** Every table of a house as one text. */
export function dump({ files }: { files: OpenFiles }): Record<string, string> {
  return Object.fromEntries(Object.entries(stored(files)).map(([name, all]) => [name, asText(all)]));
}

/** Rows as one text, whatever stands in them. */
export function asText(all: unknown[]): string {
  return JSON.stringify(all, (_key, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value,
  );
}

/** The tables that are not as they were. */
export function changedTables(before: Record<string, string>, after: Record<string, string>): string[] {
  return Object.keys(after).filter((name) => before[name] !== after[name]);
}
