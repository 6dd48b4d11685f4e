import type Database from "#sqlite";
import type { Query, Writer } from "./query.ts";
import { isBusy } from "./sqlite-errors.ts";

/** Destroys keys, and empties the logs (WAL) of both files, where SQLite leaves what was erased until it is overwritten. */
interface Erasing {
  /** Something is owed still, or a log may hold what was erased. */
  isDue: boolean;
  /** Deletes from keys.db once the change is on disk. What fails is tried again after the next commit and at the next start. */
  erase(queries: Query<unknown>[]): void;
  noteForgotten(): void;
  emptyLogs(): void;
}

/** Opens the erasing of both files. `report` gets what went wrong, never anything that someone wrote. */
export function openErasing(parts: {
  data: Database.Database;
  keys: Database.Database;
  keyWriter: Writer;
  report: (what: string, error: unknown) => void;
}): Erasing {
  const { data, keys, keyWriter, report } = parts;
  let owed: Query<unknown>[] = [];
  const holds = { keys: true, data: true };

  function erase(queries: Query<unknown>[]) {
    owed = [...owed, ...queries];
    try {
      if (owed.length > 0) {
        keys.exec("BEGIN IMMEDIATE");
        for (const query of owed) keyWriter.run(query);
        keys.exec("COMMIT");
        owed = [];
        // What those keys opened was deleted with them, or is left to others now.
        Object.assign(holds, { keys: true, data: true });
      }
      holds.keys = isLogHeld(keys);
    } catch (error) {
      if (keys.inTransaction) keys.exec("ROLLBACK");
      report("a key that was to be destroyed is still there", error);
    }
    erasing.isDue = owed.length > 0 || holds.keys;
  }

  const erasing: Erasing = {
    isDue: true,
    erase,
    noteForgotten: () => {
      holds.data = true;
    },
    // The log of the data is emptied only here and not in each turn: it may be megabytes.
    emptyLogs: () => {
      if (erasing.isDue) erase([]);
      if (!holds.data) return;
      try {
        holds.data = isLogHeld(data);
      } catch (error) {
        if (!isBusy(error)) report("the log of the data still holds what was erased", error);
      }
    },
  };
  return erasing;
}

/** Empties the log of a file. Returns whether it is not empty after all, since someone reads the file. */
export function isLogHeld(file: Database.Database): boolean {
  return file.pragma("wal_checkpoint(TRUNCATE)", { simple: true }) !== 0;
}
