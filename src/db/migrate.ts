import type Database from "#sqlite";
import { createHash } from "#src/crypto/hash.ts";
import { projectFile } from "#src/files.ts";

export interface Migration {
  name: string;
  sql: string;
}

/** Every migration of the data file, in order. Forward only. */
export const dataMigrations: Migration[] = [
  load("0001_main.sql"),
  load("0002_hours.sql"),
  load("0003_opening.sql"),
  load("0004_directory.sql"),
  load("0005_queue.sql"),
  load("0006_colleagues.sql"),
  load("0007_notes.sql"),
  load("0008_silence.sql"),
  load("0009_record.sql"),
  load("0010_replies.sql"),
  load("0011_overview.sql"),
  load("0012_kept.sql"),
  load("0013_own_replies.sql"),
  load("0014_lapsed.sql"),
  load("0015_shift_draft.sql"),
  load("0016_reply_changes.sql"),
  load("0017_debrief_taker.sql"),
  load("0018_mail.sql"),
  load("0019_on_call.sql"),
  load("0020_forecast.sql"),
  load("0021_callback.sql"),
  load("0025_first_words.sql"),
  load("0026_line_gone.sql"),
  load("0027_mail_tries.sql"),
  load("0028_passed.sql"),
  load("0029_audit_chain.sql"),
  load("0030_let_go.sql"),
  load("0031_contact_sent.sql"),
  load("0032_accounts.sql"),
  load("0033_debrief_ids.sql"),
  load("0034_emergency.sql"),
  load("0035_return_code.sql"),
  load("0036_erased.sql"),
  load("0037_chat_hold.sql"),
  load("0038_return_earlier.sql"),
  load("0039_approach.sql"),
  load("0040_address.sql"),
  load("0041_trail_mail.sql"),
  load("0042_scans.sql"),
  load("0045_chat_opening.sql"),
  load("0046_concern_audit.sql"),
  load("0047_gone_told.sql"),
  load("0050_kind.sql"),
  load("0051_contact_facts.sql"),
  load("0052_door_look.sql"),
  load("0053_staffed.sql"),
  load("0054_coarse_times.sql"),
  load("0055_audit_times.sql"),
  load("0056_coarse_waits.sql"),
  load("0060_emergency_answer.sql"),
  load("0061_urgent_over.sql"),
  load("0062_phone.sql"),
  load("0063_left_in_danger.sql"),
  load("0064_opening_of_left.sql"),
  load("0065_lead.sql"),
  load("0066_concern_file.sql"),
  load("0067_new_chats.sql"),
  load("0070_emergency_again.sql"),
  load("0071_had_part.sql"),
  load("0073_urgent_at.sql"),
  load("0074_role_giver.sql"),
  load("0076_watched.sql"),
  load("0078_phone_afterwards.sql"),
  load("0079_concern_end.sql"),
  load("0081_help_seen.sql"),
];

/** Every migration of keys.db, in order. */
export const keyMigrations: Migration[] = [
  load("keys_0001_main.sql"),
  load("keys_0002_note.sql"),
  load("keys_0003_mail.sql"),
  load("keys_0004_callback.sql"),
  load("keys_0005_staff.sql"),
  load("keys_0006_audit.sql"),
  load("keys_0007_team.sql"),
  load("keys_0008_staff_key.sql"),
  load("keys_0009_sheet_holds.sql"),
  load("keys_0010_emergency.sql"),
  load("keys_0011_code.sql"),
  load("keys_0012_earlier.sql"),
  load("keys_0013_address.sql"),
  load("keys_0014_masters.sql"),
  load("keys_0015_secret_word.sql"),
  load("keys_0020_audit_before.sql"),
  load("keys_0025_concern_chain.sql"),
  load("keys_0030_phone.sql"),
  load("keys_0032_concern.sql"),
  load("keys_0034_concern_before.sql"),
  load("keys_0075_key_giver.sql"),
];

function load(name: string): Migration {
  return { name, sql: projectFile(`migrations/${name}`) };
}

/** A database newer than this Porchlight, or changed behind its back. The message is for the person at the terminal. */
export class MigrationError extends Error {}

/** Which of the migrations a database still needs; [] when it is up to date. Throws MigrationError when it is newer. */
export function outstanding(connection: Database.Database, migrations: Migration[]): Migration[] {
  const applied = appliedMigrations(connection);
  for (const [index, row] of applied.entries()) {
    const known = migrations[index];
    if (!known || known.name !== row.name) {
      throw new MigrationError(
        `The data were written by a newer Porchlight (they hold ${row.name}, which this one does not know). Use that version again, or restore a backup.`,
      );
    }
    if (createHash(known.sql) !== row.checksum) {
      throw new MigrationError(`The migration ${row.name} is not the one that made these data.`);
    }
  }
  return migrations.slice(applied.length);
}

/** Brings a database up to date: each migration in a transaction of its own, old or new, never between. */
export function migrate(connection: Database.Database, migrations: Migration[], at: number) {
  connection.exec(
    "CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, checksum TEXT NOT NULL, at INTEGER NOT NULL) STRICT",
  );
  for (const migration of outstanding(connection, migrations)) {
    connection.transaction(() => {
      connection.exec(migration.sql);
      connection
        .prepare("INSERT INTO migration (name, checksum, at) VALUES (?, ?, ?)")
        .run(migration.name, createHash(migration.sql), at);
    })();
  }
}

function appliedMigrations(connection: Database.Database): { name: string; checksum: string }[] {
  const table = connection.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'migration'").get();
  if (!table) return [];
  return connection.prepare("SELECT name, checksum FROM migration ORDER BY rowid").all() as {
    name: string;
    checksum: string;
  }[];
}
