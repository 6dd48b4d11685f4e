import type Database from "#sqlite";
import { createHash } from "#src/crypto/hash.ts";
import { projectFile } from "#src/files.ts";
import { type Applied, adopt, isToBeAdopted, ofNewer, ofOthers } from "./adoption/adopt.ts";

export interface Migration {
  name: string;
  sql: string;
}

export const dataMigrations: Migration[] = [
  load("0001_data.sql"),
  load("0002_on_call_backup.sql"),
  load("0003_second_machine.sql"),
  load("0004_ticked_reasons.sql"),
  load("0005_signals.sql"),
  load("0006_handover_draft.sql"),
  load("0007_import_mapping.sql"),
  load("0008_practice.sql"),
  load("0009_goal.sql"),
  load("0010_stages.sql"),
  load("0011_scenario_draft.sql"),
];

export const keyMigrations: Migration[] = [
  load("keys_0001_keys.sql"),
  load("keys_0002_sheet_proof.sql"),
  load("keys_0003_practice.sql"),
];

function load(name: string): Migration {
  return { name, sql: projectFile(`migrations/${name}`) };
}

/** Returns whether a file was ever migrated. */
export function hasHistory(connection: Database.Database): boolean {
  return appliedMigrations(connection).length > 0;
}

/** Returns the migrations a database still needs, all if it is to be adopted. Throws MigrationError for other data. */
export function outstanding(connection: Database.Database, migrations: Migration[]): Migration[] {
  const applied = appliedMigrations(connection);
  if (isToBeAdopted(applied, migrations[0]!.name)) return migrations;
  for (const [index, row] of applied.entries()) {
    const known = migrations[index];
    if (!known || known.name !== row.name) throw ofNewer(row.name);
    if (createHash(known.sql) !== row.checksum) throw ofOthers(row.name);
  }
  return migrations.slice(applied.length);
}

/** Brings a database up to date, each migration in its own transaction. */
export function migrate(connection: Database.Database, migrations: Migration[], at: number) {
  connection.exec(
    "CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, checksum TEXT NOT NULL, at INTEGER NOT NULL) STRICT",
  );
  const first = migrations[0]!;
  if (isToBeAdopted(appliedMigrations(connection), first.name)) adopt(connection, applies(first), at);
  for (const migration of outstanding(connection, migrations)) {
    connection.transaction(() => {
      connection.exec(migration.sql);
      const { name, checksum } = applies(migration);
      connection.prepare("INSERT INTO migration (name, checksum, at) VALUES (?, ?, ?)").run(name, checksum, at);
    })();
  }
}

const applies = ({ name, sql }: Migration): Applied => ({ name, checksum: createHash(sql) });

function appliedMigrations(connection: Database.Database): Applied[] {
  const table = connection.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'migration'").get();
  if (!table) return [];
  return connection.prepare("SELECT name, checksum FROM migration ORDER BY rowid").all() as Applied[];
}
