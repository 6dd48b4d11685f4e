import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { run, type Started } from "./command.ts";

/** An account that owns nothing: nobody's. */
export const unprivileged = 65_534;

/** What a sealed program may see of this machine, by folder; nothing else is there. */
export interface Seal {
  /** The one file. It stands in /opt. */
  program: string;
  /** An empty folder to mount its root on. */
  root: string;
  /** Shown as /data, and writable. */
  data: string;
  /** Shown as /tmp, and writable. Without it there is none. */
  temp?: string;
  /** Of /data and /tmp, those from which no program may run. */
  noexec?: string[];
  /** The beginning of the name of a library that its system does not have. */
  lacks?: string;
}

/** Whether this process may make such a root: only the administrator of a Linux may, and not in every container. */
export function canSeal(folder: string): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  const args = ["--mount", "--propagation", "private", "mount", "-t", "tmpfs", "none", folder];
  return spawnSync("unshare", args).status === 0 && spawnSync("setpriv", ["--version"]).status === 0;
}

/** In a mount namespace of its own, so that all of it goes with the process. */
const script = `set -e
root=$1 program=$2 data=$3 temp=$4 noexec=$5 libraries=$6
shift 6
show() {
  mkdir "$root$2"
  mount --bind "$1" "$root$2"
  case " $noexec " in *" $2 "*) mount -o remount,bind,noexec "$root$2";; esac
}
mount -t tmpfs -o mode=755 none "$root"
for file in $libraries; do
  mkdir -p "$root\${file%/*}"
  cp -L "$file" "$root$file"
done
show "$data" /data
if [ -n "$temp" ]; then show "$temp" /tmp; fi
mkdir "$root/opt" "$root/proc"
mount --rbind /proc "$root/proc"
: > "$root/opt/porchlight"
mount --bind "$program" "$root/opt/porchlight"
mount -o remount,bind,ro "$root/opt/porchlight"
mount -o remount,ro "$root"
exec setpriv --no-new-privs chroot --userspec=${unprivileged}:${unprivileged} --groups= "$root" /opt/porchlight "$@"
`;

/**
 * Starts the one file where there is nothing but itself and the libraries of the system, on a root that can only be
 * read, as nobody. Needs `canSeal`. The process that is returned is the program's own.
 */
export function sealed(seal: Seal, args: string[], env: Record<string, string>): Started {
  const { root, program, data, temp = "", noexec = [], lacks } = seal;
  const there = libraries(program).filter((file) => !lacks || !basename(file).startsWith(lacks));
  const given = [root, program, data, temp, noexec.join(" "), there.join(" ")];
  const rest = ["sh", "-c", script, "sh", ...given, ...args];
  return run("unshare", ["--mount", "--propagation", "private", ...rest], {
    env: { PATH: process.env.PATH ?? "", ...env },
  });
}

/** The libraries of the system that the file and the addon inside it ask for. */
function libraries(program: string): string[] {
  const prebuilds = fileURLToPath(new URL("../../../node_modules/better-sqlite3/prebuilds", import.meta.url));
  const addon = `${prebuilds}/linux-${process.arch}.node`;
  const { stdout } = spawnSync("ldd", [program, addon], { encoding: "utf8" });
  return [...new Set([...stdout.matchAll(/^\s+(?:\S+ => )?(\/\S+) \(/gm)].map((found) => found[1]!))];
}

/** What the system says of a process: its account, whether it may become another, what it may do beyond others. */
export function standing(pid: number) {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const line = (name: string) => new RegExp(`^${name}:[ \\t]*(.*)$`, "m").exec(status)?.[1]?.trim();
  const mounts = readFileSync(`/proc/${pid}/mountinfo`, "utf8").split("\n");
  const root = mounts.find((one) => one.split(" ")[4] === "/")?.split(" ")[5];
  return { uid: line("Uid"), groups: line("Groups"), capabilities: line("CapEff"), root };
}
