import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { OpenFiles } from "#src/db/files.ts";
import { filesIn } from "#tests/support/run/empty-files.ts";

/** A disk that can be filled and emptied, with the data of a house on it. */
export interface Disk {
  files: OpenFiles;
  fill(): void;
  makeRoom(): void;
  remove(): void;
}

/** Returns files that SQLite lets grow no further: the error of a full disk, on every machine. */
export function smallFiles(at: number): Disk {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-full-"));
  const files = filesIn(folder, at);
  return {
    files,
    fill: () => files.data.pragma(`max_page_count=${files.data.pragma("page_count", { simple: true })}`),
    makeRoom: () => files.data.pragma("max_page_count=1073741823"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Returns a real disk of 8 MiB in memory, filled by another file; null if this account may not mount one. */
export function smallDisk(at: number): Disk | null {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-disk-"));
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", folder]).status !== 0) {
    rmSync(folder, { recursive: true });
    return null;
  }
  const files = filesIn(join(folder, "data"), at);
  const ballast = join(folder, "ballast");
  return {
    files,
    fill: () => {
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(ballast, Buffer.alloc(bavail * bsize));
    },
    makeRoom: () => rmSync(ballast),
    remove: () => {
      spawnSync("umount", [folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Returns the folder of a disk of its own in memory (`size=64k`) that goes with the test; null if this account may not mount one. */
export function folderOf(size: string): string | null {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-disk-"));
  const isMounted = spawnSync("mount", ["-t", "tmpfs", "-o", size, "tmpfs", folder]).status === 0;
  onTestFinished(() => {
    if (isMounted) spawnSync("umount", [folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  return isMounted ? folder : null;
}
