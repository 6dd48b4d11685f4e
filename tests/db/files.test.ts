import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { forgetKeyCopies, openFiles } from "#src/db/files.ts";
import { dataMigrations } from "#src/db/migrate.ts";

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

test("[S3] a copy of keys.db that was made before its layout changed goes after a week; one of the data stays", () => {
  for (const file of Object.values(openFiles(folder, 0))) file.close();
  const names = ["keys.db.before-keys_0009_more", "keys.db.before-keys_0010_more", "porchlight.db.before-0002_more"];
  const now = Date.UTC(2026, 10, 24);
  const weekMs = 7 * 24 * 3_600_000;
  for (const name of names) {
    writeFileSync(join(folder, name), "");
    utimesSync(join(folder, name), now / 1_000, (now - weekMs + (name.includes("0010") ? 1_000 : 0)) / 1_000);
  }
  forgetKeyCopies(folder, now);
  const left = () =>
    readdirSync(folder)
      .filter((name) => name.includes(".before-"))
      .sort();
  expect(left()).toEqual(names.slice(1));
  forgetKeyCopies(folder, now + 1_000);
  expect(left()).toEqual(names.slice(2));
  expect(existsSync(join(folder, "keys.db"))).toBe(true);
});
