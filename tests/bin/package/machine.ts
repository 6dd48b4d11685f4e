import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { vi } from "vitest";
import { run, type Started } from "#tests/support/outside/command.ts";

/** This machine once more, on which everything can be written without changing this one. */
export interface Overlaid {
  folder: string;
  /** Runs commands of a shell in it, as root. They end what they have started. */
  sh(script: string, env?: Record<string, string>): Started;
  /** Writes a file before the commands run. */
  write(path: string, contents: string | Buffer, mode?: number): void;
}

/** Devices of its own: what systemd or a package does to the mode and the owner of one must not happen to this machine's. */
const devices = `
mount -t tmpfs -o mode=755 none dev
for one in null-3 zero-5 full-7 random-8 urandom-9; do mknod -m 666 "dev/\${one%-*}" c 1 "\${one#*-}"; done
mknod -m 666 dev/tty c 5 0
mknod -m 600 dev/console c 1 3
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 none dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
`;

/** Which of this machine's devices each account uses, by how they stand there now. */
export function standingDevices(): string[] {
  return ["null", "zero", "full", "random", "urandom", "tty", "console", "ptmx"].map((name) => {
    const { mode, uid, gid } = statSync(`/dev/${name}`);
    return `${name} ${mode.toString(8)} ${uid}:${gid}`;
  });
}

const overlay = `
set -e
mount -t overlay overlay -o "lowerdir=/,upperdir=$FOLDER/upper,workdir=$FOLDER/work" "$FOLDER/tree"
for bound in $BOUND; do mkdir -p "$FOLDER/tree\${bound%/*}"; : > "$FOLDER/tree$bound"; mount --bind "$bound" "$FOLDER/tree$bound"; done
mount -t proc proc "$FOLDER/tree/proc"
cd "$FOLDER/tree"
${devices}
exec chroot "$FOLDER/tree" sh -c "$SCRIPT"
`;

const apart = ["--mount", "--pid", "--fork", "--kill-child", "--propagation", "private"];

/** Lays this machine over itself in a folder. `bound`: files that must be seen there, wherever they are. */
export function overlaid(folder: string, bound: string[] = []): Overlaid {
  for (const name of ["upper", "work", "tree"]) mkdirSync(join(folder, name));
  return {
    folder,
    sh: (script, env = {}) => {
      const given = { ...env, FOLDER: folder, SCRIPT: script, BOUND: bound.join(" "), PATH: process.env.PATH ?? "" };
      return run("unshare", [...apart, "sh", "-c", overlay], { env: { HOME: "/root", LC_ALL: "C.UTF-8", ...given } });
    },
    write: (path, contents, mode = 0o644) => {
      mkdirSync(join(folder, "upper", path, ".."), { recursive: true });
      writeFileSync(join(folder, "upper", path), contents, { mode });
    },
  };
}

/** Why no machine can be laid over this one; null when it can. `programs` have to be here. */
export function hindrance(folder: string, programs: string[]): string | null {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "that takes the administrator of a Linux";
  const missing = programs.filter((name) => spawnSync(name, ["--version"]).error !== undefined);
  if (missing.length > 0) return `there is no ${missing.join(", no ")}`;
  const script = `mkdir -p ${folder}/try/u ${folder}/try/w ${folder}/try/r && mount -t overlay overlay -o lowerdir=/,upperdir=${folder}/try/u,workdir=${folder}/try/w ${folder}/try/r`;
  const tried = spawnSync("unshare", [...apart, "sh", "-c", script]);
  return tried.status === 0 ? null : "nothing can be mounted so";
}

/** A Debian with systemd as its first process, in a folder, with a network of its own that leads nowhere. */
export interface Booted {
  sh(script: string): Promise<{ code: number | null; out: string }>;
  /** As `sh`, at a terminal, where someone answers a question as soon as it is asked. */
  answer(script: string, question: string, answer: string): Promise<{ code: number | null; out: string }>;
  stop(): void;
}

/** Settings of the kernel are this machine's too, so they cannot be written. Not chroot: in one, the kernel gives no namespace of accounts, which the unit asks for. */
const boot = `
set -e
mount --bind "$TREE" "$TREE"
cd "$TREE"
mount -t proc none proc
mount -t sysfs -o ro none sys
mount -t tmpfs -o mode=755 none run
mount -t tmpfs none tmp
${devices}
mount --bind proc/sys proc/sys
mount -o remount,bind,ro proc/sys
mount -t tmpfs none sys/fs/cgroup
mount -t cgroup2 none sys/fs/cgroup
mkdir -p mnt/old
pivot_root . mnt/old
umount -l /mnt/old
exec env -i container=porchlight PATH=/usr/sbin:/usr/bin /lib/systemd/systemd --system --unit=multi-user.target
`;

/** Starts the Debian that lies in a folder. Resolves once systemd has started everything. */
export async function booted(tree: string): Promise<Booted> {
  writeFileSync(join(tree, "etc/hosts"), "127.0.0.1 localhost\n::1 localhost\n");
  const spaces = [...apart, "--uts", "--ipc", "--cgroup", "--net"];
  const outer = run("unshare", [...spaces, "sh", "-c", boot], { env: { PATH: process.env.PATH ?? "", TREE: tree } });
  const first = () => readFileSync(`/proc/${outer.child.pid}/task/${outer.child.pid}/children`, "utf8").trim();
  const into = (script: string) => [
    ...["--target", first(), "--mount", "--pid", "--uts", "--ipc", "--cgroup", "--net", "--root", "--wd"],
    ...["env", "-i", "PATH=/usr/sbin:/usr/bin", "HOME=/root", "TERM=dumb", "LC_ALL=C.UTF-8"],
    ...["sh", "-c", `${script}\n`],
  ];
  const machine: Booted = {
    sh: (script) => heard(spawn("nsenter", into(`export DEBIAN_FRONTEND=noninteractive; exec 2>&1; ${script}`))),
    answer: (script, question, answer) => {
      const typed = into(`export DEBIAN_FRONTEND=teletype; exec script -qec '${script}' /dev/null`);
      const child = spawn("nsenter", typed);
      let said = "";
      let isAsked = false;
      child.stdout.on("data", (chunk: Buffer) => {
        said += chunk;
        if (isAsked || !said.includes(question)) return;
        isAsked = true;
        child.stdin.write(`${answer}\n`);
      });
      return heard(child);
    },
    stop: () => {
      if (outer.child.exitCode === null) process.kill(-outer.child.pid!, "SIGKILL");
    },
  };
  const up = "until systemctl is-system-running 2>/dev/null | grep -Eq 'running|degraded'; do sleep 0.2; done";
  const begins = () => {
    if (first() === "" || !readdirSync(`/proc/${first()}/root`).includes("run"))
      throw new Error("systemd did not begin");
  };
  try {
    await vi.waitFor(begins, { timeout: 60_000 });
    await machine.sh(up);
    return machine;
  } catch (error) {
    machine.stop();
    throw error;
  }
}

/** apt lets dpkg speak as at a terminal, whose lines end otherwise. */
function heard(child: ChildProcess): Promise<{ code: number | null; out: string }> {
  let out = "";
  child.stdout!.on("data", (chunk: Buffer) => {
    out += chunk;
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, out: out.replaceAll("\r\n", "\n") })));
}
