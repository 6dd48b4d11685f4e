import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { run, type Started } from "./command.ts";

/** An account that owns nothing. */
export const unprivileged = 65_534;

/** What a sealed program may see of this machine, by folder. */
export interface Seal {
  /** The one file, in /opt. */
  program: string;
  root: string;
  /** Shown as /data, writable. */
  data: string;
  /** Shown as /tmp, writable; by default there is none. */
  temp?: string;
  /** /data or /tmp if no program may run from it. */
  noexec?: string[];
  /** Prefix of a library its system does not have. */
  lacks?: string;
}

/** Returns whether this process may make such a root: only root on Linux, and not in every container. */
export function canSeal(folder: string): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  const args = ["--mount", "--propagation", "private", "mount", "-t", "tmpfs", "none", folder];
  return spawnSync("unshare", args).status === 0 && spawnSync("setpriv", ["--version"]).status === 0;
}

/** In its own mount namespace, so that all of it goes with the process. */
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

/** Starts the one file without rights on a read-only root with only the system's libraries. Needs `canSeal`. */
export function sealed(seal: Seal, args: string[], env: Record<string, string>): Started {
  const { root, program, data, temp = "", noexec = [], lacks } = seal;
  const there = libraries(program).filter((file) => !lacks || !basename(file).startsWith(lacks));
  const given = [root, program, data, temp, noexec.join(" "), there.join(" ")];
  const rest = ["sh", "-c", script, "sh", ...given, ...args];
  return run("unshare", ["--mount", "--propagation", "private", ...rest], {
    env: { PATH: process.env.PATH ?? "", ...env },
  });
}

/** System libraries of the file and its addon. */
function libraries(program: string): string[] {
  const prebuilds = fileURLToPath(new URL("../../../node_modules/better-sqlite3/prebuilds", import.meta.url));
  const addon = `${prebuilds}/linux-${process.arch}.node`;
  const { stdout } = spawnSync("ldd", [program, addon], { encoding: "utf8" });
  return [...new Set([...stdout.matchAll(/^\s+(?:\S+ => )?(\/\S+) \(/gm)].map((found) => found[1]!))];
}

/** Returns what the system says of a process: its account, whether it may become another, its extra rights. */
export function standing(pid: number) {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const line = (name: string) => new RegExp(`^${name}:[ \\t]*(.*)$`, "m").exec(status)?.[1]?.trim();
  const mounts = readFileSync(`/proc/${pid}/mountinfo`, "utf8").split("\n");
  const root = mounts.find((one) => one.split(" ")[4] === "/")?.split(" ")[5];
  return { uid: line("Uid"), groups: line("Groups"), capabilities: line("CapEff"), root };
}
