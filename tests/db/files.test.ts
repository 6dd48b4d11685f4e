import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openFiles } from "#src/db/files.ts";
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

test("in a folder that others may read, the two databases, their logs and indexes are the owner's alone", () => {
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
