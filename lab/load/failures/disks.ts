import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A disk that a test spoils and mends again, in the place of a folder. */
export interface Disk {
  /** From now on nothing can be written, but for so many of its pages. */
  spoil(pages: number): void;
  /** It works again: at once, or where it is given up, once it has been mounted anew. */
  mend(): void;
  /** Its system has given it up, and it can only be read until it is mounted anew. */
  isGivenUp(): boolean;
  /** Mounts it anew. No process may have anything open on it. */
  remount(): void;
  /** Takes it away. */
  close(): void;
}

/**
 * The kinds that there are. Of a broken one every write fails (EIO), and its system goes on all the same: without a journal, what it
 * had said was stored may be there no more once it has been given up and mounted anew, and that is no fault of whoever believed it.
 * One with a journal is lost: its system gives it up at the first such failure.
 */
export const disks = {
  full: openFull,
  broken: openBroken("continue", ["-O", "^has_journal"]),
  lost: openBroken("remount-ro"),
} satisfies Record<string, (folder: string) => Disk>;
export type Kind = keyof typeof disks;

/** Why none of a kind can be made here; null when it can. Only the administrator of a Linux may mount one. */
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

/** A disk in memory in the place of a folder, which is filled by a file of somebody else. */
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

/**
 * A disk of 64 MB that lies in a file with holes, on a disk in memory of 24 MB: once that is full, the loop device between them fails
 * with EIO at whatever was not written before. Closing the device itself does nothing while it is mounted.
 */
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
        // What lies on it no more becomes a hole again: it would else fail ever more seldom.
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

/** It is not asked how it is mounted: newer systems give up a disk without a word of that there. */
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
