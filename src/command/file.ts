import { readFileSync, statSync } from "node:fs";
import { CommandError } from "./terminal.ts";

/** What stands in a file, bytes; of what is larger than `most` no more than that is read. Throws CommandError in words. */
export function bytesOf(file: string, most: number): Uint8Array {
  try {
    return statSync(file).size > most ? new Uint8Array(most + 1) : readFileSync(file);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "ENOENT") throw new CommandError(`There is no file ${file}.`);
    throw new CommandError(`${file} cannot be read.`);
  }
}
