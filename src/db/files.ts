import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, rmSync } from "node:fs";
import { join } from "node:path";
import type Database from "#sqlite";
import { openFile } from "./db.ts";
import { dataMigrations, keyMigrations, type Migration, migrate, outstanding } from "./migrate.ts";

/** A folder that cannot hold the data. The message is for the person at the terminal. */
export class FolderError extends Error {}

export interface OpenFiles {
  data: Database.Database;
  keys: Database.Database;
  /** True when there were no data in the folder before. */
  fresh: boolean;
}

/**
 * Opens the two files of a data folder and brings them up to date, after a copy of both when they held something.
 * `at` is ms UTC. Throws FolderError for a folder that cannot be written, MigrationError for data of a newer Porchlight.
 */
export function openFiles(dataDir: string, at: number): OpenFiles {
  makeFolder(dataDir);
  const dataFile = join(dataDir, "porchlight.db");
  const keysFile = join(dataDir, "keys.db");
  const fresh = !existsSync(dataFile);
  const data = openFile(dataFile);
  const keys = openFile(keysFile);
  bringUpToDate(data, dataFile, dataMigrations, at);
  bringUpToDate(keys, keysFile, keyMigrations, at);
  return { data, keys, fresh };
}

/** Two migrated databases in memory, for tests: as real as files, gone with the process. */
export function openMemory(at: number): OpenFiles {
  const data = openFile(":memory:");
  const keys = openFile(":memory:");
  migrate(data, dataMigrations, at);
  migrate(keys, keyMigrations, at);
  return { data, keys, fresh: true };
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

/** Makes the folder where it is missing and tries that it can be written. Throws FolderError. */
export function makeFolder(dataDir: string) {
  const probe = join(dataDir, ".writable");
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    closeSync(openSync(probe, "w"));
    rmSync(probe);
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "";
    const why: Record<string, string> = {
      EACCES: "this account may not write there",
      EROFS: "it is on a disk that can only be read",
      ENOTDIR: "something on the way to it is a file",
      EEXIST: "there is a file with that name",
      ENOENT: "it cannot be made there",
      ENOSPC: "the disk is full",
    };
    throw new FolderError(`The data folder ${dataDir} cannot be used: ${why[reason] ?? reason}.`);
  }
}
