import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import type Database from "#sqlite";
import { fileOf, whats } from "#src/backup/parts.ts";
import { keepFolder } from "#src/crypto/keys/master-key.ts";
import { openFile, openReadOnly } from "#src/db/connection.ts";
import { keepFromOthers } from "#src/db/files.ts";
import { type Reader, type Writer, writer } from "#src/db/query.ts";
import { k } from "#src/db/schema.ts";

// All of it is done while nothing else has the data open, and can be done again from the start after a kill or a power cut.

/** Returns the names under which copies of both files of an instant (ms UTC) lie in a data folder, without their beginning. */
export function nameOfCopies(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
}

// The job that removes what was copied before a migration goes by this name, too.
const copyOf = (dataDir: string, file: string, copies: string) => join(dataDir, `${file}.before-${copies}`);

/** Returns the files of the copies of a name, whether they are there or not. */
export function filesOfCopies(dataDir: string, copies: string): string[] {
  return whats.map((what) => copyOf(dataDir, fileOf[what], copies));
}

/** Returns whether both copies of a name are there. */
export function hasCopies(dataDir: string, copies: string): boolean {
  return filesOfCopies(dataDir, copies).every(existsSync);
}

/** Copies both files beside themselves, and syncs them. */
export function copyData(dataDir: string, copies: string): void {
  for (const what of whats) {
    const file = join(dataDir, fileOf[what]);
    foldLog(file);
    copySynced(file, copyOf(dataDir, fileOf[what], copies));
  }
  keepFolder(dataDir);
}

/** Puts copies of a name into the place of both files. */
export function putBack(dataDir: string, copies: string): void {
  for (const what of whats) {
    const file = join(dataDir, fileOf[what]);
    const next = `${file}.next`;
    copySynced(copyOf(dataDir, fileOf[what], copies), next);
    // A log of other data would be read into these.
    for (const end of ["-wal", "-shm"]) rmSync(file + end, { force: true });
    keepFolder(dataDir);
    renameSync(next, file);
  }
  keepFolder(dataDir);
}

/** Copies the copies of a name to a folder, or beside themselves under another name. */
export function copyCopies(dataDir: string, copies: string, to: { folder: string } | { copies: string }): void {
  for (const what of whats) {
    const file = fileOf[what];
    copySynced(
      copyOf(dataDir, file, copies),
      "folder" in to ? join(to.folder, file) : copyOf(dataDir, file, to.copies),
    );
  }
}

/** Removes the copies of a name. */
export function removeCopies(dataDir: string, copies: string): void {
  for (const file of filesOfCopies(dataDir, copies)) rmSync(file, { force: true });
}

/** How the name of copies ends that a way back begins from, until it is over. */
export const going = ".going";

/** Removes what a way back left that was cut off before anything was replaced: it holds keys. */
export function sweepGoing(dataDir: string): void {
  for (const name of readdirSync(dataDir)) if (isLeft.test(name)) rmSync(join(dataDir, name));
}

const isLeft = /^(keys|porchlight)\.db(\.before-.+\.going(-wal|-shm)?|\.next)$/;

/** What keys are of, by table. What was a chat that went on may be over now, so all tables of chats count as one. */
const chats = ["wrap", "team_sealed", "code_wrap", "secret_word", "thanks_wrap"];
const others = [
  ["note_wrap", "record_id"],
  ["mail_wrap", "mail_id"],
  ["callback_wrap", "callback_id"],
  ["staff_wrap", "staff_id"],
  ["phone_wrap", "staff_id"],
  ["debrief_wrap", "debrief_id"],
  ["emergency_wrap", "emergency_id"],
  ["concern_wrap", "file_id"],
  ["practice_wrap", "practice_id"],
  ["address_share", "conversation_id"],
  ["address_grant", "request_id"],
] as const;

/** Takes from the keys in copies what has been destroyed in the data since (PROMISES.md S3). */
export function destroyAsSince(dataDir: string, copies: string): void {
  const files = {
    former: openFile(copyOf(dataDir, fileOf.keys, copies)),
    now: openReadOnly(join(dataDir, fileOf.keys)),
  };
  try {
    const [former, now] = [writer(files.former), writer(files.now)];
    // Either may be of a Porchlight that has other tables.
    const [had, has] = [tablesIn(files.former), tablesIn(files.now)];
    const living = new Set(
      chats.filter((table) => has.has(table)).flatMap((table) => idsIn(now, table, "conversation_id")),
    );
    files.former.transaction(() => {
      for (const table of chats.filter((one) => had.has(one))) keepOnly(former, table, "conversation_id", living);
      if (had.has("earlier_wrap")) keepOnly(former, "earlier_wrap", "earlier_id", living);
      for (const [table, column] of others.filter(([one]) => had.has(one) && has.has(one)))
        keepOnly(former, table, column, new Set(idsIn(now, table, column)));
    })();
    files.former.pragma("wal_checkpoint(TRUNCATE)");
  } finally {
    files.former.close();
    files.now.close();
  }
}

function tablesIn(file: Database.Database): Set<unknown> {
  return new Set(file.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all());
}

// All have a number of what their keys are of, under one name or another.
const of = (table: string, column: string) => [table as "note_wrap", column as "record_id"] as const;

function idsIn(keys: Reader, ...where: [table: string, column: string]): number[] {
  const [table, column] = of(...where);
  return keys.all(k.selectFrom(table).select(column)).map((row) => row[column]);
}

function keepOnly(keys: Writer, name: string, by: string, living: ReadonlySet<number>) {
  const [table, column] = of(name, by);
  for (const id of idsIn(keys, name, by)) if (!living.has(id)) keys.run(k.deleteFrom(table).where(column, "=", id));
}

/** After a crash the log of a file holds what was written last. */
function foldLog(file: string) {
  if (!existsSync(`${file}-wal`)) return;
  const connection = openFile(file);
  try {
    connection.pragma("wal_checkpoint(TRUNCATE)");
  } finally {
    connection.close();
  }
}

function copySynced(from: string, to: string) {
  rmSync(to, { force: true });
  keepFromOthers(to);
  copyFileSync(from, to, constants.COPYFILE_FICLONE);
  const file = openSync(to, "r+");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
