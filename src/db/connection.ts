import { dirname } from "node:path";
import Database from "#sqlite";
import { builtInAddon } from "./addon.ts";

const pragmas = [
  "journal_mode=WAL",
  "synchronous=FULL",
  "foreign_keys=ON",
  // What a statement keeps aside for its undoing: nothing of it on any disk, and a system may have no place for it.
  "temp_store=MEMORY",
  "secure_delete=ON",
  "trusted_schema=OFF",
  "busy_timeout=0",
  "cell_size_check=ON",
  "mmap_size=0",
  // KiB: what a few hundred running chats are read from. SQLite's own 2 MiB made every read of a message one of the disk.
  "cache_size=-8192",
  "journal_size_limit=16777216",
];

/** Opens one SQLite file (or `:memory:`, or a serialized database) with the settings every file of Porchlight has. */
export function openFile(file: string | Buffer): Database.Database {
  const connection = openConnection(file);
  for (const pragma of pragmas) connection.pragma(pragma);
  return connection;
}

/** Opens one SQLite file only to look. Throws where it is none. */
export function openReadOnly(file: string): Database.Database {
  return connect(file, { readonly: true, fileMustExist: true });
}

/** Opens one SQLite file as it is, and waits at most so long (ms) for whoever holds it. */
export function openConnection(file: string | Buffer, timeout = 5_000): Database.Database {
  return connect(file, { timeout });
}

function connect(file: string | Buffer, given: Database.Options): Database.Database {
  const nativeBinding = typeof file === "string" ? builtInAddon(dirname(file)) : undefined;
  // The declared type of the option is older than the option.
  return new Database(file, (nativeBinding ? { ...given, nativeBinding } : given) as Database.Options);
}
