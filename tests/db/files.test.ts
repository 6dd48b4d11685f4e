import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { forgetCopies, openFiles } from "#src/db/files.ts";
import { dataMigrations } from "#src/db/migrations.ts";
import { copyDays } from "#src/settings/rules/facts.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "porchlight-files-"));
  // A folder that was there before, as an operator makes it: others may look into it.
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true }));

const databases = /\.db($|-|\.)/;
const modes = () =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((name) => databases.test(name))
      .sort()
      .map((name) => [name, (statSync(join(folder, name)).mode & 0o777).toString(8)]),
  );
const each = ["keys.db", "keys.db-shm", "keys.db-wal", "porchlight.db", "porchlight.db-shm", "porchlight.db-wal"];
const own = Object.fromEntries(each.map((name) => [name, "600"]));

test("[ASVS 6.7.1] in a folder that others may read, the two databases, their logs and indexes are the owner's alone", () => {
  const files = openFiles(folder, 0);
  expect(modes()).toEqual(own);
  files.data.close();
  files.keys.close();
});

test("what others could read already is taken from them: files, logs that a crash left, and the copies made of them", () => {
  const before = openFiles(folder, 0);
  // Still open, as after a crash: the logs are there and hold what was written last.
  for (const name of each) chmodSync(join(folder, name), 0o664);
  dataMigrations.push({ name: "0002_more.sql", sql: "CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT" });
  try {
    const after = openFiles(folder, 1);
    expect(modes()).toEqual({ ...own, "porchlight.db.before-0002_more": "600" });
    for (const file of [after.data, after.keys, before.data, before.keys]) file.close();
  } finally {
    dataMigrations.pop();
  }
});

const now = Date.UTC(2026, 10, 24);
const weekMs = copyDays * 24 * 3_600_000;
const copies = () =>
  readdirSync(folder)
    .filter((name) => name.includes(".before-"))
    .sort();
const madeAt = (name: string, at: number) => utimesSync(join(folder, name), now / 1_000, at / 1_000);

test("[S3] a copy that was made before the layout changed goes after a week, of the keys and of the data", () => {
  for (const file of Object.values(openFiles(folder, 0))) file.close();
  const names = ["keys.db.before-keys_0009_more", "keys.db.before-keys_0010_more", "porchlight.db.before-0002_more"];
  for (const name of [...names, "porchlight.db.before"]) writeFileSync(join(folder, name), "");
  for (const name of names) madeAt(name, now - weekMs + (name.includes("0010") ? 1_000 : 0));
  forgetCopies(folder, { at: now, running: 0, own: [] });
  expect(copies()).toEqual([names[1]]);
  forgetCopies(folder, { at: now + 1_000, running: 0, own: [] });
  expect(copies()).toEqual([]);
  for (const kept of ["keys.db", "porchlight.db", "porchlight.db.before"]) {
    expect(existsSync(join(folder, kept))).toBe(true);
  }
});

test("what an upgrade of this very start has copied stays until it has run for a week, whatever the clock said when it was made", () => {
  for (const file of Object.values(openFiles(folder, 0))) file.close();
  dataMigrations.push({ name: "0002_more.sql", sql: "CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT" });
  const own: string[] = [];
  try {
    for (const file of Object.values(openFiles(folder, 1, (copy) => own.push(copy)))) file.close();
  } finally {
    dataMigrations.pop();
  }
  expect(own).toEqual([join(folder, "porchlight.db.before-0002_more")]);
  // The clock of the machine had gone back to 1970, and was put right a moment later.
  madeAt("porchlight.db.before-0002_more", 60_000);
  forgetCopies(folder, { at: now, running: weekMs - 1, own });
  expect(copies()).toEqual(["porchlight.db.before-0002_more"]);
  forgetCopies(folder, { at: now, running: weekMs, own });
  expect(copies()).toEqual([]);
});
