import { spawnSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { CommandError } from "#src/command/terminal.ts";
import type { Deed, Server } from "./steps.ts";

/** Returns the machine this process runs on. */
export function thisMachine(): Server {
  return {
    program: process.execPath,
    read: (path) => (existsSync(path) ? readFileSync(path, "utf8") : null),
    exists: existsSync,
    isSame: (one, other) =>
      statSync(one).size === statSync(other).size && readFileSync(one).equals(readFileSync(other)),
    listening: ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((path) =>
      portsIn(existsSync(path) ? readFileSync(path, "utf8") : ""),
    ),
  };
}

/** Returns the ports on which something listens, as Linux lists sockets. */
function portsIn(table: string): number[] {
  const listens = "0A";
  const rows = table.matchAll(/^ *\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} ([0-9A-F]{2}) /gm);
  return [...rows].filter(([, , state]) => state === listens).map(([, port]) => Number.parseInt(port!, 16));
}

/** Does one thing that was shown. Throws CommandError where it could not be done. */
export function doDeed(deed: Deed) {
  try {
    if ("run" in deed) return runs(deed.run);
    if ("copy" in deed) return put(deed.to, 0o755, (path) => copyFileSync(deed.copy, path));
    return put(deed.write, 0o644, (path) => writeFileSync(path, deed.text));
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`${error instanceof Error ? error.message : error}. ${again}`);
  }
}

const again = "What was done before stays as it is. Once this is mended, run setup again.";

function runs([program = "", ...args]: readonly string[]) {
  const { status, error } = spawnSync(program, args, { stdio: "inherit" });
  if (status === 0) return;
  const why = error ? `could not be run (${error.message})` : `ended with ${status}`;
  throw new CommandError(`“${[program, ...args].join(" ")}” ${why}. ${again}`);
}

/** Takes its place in one move, so that nobody reads half a file. */
function put(path: string, mode: number, make: (path: string) => void) {
  const making = `${path}.making`;
  mkdirSync(dirname(path), { recursive: true });
  try {
    make(making);
    chmodSync(making, mode);
    const file = openSync(making, "r");
    fsyncSync(file);
    closeSync(file);
    renameSync(making, path);
  } finally {
    rmSync(making, { force: true });
  }
}
