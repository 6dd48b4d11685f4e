import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { embedded } from "#src/embedded.ts";

/** The part of SQLite that the system itself must load. */
type Addon = object;

let loaded: Addon | undefined;

/**
 * SQLite's addon, where it is built into the one file; undefined where it lies in node_modules. The system loads code
 * only from a real file, so it is laid for a moment into `folder`, which is the helpline's own: a shared temporary
 * folder is the second choice, since others may write there. Throws the last error when neither may hold programs.
 */
export function builtInAddon(folder: string): Addon | undefined {
  if (!embedded) return undefined;
  loaded ??= load(readFileSync(embedded.addon), [folder, tmpdir()]);
  return loaded;
}

function load(bytes: Uint8Array, folders: string[]): Addon {
  let last: unknown;
  for (const folder of folders) {
    try {
      return loadFrom(folder, bytes);
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

function loadFrom(folder: string, bytes: Uint8Array): Addon {
  const own = mkdtempSync(join(folder, ".sqlite-"));
  try {
    const file = join(own, "sqlite.node");
    writeFileSync(file, bytes, { mode: 0o500 });
    return createRequire(file)(file) as Addon;
  } finally {
    // What is loaded stays; nothing is left for anybody to change.
    rmSync(own, { recursive: true, force: true });
  }
}
