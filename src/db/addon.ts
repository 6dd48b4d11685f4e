import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { minuteMs } from "#src/clock.ts";
import { embedded } from "#src/embedded.ts";
import { TerminalError } from "#src/errors.ts";

export class AddonError extends TerminalError {}

type Addon = object;

let loaded: Addon | undefined;

/** Loads SQLite's addon if it is built into the one file, else returns undefined. Throws AddonError. */
export function builtInAddon(folder: string): Addon | undefined {
  if (!embedded) return undefined;
  // The system loads code only from a real file. A shared temporary folder comes second: others may write there.
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
    // What is loaded stays loaded; no file is left that someone could change.
    rmSync(own, { recursive: true, force: true });
  }
}

// Removes what a start left that was killed in these few milliseconds, but not what another start lays there now.
function sweep(folder: string) {
  for (const name of readdirSync(folder).filter((one) => one.startsWith(beginning))) {
    const left = join(folder, name);
    const ours = statSync(left).uid === process.getuid?.();
    if (ours && Date.now() - statSync(left).mtimeMs > minuteMs) rmSync(left, { recursive: true, force: true });
  }
}

const beginning = ".sqlite-";

const lacking = /: lib[\w.+-]+: cannot open shared object file/;

function whyNot(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\s+/g, " ") : String(error);
}
