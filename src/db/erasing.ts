import type Database from "#sqlite";
import type { Query, Writer } from "./query.ts";
import { isBusy } from "./statements.ts";

/** What destroys keys, and empties the logs (WAL) of both files of what was erased: SQLite leaves it there until they are written over. */
export interface Erasing {
  /**
   * Runs statements on keys.db, whose change is on the disk. What cannot be deleted now is tried again after the next commit, by
   * `emptyLogs`, and at the next start (`replayErasures`).
   */
  erase(queries: Query<unknown>[]): void;
  /** A change that is on the disk has deleted or written over what the log of the data may still hold. */
  noteForgotten(): void;
  /** Empties both logs where they may hold what was erased. While another process reads a file its log cannot be: the next call does it. */
  emptyLogs(): void;
}

/** `report` gets what went wrong, never anything anybody wrote. */
export function openErasing(parts: {
  data: Database.Database;
  keys: Database.Database;
  keyWriter: Writer;
  report: (what: string, error: unknown) => void;
}): Erasing {
  const { data, keys, keyWriter, report } = parts;
  let owed: Query<unknown>[] = [];
  // At the start nobody knows what a process before has left there.
  const holds = { keys: true, data: true };

  function erase(queries: Query<unknown>[]) {
    owed = [...owed, ...queries];
    if (owed.length === 0 && !holds.keys) return;
    try {
      if (owed.length > 0) {
        keys.exec("BEGIN IMMEDIATE");
        for (const query of owed) keyWriter.run(query);
        keys.exec("COMMIT");
        owed = [];
        // What those keys open was deleted with them, or is left to others now.
        Object.assign(holds, { keys: true, data: true });
      }
      holds.keys = isHeld(keys);
    } catch (error) {
      if (keys.inTransaction) keys.exec("ROLLBACK");
      report("a key that was to be destroyed is still there", error);
    }
  }

  return {
    erase,
    noteForgotten: () => {
      holds.data = true;
    },
    // That of the data is emptied here alone and not in each turn: it may be megabytes.
    emptyLogs: () => {
      erase([]);
      if (!holds.data) return;
      try {
        holds.data = isHeld(data);
      } catch (error) {
        if (!isBusy(error)) report("the log of the data still holds what was erased", error);
      }
    },
  };
}

/** Empties the log of a file. True where it could not be: another process reads what stands in it. */
function isHeld(file: Database.Database): boolean {
  return file.pragma("wal_checkpoint(TRUNCATE)", { simple: true }) !== 0;
}
