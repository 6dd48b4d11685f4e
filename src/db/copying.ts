import { open } from "node:fs/promises";
import type Database from "#sqlite";

/** The files that a copy is written to. */
export interface CopyTo {
  data: string;
  keys: string;
}

/** What a copy took: for how long no change could be stored, ms, and how many pages (4 KiB) both files have. */
export interface Copied {
  heldMs: number;
  pages: number;
}

/** So few that young people notice nothing while they are copied. */
const pagesAtOnce = 64;

/** So few that both files are finished in one short moment in which nothing is stored. */
const lastPages = 64;

interface Reading {
  totalPages: number;
  remainingPages: number;
}

/**
 * Copies both files as they stand at one moment, side by side in small steps. It must be done by the connections that write to them:
 * a copy by another one begins anew with every write. `hold` keeps changes back until what it returns is called, and says by
 * `standing` what the last of them was. Rejects when the disk refuses; what was written then is to be removed.
 */
export async function copyBoth<Standing>(parts: {
  data: Database.Database;
  keys: Database.Database;
  to: CopyTo;
  hold: () => { standing: Standing; release: () => void };
  /** ms since some instant. */
  elapsed: () => number;
  progress?: (done: number, of: number) => void;
}): Promise<Copied & { standing: Standing }> {
  const { to, hold, elapsed, progress } = parts;
  const left = new Map<string, Reading>();
  let phase: "copying" | "syncing" | "finishing" = "copying";
  let held: { standing: Standing; release: () => void } | undefined;
  let since = 0;
  let failed: unknown;

  function finish() {
    since = elapsed();
    held = hold();
    phase = "finishing";
  }

  function next(file: string, now: Reading): number {
    // Both must end, or one would wait for ever.
    if (failed) throw failed;
    left.set(file, now);
    const all = [...left.values()];
    const total = all.reduce((sum, one) => sum + one.totalPages, 0);
    const remaining = all.reduce((sum, one) => sum + one.remainingPages, 0);
    progress?.(total - remaining, total);
    if (phase === "finishing") return Number.MAX_SAFE_INTEGER;
    if (now.remainingPages > lastPages) return Math.min(pagesAtOnce, now.remainingPages - lastPages);
    const isNear = all.length === 2 && all.every(({ remainingPages }) => remainingPages <= lastPages);
    if (phase === "copying" && isNear) {
      phase = "syncing";
      // Otherwise the disk would write all of it while nothing can be stored.
      Promise.all([to.data, to.keys].map(sync)).then(finish, (error: unknown) => {
        failed = error;
      });
    }
    return 0;
  }

  const copy = (connection: Database.Database, file: string) =>
    connection.backup(file, { progress: (now: Reading) => next(file, now) }).catch((error: unknown) => {
      failed ??= error;
      throw error;
    });
  try {
    const [data, keys] = await Promise.all([copy(parts.data, to.data), copy(parts.keys, to.keys)]);
    return { standing: held!.standing, heldMs: elapsed() - since, pages: data.totalPages + keys.totalPages };
  } finally {
    held?.release();
  }
}

async function sync(file: string) {
  const handle = await open(file, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
