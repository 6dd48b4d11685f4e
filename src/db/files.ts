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
import { openFile } from "./connection.ts";
import { dataMigrations, keyMigrations, type Migration, migrate, outstanding } from "./migrate.ts";
import { sqliteCode } from "./statements.ts";

/** A folder that cannot hold the data. The message is for the person at the terminal. */
export class FolderError extends Error {}

export interface OpenFiles {
  data: Database.Database;
  keys: Database.Database;
}

/**
 * Opens the two files of a data folder and brings them up to date, after a copy of both when they held something.
 * `at` is ms UTC. Throws FolderError for a folder that cannot be written, MigrationError for data of a newer Porchlight.
 */
export function openFiles(dataDir: string, at: number): OpenFiles {
  makeFolder(dataDir);
  const dataFile = join(dataDir, "porchlight.db");
  const keysFile = join(dataDir, "keys.db");
  for (const file of [dataFile, keysFile]) keepFromOthers(file);
  try {
    const data = openFile(dataFile);
    const keys = openFile(keysFile);
    bringUpToDate(data, dataFile, dataMigrations, at);
    bringUpToDate(keys, keysFile, keyMigrations, at);
    return { data, keys };
  } catch (error) {
    throw unusable(dataDir, error);
  }
}

/** Two migrated databases in memory, for tests: as real as files, gone with the process. */
export function openMemory(at: number): OpenFiles {
  const data = openFile(":memory:");
  const keys = openFile(":memory:");
  migrate(data, dataMigrations, at);
  migrate(keys, keyMigrations, at);
  return { data, keys };
}

/**
 * Makes a database file, empty, before SQLite can make one that others on this machine may read, and takes it from them
 * where one is there already, with its log and index. SQLite gives those the rights of their file. Throws FolderError.
 */
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

function bringUpToDate(connection: Database.Database, file: string, migrations: Migration[], at: number) {
  const todo = outstanding(connection, migrations);
  if (todo.length === 0) return;
  const hasHistory = todo.length < migrations.length;
  if (hasHistory) {
    connection.pragma("wal_checkpoint(TRUNCATE)");
    copyFileSync(file, `${file}.before-${todo[0]!.name.replace(/\.sql$/, "")}`);
  }
  migrate(connection, migrations, at);
}

/** How long a copy of keys.db may open what was erased since, ms: security.md S3. */
const copiesKeptMs = 7 * 24 * 3_600_000;

/**
 * Removes the copies of keys.db that were made before its layout changed, once they are a week old (`at` is ms UTC): they open
 * what was erased since, and with the master key what was left to the team. One that cannot be removed is thrown.
 */
export function forgetKeyCopies(dataDir: string, at: number) {
  if (!existsSync(dataDir)) return;
  for (const name of readdirSync(dataDir).filter((one) => one.startsWith("keys.db.before-"))) {
    const file = join(dataDir, name);
    if (at - statSync(file).mtimeMs >= copiesKeptMs) rmSync(file);
  }
}

/** Makes the folder where it is missing and tries that it can be written. Throws FolderError. */
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

/** A disk that is full or broken, or data that are damaged, as a FolderError, since the person at the terminal can do something; else the error itself. */
export function unusable(dataDir: string, error: unknown): unknown {
  const code = sqliteCode(error);
  // Its index is a file in memory that the disk must have room for.
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) {
    return new FolderError(`The data in ${dataDir} are damaged (${code}). “porchlight doctor” says where.`);
  }
  const full = code === "SQLITE_FULL" || code === "SQLITE_IOERR_SHMSIZE";
  if (!full && !code.startsWith("SQLITE_IOERR")) return error;
  return new FolderError(
    `The data in ${dataDir} cannot be used: ${full ? reasons.ENOSPC : "the disk does not do its work"} (${code}).`,
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
