import { readFileSync, statSync } from "node:fs";
import { CommandError } from "./terminal.ts";

/** Returns the bytes of a file, or `most + 1` empty ones for a file larger than `most`. Throws CommandError. */
export function bytesOf(file: string, most: number): Uint8Array {
  try {
    return statSync(file).size > most ? new Uint8Array(most + 1) : readFileSync(file);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "ENOENT") throw new CommandError(`There is no file ${file}.`);
    throw new CommandError(`${file} cannot be read.`);
  }
}
