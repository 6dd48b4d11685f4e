import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { minuteMs } from "#src/clock.ts";
import { embedded } from "#src/embedded.ts";

/** SQLite cannot be loaded from anywhere. The message is for the person at the terminal. */
export class AddonError extends Error {}

/** The part of SQLite that the system itself must load. */
type Addon = object;

let loaded: Addon | undefined;

/**
 * SQLite's addon, where it is built into the one file; undefined where it lies in node_modules. The system loads code
 * only from a real file, so it is laid for a moment into `folder`, which is the helpline's own: a shared temporary
 * folder is the second choice, since others may write there. Throws AddonError when it can be loaded from neither.
 */
export function builtInAddon(folder: string): Addon | undefined {
  if (!embedded) return undefined;
  loaded ??= load(readFileSync(embedded.addon), [...new Set([folder, tmpdir()])]);
  return loaded;
}

function load(bytes: Uint8Array, folders: string[]): Addon {
  const reasons: string[] = [];
  for (const folder of folders) {
    try {
      return loadFrom(folder, bytes);
    } catch (error) {
      reasons.push(`  ${folder}: ${whyNot(error)}`);
    }
  }
  const advice = reasons.some((reason) => lacking.test(reason))
    ? "Install the library that is named there (Debian: libstdc++6)."
    : "Mount one of them without “noexec”, or set TMPDIR to a folder of this account where programs may run.";
  throw new AddonError(`SQLite, which is built in, could be loaded from none of these folders:
${reasons.join("\n")}
${advice}`);
}

function loadFrom(folder: string, bytes: Uint8Array): Addon {
  sweep(folder);
  const own = mkdtempSync(join(folder, beginning));
  try {
    const file = join(own, "sqlite.node");
    writeFileSync(file, bytes, { mode: 0o500 });
    return createRequire(file)(file) as Addon;
  } finally {
    // What is loaded stays; nothing is left for anybody to change.
    rmSync(own, { recursive: true, force: true });
  }
}

/** Takes away what a start that was killed in these few milliseconds has left; not what another one lays there now. */
function sweep(folder: string) {
  for (const name of readdirSync(folder).filter((one) => one.startsWith(beginning))) {
    const left = join(folder, name);
    const ours = statSync(left).uid === process.getuid?.();
    if (ours && Date.now() - statSync(left).mtimeMs > minuteMs) rmSync(left, { recursive: true, force: true });
  }
}

const beginning = ".sqlite-";

/** How the system says that SQLite needs a library it does not have. */
const lacking = /: lib[\w.+-]+: cannot open shared object file/;

/** The system's own words, in one line: a missing library and a forbidden folder need different hands. */
function whyNot(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\s+/g, " ") : String(error);
}
