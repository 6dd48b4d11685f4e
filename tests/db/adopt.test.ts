import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import type Database from "#sqlite";
import { keysDoctor } from "#src/command/keys/keys-doctor.ts";
import { openKeyring } from "#src/crypto/keys/keyring.ts";
import { masterKey } from "#src/crypto/keys/master-key.ts";
import { MigrationError } from "#src/db/adoption/adopt.ts";
import { openFile } from "#src/db/connection.ts";
import { layoutOf, lookOver } from "#src/db/doctor.ts";
import { type OpenFiles, openFiles, openMemory } from "#src/db/files.ts";
import { dataMigrations, keyMigrations, migrate } from "#src/db/migrations.ts";
import { fresh, known, livedInFolder } from "#tests/support/run/lived-in.ts";

// PROMISES.md R8, for a folder of the 86 migrations that were put into two: it is taken over whole, or left as it is.

const names = ["porchlight.db", "keys.db"] as const;
type Name = (typeof names)[number];

function opened(folder: string, at = known.at): OpenFiles & { copies: string[] } {
  const copies: string[] = [];
  const files = openFiles(folder, at, (copy) => copies.push(copy.slice(folder.length + 1)));
  return { ...files, copies };
}

function close({ data, keys }: OpenFiles) {
  data.close();
  keys.close();
}

const bytes = (folder: string) => names.map((name) => readFileSync(join(folder, name)).toString("base64"));
const applied = (file: Database.Database) => file.prepare("SELECT * FROM migration").all();

/** Every table and index of a file with how it is laid out. */
const layout = (file: Database.Database) =>
  Object.fromEntries(
    (file.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema").all() as Record<string, string>[]).map(
      ({ type, name, tbl_name, sql }) => [`${type} ${name}`, `${tbl_name}: ${layoutOf(sql ?? null)}`],
    ),
  );

const withoutNulls = (rows: object) => JSON.parse(JSON.stringify(rows, (_key, value) => value ?? undefined));

/** Every row of a file, by table, without what is null: later migrations add columns in which nothing stands. */
function rowsOf(file: Database.Database): Record<string, unknown[]> {
  const tables = file
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'migration'")
    .pluck()
    .all() as string[];
  const found = tables.map((table) => [table, file.prepare(`SELECT * FROM "${table}"`).all()] as const);
  const filled = Object.fromEntries(found.filter(([, all]) => all.length > 0));
  return JSON.parse(
    JSON.stringify(filled, (_key, value) =>
      value?.type === "Buffer" ? Buffer.from(value.data).toString("base64") : (value ?? undefined),
    ),
  );
}

/** Changes what a file says of its migrations. */
function byHand(folder: string, name: Name, sql: string) {
  const file = openFile(join(folder, name));
  file.exec(sql);
  file.pragma("wal_checkpoint(TRUNCATE)");
  file.close();
}

test("a new file has the rows that one of before had, and is laid out as a lived-in one is", () => {
  const made = openMemory(1);
  expect({ data: rowsOf(made.data), keys: rowsOf(made.keys) }).toEqual(withoutNulls(fresh));
  const files = opened(livedInFolder());
  expect(layout(files.data)).toEqual(layout(made.data));
  expect(layout(files.keys)).toEqual(layout(made.keys));
  expect(Object.keys(layout(made.data)).length).toBeGreaterThan(200);
  close(files);
  close(made);
});

test("a folder of the last of them is taken over, with a copy of both files and every row as it was; once is enough", () => {
  const folder = livedInFolder();
  const before = names.map((name) => {
    const file = openFile(join(folder, name));
    const rows = rowsOf(file);
    file.close();
    return rows;
  });
  const files = opened(folder);
  expect(files.copies).toEqual(["porchlight.db.before-0001_data", "keys.db.before-keys_0001_keys"]);
  const after = [rowsOf(files.data), rowsOf(files.keys)];
  // SG24: whoever answers today is locked out of nothing, and is due for a sign-off.
  for (const row of after[0]!.staff as Record<string, unknown>[]) {
    expect(row).toMatchObject({ stage: "alone", sign_off_due_at: expect.any(Number) });
    delete row.stage;
    delete row.sign_off_due_at;
  }
  expect(after).toEqual(before);
  const made = openMemory(known.at);
  expect([applied(files.data), applied(files.keys)]).toEqual([applied(made.data), applied(made.keys)]);
  close(files);
  close(made);

  const left = bytes(folder);
  const again = opened(folder, known.at + 1);
  expect(again.copies).toEqual([]);
  close(again);
  expect(bytes(folder)).toEqual(left);
});

const last = { "porchlight.db": "0081_help_seen.sql", "keys.db": "keys_0075_key_giver.sql" };
const second = { "porchlight.db": "0002_hours.sql", "keys.db": "keys_0002_note.sql" };
const newer = /newer Porchlight .*0082_more\.sql.*restore a backup/s;

test.each(
  names.flatMap((name): [string, Name, string, RegExp][] => [
    [
      "one was changed",
      name,
      `UPDATE migration SET checksum = 'other' WHERE name = '${second[name]}'`,
      new RegExp(`The migration ${second[name]} is not the one`),
    ],
    [
      "the last is missing",
      name,
      `DELETE FROM migration WHERE name = '${last[name]}'`,
      new RegExp(`lack ${last[name]}.* Start the last version that has migrations/${last[name]} on them once`),
    ],
    [
      "one is missing",
      name,
      `DELETE FROM migration WHERE name = '${second[name]}'`,
      new RegExp(`lack ${second[name]}`),
    ],
    ["there is one more", name, "INSERT INTO migration VALUES ('0082_more.sql', 'x', 1)", newer],
    [
      "one more stands in the place of the last",
      name,
      `UPDATE migration SET name = '0082_more.sql' WHERE name = '${last[name]}'`,
      newer,
    ],
  ]),
)("where %s in %s it is refused in words, and no byte of either file is changed", (_why, name, sql, words) => {
  const folder = livedInFolder();
  byHand(folder, name, sql);
  const before = bytes(folder);
  expect(() => opened(folder)).toThrow(MigrationError);
  expect(() => opened(folder)).toThrow(words);
  expect(bytes(folder)).toEqual(before);
  expect(readdirSync(folder).filter((one) => one.includes("before"))).toEqual([]);
});

test("the keys of before are not taken for data of before", () => {
  const folder = livedInFolder();
  const keys = openFile(join(folder, "keys.db"));
  expect(() => migrate(keys, dataMigrations, 1)).toThrow(/keys_0001_main\.sql, which this one does not know/);
  keys.close();
});

test("broken off in the middle it is as it was, and goes on from there", () => {
  const folder = livedInFolder();
  const file = openFile(join(folder, "keys.db"));
  const before = applied(file);
  file.exec("CREATE TEMP TRIGGER dies BEFORE INSERT ON migration BEGIN SELECT RAISE(ABORT, 'killed'); END");
  expect(() => migrate(file, keyMigrations, 1)).toThrow("killed");
  expect(applied(file)).toEqual(before);
  file.exec("DROP TRIGGER dies");
  migrate(file, keyMigrations, 1);
  expect(applied(file)).toMatchObject([
    { name: "keys_0001_keys.sql" },
    { name: "keys_0002_sheet_proof.sql" },
    { name: "keys_0003_practice.sql" },
  ]);
  file.close();
});

test("the doctors only look: before it is taken over, and after", async () => {
  vi.spyOn(process.stdout, "write").mockImplementation(() => true);
  onTestFinished(() => {
    vi.restoreAllMocks();
  });
  const folder = livedInFolder();
  const master = masterKey(Buffer.from(known.master, "hex"));
  const look = () => lookOver(folder, (keys) => openKeyring(keys, master));
  const before = bytes(folder);
  expect(look()).toMatchObject({ damages: [], sawWords: true });
  await expect(keysDoctor(["--data-dir", folder])).rejects.toThrow("of an older Porchlight. Start the helpline once.");
  expect(bytes(folder)).toEqual(before);
  close(opened(folder));
  expect(look()).toMatchObject({ damages: [], sawWords: true });
  expect(await keysDoctor(["--data-dir", folder])).toBe(1);

  byHand(folder, "porchlight.db", "ALTER TABLE region ADD COLUMN more TEXT");
  expect(look().damages).toEqual([
    { file: "porchlight.db", table: "region", what: "its layout is not the one that Porchlight gave it" },
  ]);
});
