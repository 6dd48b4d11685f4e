import { open } from "node:fs/promises";
import type Database from "#sqlite";
import { isLogHeld } from "./erasing.ts";

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
/** So many at most, or it goes on copying: some came while the disk wrote. */
const maxLastPages = 1024;

/** Each 8 MiB goes to the disk before the next: a commit on the same disk waits for all that is under way there. */
const unsyncedPages = 2048;

interface Reading {
  totalPages: number;
  remainingPages: number;
}

/** While changes are held back: what the last of them was, and what lets them go on. */
interface Held<Standing> {
  standing: Standing;
  release: () => void;
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
  hold: () => Held<Standing>;
  /** ms since some instant. */
  elapsed: () => number;
  progress?: (done: number, of: number) => void;
}): Promise<Copied & { standing: Standing }> {
  const { to, hold, elapsed, progress } = parts;
  const left = new Map<string, Reading>();
  let phase: "copying" | "syncing" | "finishing" = "copying";
  let held: Held<Standing> | undefined;
  let since = 0;
  let failed: unknown;

  let unsynced = 0;
  const isNear = (pages: number) => left.size === 2 && [...left.values()].every((one) => one.remainingPages <= pages);

  function syncBoth(then: () => void) {
    phase = "syncing";
    unsynced = 0;
    Promise.all([to.data, to.keys].map(sync)).then(then, (error: unknown) => {
      failed = error;
    });
  }

  function finish() {
    // Nobody would release what is held now.
    if (failed) return;
    // A change that was undone has made SQLite begin again.
    if (!isNear(maxLastPages)) {
      phase = "copying";
      return;
    }
    since = elapsed();
    held = hold();
    phase = "finishing";
  }

  function next(file: string, now: Reading): number {
    // Both must end, or one would wait for ever.
    if (failed) throw failed;
    unsynced += Math.max(0, (left.get(file)?.remainingPages ?? 0) - now.remainingPages);
    left.set(file, now);
    const all = [...left.values()];
    const total = all.reduce((sum, one) => sum + one.totalPages, 0);
    const remaining = all.reduce((sum, one) => sum + one.remainingPages, 0);
    progress?.(total - remaining, total);
    if (phase === "finishing") return Number.MAX_SAFE_INTEGER;
    if (phase === "syncing") return 0;
    if (isNear(lastPages)) syncBoth(finish);
    else if (unsynced >= unsyncedPages)
      syncBoth(() => {
        phase = "copying";
      });
    else if (now.remainingPages > lastPages) return Math.min(pagesAtOnce, now.remainingPages - lastPages);
    return 0;
  }

  const copy = (connection: Database.Database, file: string) =>
    connection.backup(file, { progress: (now: Reading) => next(file, now) }).catch((error: unknown) => {
      failed ??= error;
      throw error;
    });
  try {
    const both = await Promise.allSettled([copy(parts.data, to.data), copy(parts.keys, to.keys)]);
    if (failed || !held) throw failed ?? new Error("a file became smaller while it was copied");
    const pages = both.reduce((sum, one) => sum + (one.status === "fulfilled" ? one.value.totalPages : 0), 0);
    return { standing: held.standing, heldMs: elapsed() - since, pages };
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

/**
 * Lets another process begin to read both files of one moment: nothing is stored until `begin` settles. Their logs are empty then, and
 * SQLite writes nothing into a file itself while someone reads it who began with an empty log: the file stays as it is until they end.
 * Returns for how long changes were held, ms. Throws as `begin`, and an Error if someone else reads now, or SQLite's own.
 */
export async function shareBoth<Standing>(parts: {
  data: Database.Database;
  keys: Database.Database;
  hold: () => Held<Standing>;
  /** ms since some instant. */
  elapsed: () => number;
  begin: (standing: Standing) => Promise<void>;
}): Promise<number> {
  const { data, keys, hold, elapsed, begin } = parts;
  // Most of the logs is emptied in a turn of its own, so that little is left to do while changes are held.
  for (const file of [keys, data]) file.pragma("wal_checkpoint(PASSIVE)");
  await new Promise((resolve) => setImmediate(resolve));
  const since = elapsed();
  const { standing, release } = hold();
  try {
    if ([keys, data].some(isLogHeld)) throw new Error("someone else reads the data");
    await begin(standing);
    return elapsed() - since;
  } finally {
    release();
  }
}
