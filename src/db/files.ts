import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import type Database from "#sqlite";
import { dayMs } from "#src/clock.ts";
import { TerminalError } from "#src/errors.ts";
import { openFile } from "./connection.ts";
import { dataMigrations, hasHistory, keyMigrations, type Migration, migrate, outstanding } from "./migrations.ts";
import { sqliteCode } from "./sqlite-errors.ts";

export class FolderError extends TerminalError {}

export interface OpenFiles {
  data: Database.Database;
  keys: Database.Database;
}

/**
 * Opens and migrates both files of a folder, after a copy of each that held data; `isCopied`: there is one already. Throws
 * FolderError, MigrationError.
 */
export function openFiles(
  dataDir: string,
  at: number,
  copied: (file: string) => void = () => {},
  isCopied = false,
): OpenFiles {
  makeFolder(dataDir);
  const dataFile = join(dataDir, "porchlight.db");
  const keysFile = join(dataDir, "keys.db");
  for (const file of [dataFile, keysFile]) keepFromOthers(file);
  try {
    const data = openFile(dataFile);
    const keys = openFile(keysFile);
    const both = [
      { connection: data, file: dataFile, migrations: dataMigrations },
      { connection: keys, file: keysFile, migrations: keyMigrations },
    ];
    for (const { connection, migrations } of both) outstanding(connection, migrations);
    for (const one of both) {
      const copy = bringUpToDate(one, at, isCopied);
      if (copy !== null) copied(copy);
    }
    return { data, keys };
  } catch (error) {
    throw unusable(dataDir, error);
  }
}

/** Opens two migrated databases in memory. */
export function openMemory(at: number): OpenFiles {
  const data = openFile(":memory:");
  const keys = openFile(":memory:");
  migrate(data, dataMigrations, at);
  migrate(keys, keyMigrations, at);
  return { data, keys };
}

/** Keeps a database file and its log from other accounts, before SQLite makes one they can read. Throws FolderError. */
export function keepFromOthers(file: string) {
  try {
    closeSync(openSync(file, "a", 0o600));
    for (const one of [file, `${file}-wal`, `${file}-shm`]) {
      if (existsSync(one) && (statSync(one).mode & 0o077) !== 0) chmodSync(one, 0o600);
    }
  } catch (error) {
    throw new FolderError(`${file} cannot be used: ${whyNot(error)}.`);
  }
}

interface Open {
  connection: Database.Database;
  file: string;
  migrations: Migration[];
}

function bringUpToDate({ connection, file, migrations }: Open, at: number, isCopied: boolean): string | null {
  const [first] = outstanding(connection, migrations);
  if (!first) return null;
  const copy = hasHistory(connection) && !isCopied ? `${file}.before-${first.name.replace(/\.sql$/, "")}` : null;
  if (copy !== null) {
    connection.pragma("wal_checkpoint(TRUNCATE)");
    copyFileSync(file, copy);
  }
  migrate(connection, migrations, at);
  return copy;
}

/** How long a copy may hold, or open, what was erased since, ms (PROMISES.md S3). */
const copiesKeptMs = 7 * dayMs;

/** Removes week-old copies from before a migration: they hold or open what was erased. Throws if one cannot be removed. */
export function forgetCopies(
  dataDir: string,
  { at, running, own }: { at: number; running: number; own: readonly string[] },
) {
  if (!existsSync(dataDir)) return;
  for (const name of readdirSync(dataDir).filter((one) => /^(keys|porchlight)\.db\.before-/.test(one))) {
    const file = join(dataDir, name);
    // A clock that was wrong makes a new copy look old, so those of this start stay until it has run for a week.
    if (own.includes(file) && running < copiesKeptMs) continue;
    if (at - statSync(file).mtimeMs >= copiesKeptMs) rmSync(file);
  }
}

/** Makes the folder if it is missing, and tries to write there. Throws FolderError. */
export function makeFolder(dataDir: string) {
  const probe = join(dataDir, ".writable");
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    closeSync(openSync(probe, "w"));
    rmSync(probe);
  } catch (error) {
    throw new FolderError(`The data folder ${dataDir} cannot be used: ${whyNot(error)}.`);
  }
}

/** Returns a FolderError for a full or broken disk and for damaged data, which someone can mend; else the error itself. */
export function unusable(dataDir: string, error: unknown): unknown {
  const code = sqliteCode(error);
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) {
    return new FolderError(`The data in ${dataDir} are damaged (${code}). “porchlight doctor” says where.`, {
      cause: error,
    });
  }
  // The log's index is a file in memory that the disk must have room for.
  const full = code === "SQLITE_FULL" || code === "SQLITE_IOERR_SHMSIZE";
  if (!full && !code.startsWith("SQLITE_IOERR")) return error;
  return new FolderError(
    `The data in ${dataDir} cannot be used: ${full ? reasons.ENOSPC : "the disk does not do its work"} (${code}).`,
    { cause: error },
  );
}

const reasons: Record<string, string> = {
  EACCES: "this account may not write there; they must belong to the account of the helpline",
  EPERM: "it belongs to another account, so others may read it",
  EROFS: "it is on a disk that can only be read",
  ENOTDIR: "something on the way to it is a file",
  EEXIST: "there is a file with that name",
  ENOENT: "it cannot be made there",
  ENOSPC: "the disk is full",
};

function whyNot(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return reasons[code] ?? code;
}
