import type Database from "#sqlite";
import { TerminalError } from "#src/errors.ts";
import { formerData, formerKeys } from "./former.ts";

export class MigrationError extends TerminalError {}

export interface Applied {
  name: string;
  checksum: string;
}

const former = new Map([
  ["0001_data.sql", formerData],
  ["keys_0001_keys.sql", formerKeys],
]);

/** Returns whether a file has all migrations that `first` stands for, false for none. Throws MigrationError for only some. */
export function isToBeAdopted(applied: readonly Applied[], first: string): boolean {
  const list = former.get(first) ?? [];
  const known = new Map(list);
  if (!applied.some(({ name }) => known.has(name))) return false;
  const stranger = applied.find(({ name }) => !known.has(name));
  if (stranger) throw ofNewer(stranger.name);
  const changed = applied.find(({ name, checksum }) => known.get(name) !== checksum);
  if (changed) throw ofOthers(changed.name);
  const lacking = list.find(([name], index) => applied[index]?.name !== name);
  if (lacking) throw ofOlder(lacking[0], list.at(-1)![0]);
  return true;
}

/** Replaces the rows of the former migrations by the one that stands for them, in one transaction. */
export function adopt(connection: Database.Database, first: Applied, at: number): void {
  connection.transaction(() => {
    connection.exec("DELETE FROM migration");
    connection
      .prepare("INSERT INTO migration (name, checksum, at) VALUES (?, ?, ?)")
      .run(first.name, first.checksum, at);
  })();
}

/** Returns the error for data with a migration that this version does not know. */
export function ofNewer(name: string): MigrationError {
  return new MigrationError(
    `The data were written by a newer Porchlight (they hold ${name}, which this one does not know). Use that version again, or restore a backup.`,
  );
}

/** Returns the error for data that another migration of the same name made. */
export function ofOthers(name: string): MigrationError {
  return new MigrationError(`The migration ${name} is not the one that made these data.`);
}

function ofOlder(name: string, last: string): MigrationError {
  return new MigrationError(
    `The data are of an older Porchlight, from which this one does not go on (they lack ${name}). Start the last version that has migrations/${last} on them once, and then this one: docs/upgrade.md says how.`,
  );
}
