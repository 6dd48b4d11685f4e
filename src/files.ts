import { readFileSync } from "node:fs";
import { embedded } from "./embedded.ts";

/** Returns the text of a file of Porchlight itself (migrations, static), by its path from the top of the project. */
export function projectFile(path: string): string {
  if (!embedded) return readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
  const text = embedded.texts[path];
  if (text === undefined) throw new Error(`${path} was not built in`);
  return text;
}
