import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import Database from "#sqlite";
import { MigrationError } from "#src/db/adoption/adopt.ts";
import { openFile } from "#src/db/connection.ts";
import { FolderError, makeFolder, openFiles } from "#src/db/files.ts";
import { dataMigrations, keyMigrations, migrate, outstanding } from "#src/db/migrations.ts";

// PROMISES.md R8: an upgrade is whole or not at all.

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "porchlight-migrate-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const second = { name: "0002_more.sql", sql: "CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT" };
const tables = (file: Database.Database) =>
  file.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();

test("every migration is applied once and noted with its checksum and moment", () => {
  const file = openFile(":memory:");
  migrate(file, dataMigrations, 42);
  migrate(file, dataMigrations, 43);
  const rows = file.prepare("SELECT name, length(checksum) AS length, at FROM migration").all();
  expect(rows).toEqual(dataMigrations.map(({ name }) => ({ name, length: 64, at: 42 })));
  expect(outstanding(file, dataMigrations)).toEqual([]);
  expect(outstanding(file, [...dataMigrations, second])).toEqual([second]);
});

test("data of a newer Porchlight are refused in words that say what to do", () => {
  const file = openFile(":memory:");
  migrate(file, [...dataMigrations, second], 0);
  expect(() => migrate(file, dataMigrations, 0)).toThrow(MigrationError);
  expect(() => outstanding(file, dataMigrations)).toThrow(/newer Porchlight .*0002_more\.sql.*restore a backup/s);
});

test("a migration that was changed after it ran is refused, by name", () => {
  const file = openFile(":memory:");
  migrate(file, dataMigrations, 0);
  const changed = dataMigrations.map((one) => ({ ...one, sql: `${one.sql}\n-- changed` }));
  expect(() => outstanding(file, changed)).toThrow(`The migration ${dataMigrations[0]!.name} is not the one`);
});

test("a migration that fails half way leaves nothing of itself", () => {
  const file = openFile(":memory:");
  migrate(file, dataMigrations, 0);
  const broken = {
    name: "0002_broken.sql",
    sql: "CREATE TABLE half (id INTEGER) STRICT; INSERT INTO nowhere VALUES (1)",
  };
  expect(() => migrate(file, [...dataMigrations, broken], 0)).toThrow(/nowhere/);
  expect(tables(file)).not.toContain("half");
  expect(outstanding(file, [...dataMigrations, second])).toEqual([second]);
});

test("a fresh folder needs no copy; a copy of older data is made before they are changed", () => {
  const first = openFiles(folder, 0);
  first.data.prepare("INSERT INTO erasure VALUES (7, 8)").run();
  first.data.close();
  first.keys.close();
  expect(readdirSync(folder).filter((name) => name.includes("before"))).toEqual([]);

  dataMigrations.push(second);
  try {
    const again = openFiles(folder, 1);
    expect(tables(again.data)).toContain("more");
    again.data.close();
    again.keys.close();
  } finally {
    dataMigrations.pop();
  }
  const copies = readdirSync(folder).filter((name) => name.includes("before"));
  expect(copies).toEqual(["porchlight.db.before-0002_more"]);
  const copy = new Database(join(folder, copies[0]!));
  expect(copy.prepare("SELECT * FROM erasure").all()).toEqual([{ conversation_id: 7, at: 8 }]);
  expect(tables(copy)).not.toContain("more");
  copy.close();
});

test("data of a newer Porchlight in a folder are left exactly as they are", () => {
  const made = openFiles(folder, 0);
  migrate(made.data, [...dataMigrations, second], 0);
  made.data.close();
  made.keys.close();
  expect(() => openFiles(folder, 1)).toThrow(MigrationError);
  expect(readdirSync(folder).filter((name) => name.includes("before"))).toEqual([]);
});

test("a folder that cannot be is refused in a sentence", () => {
  const inTheWay = join(folder, "file");
  writeFileSync(inTheWay, "");
  expect(() => makeFolder(inTheWay)).toThrow(FolderError);
  expect(() => makeFolder(join(inTheWay, "data"))).toThrow("something on the way to it is a file");
});

test("the folder is made for its owner alone and keeps no trace of the trial", () => {
  const data = join(folder, "a", "data");
  chmodSync(folder, 0o755);
  makeFolder(data);
  expect(existsSync(data)).toBe(true);
  expect(readdirSync(data)).toEqual([]);
});

test("keys.db has its own migrations, apart from the data", () => {
  const { data, keys } = openFiles(folder, 0);
  expect(tables(keys)).toEqual(expect.arrayContaining(["wrap", "master_key"]));
  expect(tables(data)).not.toContain("wrap");
  expect(keyMigrations.map((one) => one.name)).toEqual([
    "keys_0001_keys.sql",
    "keys_0002_sheet_proof.sql",
    "keys_0003_practice.sql",
  ]);
  data.close();
  keys.close();
});
