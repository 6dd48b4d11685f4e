import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Disk {
  spoil(pages: number): void;
  /** It works again: at once or, if given up, once it is remounted. */
  mend(): void;
  /** Its system gave it up: read-only until it is remounted. */
  isGivenUp(): boolean;
  /** No process may have anything open on it. */
  remount(): void;
  close(): void;
}

/**
 * Full; broken: every write fails (EIO) and the system goes on, so without a journal even stored data may be gone after a
 * remount; lost: with a journal, the system gives it up at the first such failure.
 */
export const disks = {
  full: openFull,
  broken: openBroken("continue", ["-O", "^has_journal"]),
  lost: openBroken("remount-ro"),
} satisfies Record<string, (folder: string) => Disk>;
export type Kind = keyof typeof disks;

/** Returns why none of a kind can be made here; null = it can. Only root on Linux may mount one. */
export function whyNoDisk(kind: Kind): string | null {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "it mounts disks, which takes root on Linux";
  const folder = mkdtempSync(join(tmpdir(), "porchlight-disk-"));
  try {
    disks[kind](folder).close();
    return null;
  } catch (error) {
    return `no such disk can be made here: ${error instanceof Error ? error.message.trim() : error}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A disk in memory in place of a folder, filled by another file. */
function openFull(folder: string): Disk {
  run("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", folder);
  const ballast = join(folder, "ballast");
  return {
    spoil: (pages) => fillUp(folder, ballast, pages),
    mend: () => rmSync(ballast),
    isGivenUp: () => false,
    remount: () => {},
    close: () => run("umount", folder),
  };
}

/** A sparse 64 MB disk on a memory disk of 24 MB: once that is full, the loop device fails with EIO at new blocks. */
function openBroken(errors: "continue" | "remount-ro", options: string[] = []): (folder: string) => Disk {
  return (folder) => {
    const below = mkdtempSync(join(tmpdir(), "porchlight-loop-"));
    const image = join(below, "disk");
    const ballast = join(below, "ballast");
    const mount = () => run("mount", "-o", `loop,errors=${errors}`, image, folder);
    const takeAway = () => {
      run("umount", below);
      rmSync(below, { recursive: true });
    };
    run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", below);
    try {
      run("truncate", "-s", "64M", image);
      run("mkfs.ext4", "-q", "-F", ...options, image);
      mount();
    } catch (error) {
      takeAway();
      throw error;
    }
    return {
      spoil: (pages) => {
        // Freed space becomes a hole again, or failures would grow rarer.
        run("fstrim", folder);
        fillUp(below, ballast, pages);
      },
      mend: () => rmSync(ballast),
      isGivenUp: () => canOnlyBeRead(folder),
      remount: () => {
        run("umount", folder);
        mount();
      },
      close: () => {
        run("umount", folder);
        takeAway();
      },
    };
  };
}

function fillUp(folder: string, ballast: string, pages: number) {
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail - pages) * bsize));
}

/** Not by its mount options: newer systems give up a disk without showing it there. */
function canOnlyBeRead(folder: string): boolean {
  const mark = join(folder, "mark");
  try {
    writeFileSync(mark, "");
    rmSync(mark);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EROFS";
  }
}

function run(program: string, ...args: string[]) {
  const { status, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program}: ${error?.message ?? stderr}`);
}
