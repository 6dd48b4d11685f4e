import { accessSync, constants, existsSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { cleanEnvironment, processEnvironment, readConfig, typedDataDir } from "#src/config.ts";
import { isInstalled } from "#src/installed.ts";
import { CommandError } from "./terminal.ts";

/**
 * Where the helpline is installed, root goes on as the account that its data belong to, before anything is opened: what root makes
 * there is no use to that account. Throws CommandError, ConfigError.
 */
export function actAsOwner(args: string[]) {
  if (!isInstalled()) return;
  if (process.getuid?.() === 0) {
    const { dataDir } = readConfig(processEnvironment(), typedDataDir(args));
    const uid = ownerOf(dataDir);
    if (uid !== 0) become(uid, dataDir);
  }
  // Another account often may not enter the folder that root stands in, and then no process begins there.
  try {
    accessSync(".", constants.X_OK);
  } catch {
    process.chdir("/");
  }
}

/** Whoever owns the folder around them could put others in their place. */
function ownerOf(dataDir: string): number {
  const [around, own] = [dirname(dataDir), dataDir].map((path) => (existsSync(path) ? statSync(path).uid : 0));
  return around || own!;
}

function become(uid: number, dataDir: string) {
  const account = accountOf(uid);
  if (!account)
    throw new CommandError(`${dataDir} belongs to another account, which could not use what root puts there. Run this as that account:
  sudo -u '#${uid}' porchlight …`);
  const { name, gid, home } = account;
  own.initgroups(name, gid);
  own.setgid(gid);
  own.setuid(uid);
  if (process.getuid!() !== uid || process.geteuid!() !== uid)
    throw new CommandError(`This cannot be done as ${name}.`);
  process.umask(0o077);
  cleanEnvironment(home);
}

/** On Linux it has all three. */
const own = process as unknown as Record<"setgid" | "setuid", (id: number) => void> & {
  initgroups(name: string, group: number): void;
};

function accountOf(uid: number): { name: string; gid: number; home: string } | undefined {
  const lines = readFileSync("/etc/passwd", "utf8").split("\n");
  const all = lines.map((line) => line.split(":"));
  const [name, , , gid, , home = "/"] = all.find((fields) => fields.length === 7 && fields[2] === String(uid)) ?? [];
  return name === undefined ? undefined : { name, gid: Number(gid), home };
}
