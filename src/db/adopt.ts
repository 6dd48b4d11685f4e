import type Database from "#sqlite";
import { formerData, formerKeys } from "./former.ts";

/** A database newer than this Porchlight, too old for it, or changed behind its back. The message is for the person at the terminal. */
export class MigrationError extends Error {}

/** A migration that a file says it has, with the checksum of what ran. */
export interface Applied {
  name: string;
  checksum: string;
}

/** Of each first migration: those that made the same before they were put into one. */
const former = new Map([
  ["0001_data.sql", formerData],
  ["keys_0001_keys.sql", formerKeys],
]);

/**
 * Whether a file is of the last version that had all the migrations for which `first` (a name) stands now: then it is laid out as that
 * one lays it out. False where it has none of them. Throws MigrationError where it has some, or others beside them.
 */
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

/** The rows of the former migrations give way to that of the one which stands for them, in one transaction. */
export function adopt(connection: Database.Database, first: Applied, at: number): void {
  connection.transaction(() => {
    connection.exec("DELETE FROM migration");
    connection
      .prepare("INSERT INTO migration (name, checksum, at) VALUES (?, ?, ?)")
      .run(first.name, first.checksum, at);
  })();
}

/** The refusal of data that hold a migration which nobody here knows. */
export function ofNewer(name: string): MigrationError {
  return new MigrationError(
    `The data were written by a newer Porchlight (they hold ${name}, which this one does not know). Use that version again, or restore a backup.`,
  );
}

/** The refusal of data that another migration of that name has made. */
export function ofOthers(name: string): MigrationError {
  return new MigrationError(`The migration ${name} is not the one that made these data.`);
}

function ofOlder(name: string, last: string): MigrationError {
  return new MigrationError(
    `The data are of an older Porchlight, from which this one does not go on (they lack ${name}). Start the last version that has migrations/${last} on them once, and then this one: docs/install.md says how.`,
  );
}
