import { closeSync, existsSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { extname } from "node:path";
import { processEnvironment, readConfig } from "#src/config.ts";
import { type ExportKind, exportKinds } from "#src/directory/files/export-directory.ts";
import { askHelpline } from "../ask.ts";
import { misunderstood } from "../hours/hours.ts";
import { ownOptions } from "../own-options.ts";
import { CommandError, say } from "../terminal.ts";

/** Runs `porchlight export FILE`. Throws CommandError, ConfigError, FolderError. */
export async function exportPlaces(args: string[]): Promise<number> {
  const { words, own, rest } = ownOptions(args, ["as"], ["public", "force"]);
  const [file] = words;
  if (file === undefined || words.length > 1) {
    return misunderstood("Name one file for the places: porchlight export places.csv");
  }
  const as = own.get("as") ?? kindOf(file);
  if (as === undefined) return misunderstood("Say as what: --as csv, --as hsds (JSON) or --as tabular (zip).");
  if (!isKind(as)) return misunderstood("--as needs csv, hsds or tabular after it.");
  if (existsSync(file) && !own.has("force"))
    throw new CommandError(`${file} is there already, and stays as it is. To write over it, say --force.`);
  const config = readConfig(processEnvironment(), rest);
  const written = writing(file);
  try {
    const ask = { ask: "export", as, onlyPublic: own.has("public") } as const;
    const { answer: services } = await askHelpline(config, ask, { beside: { piece: written.piece } });
    written.keep();
    return say(`${services} ${services === 1 ? "place is" : "places are"} in ${file}.\n`);
  } catch (error) {
    written.drop();
    throw error;
  }
}

const isKind = (text: string): text is ExportKind => Object.hasOwn(exportKinds, text);

function kindOf(file: string): ExportKind | undefined {
  return (Object.keys(exportKinds) as ExportKind[]).find(
    (kind) => extname(file).toLowerCase() === `.${exportKinds[kind]}`,
  );
}

/** Writes beside the file, and replaces it only once the new one is whole. */
function writing(file: string) {
  const beside = `${file}.part`;
  let opened: number;
  try {
    // It may hold the address of a shelter.
    opened = openSync(beside, "w", 0o600);
  } catch {
    throw new CommandError(`${file} cannot be written.`);
  }
  let isOpen = true;
  const close = () => {
    if (isOpen) closeSync(opened);
    isOpen = false;
  };
  return {
    piece: (bytes: Uint8Array) => {
      for (let at = 0; at < bytes.length; ) at += writeSync(opened, bytes, at);
    },
    keep: () => {
      close();
      try {
        renameSync(beside, file);
      } catch {
        throw new CommandError(`${file} cannot be written.`);
      }
    },
    drop: () => {
      close();
      rmSync(beside, { force: true });
    },
  };
}
