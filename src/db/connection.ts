import { dirname } from "node:path";
import Database from "#sqlite";
import { builtInAddon } from "./addon.ts";

const pragmas = [
  "journal_mode=WAL",
  "synchronous=FULL",
  "foreign_keys=ON",
  // What a statement keeps for its undoing goes to no disk; a system may also have no place for it.
  "temp_store=MEMORY",
  "secure_delete=ON",
  "trusted_schema=OFF",
  "busy_timeout=0",
  "cell_size_check=ON",
  "mmap_size=0",
  // KiB, for a few hundred open chats. With SQLite's own 2 MiB every read of a message went to the disk.
  "cache_size=-8192",
  "journal_size_limit=16777216",
];

/** Opens an SQLite file, `:memory:` or a serialized database with the settings of every file of Porchlight. */
export function openFile(file: string | Buffer): Database.Database {
  const connection = openConnection(file);
  for (const pragma of pragmas) connection.pragma(pragma);
  return connection;
}

/** Opens an SQLite file only to read. Throws if there is none. */
export function openReadOnly(file: string): Database.Database {
  return connect(file, { readonly: true, fileMustExist: true });
}

/** Opens an SQLite file as it is. `timeout`: how long to wait for another process that holds it, ms. */
export function openConnection(file: string | Buffer, timeout = 5_000): Database.Database {
  return connect(file, { timeout });
}

function connect(file: string | Buffer, given: Database.Options): Database.Database {
  const nativeBinding = typeof file === "string" ? builtInAddon(dirname(file)) : undefined;
  return new Database(file, (nativeBinding ? { ...given, nativeBinding } : given) as Database.Options);
}
