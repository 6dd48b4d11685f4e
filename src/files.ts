import { readFileSync } from "node:fs";

/** The text of a file that belongs to Porchlight itself (migrations, static), by its path from the top of the project. */
export function projectFile(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
}
