import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { embedded } from "./embedded.ts";

/** Returns the text of a file of Porchlight itself (migrations, static), by its path from the top of the project. */
export function projectFile(path: string): string {
  if (!embedded) return readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
  const text = embedded.texts[path];
  if (text === undefined) throw new Error(`${path} was not built in`);
  return text;
}

// The options that make such a process do work of another; nobody types them.

/** On copies of the data. */
export const workOption = "--copy-work";
/** On the data, for whoever replaces the program. */
export const upgradeOption = "--upgrade-work";

/** Read at once: when an upgrade has put another file in its place for a moment, the system names this one as deleted. */
const ownProgram = process.execPath;

/** Returns what starts Porchlight once more, in another process with the same settings of its runtime. */
export function ownCommand(): { program: string; args: string[]; cwd: string } {
  const program = ownProgram;
  // The one file of Bun is its own program; that for Node is named after it.
  if (embedded) return { program, args: process.versions.bun ? [] : [process.argv[1]!], cwd: process.cwd() };
  const main = fileURLToPath(new URL("./main.ts", import.meta.url));
  // Bun takes its settings from the folder it stands in.
  return {
    program,
    args: ["--no-env-file", "--no-install", main],
    cwd: fileURLToPath(new URL("../", import.meta.url)),
  };
}
