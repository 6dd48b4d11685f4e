import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type Database from "#sqlite";
import { openKeyring } from "#src/crypto/keys/keyring.ts";
import { masterKey } from "#src/crypto/keys/master-key.ts";
import { MigrationError } from "#src/db/adoption/adopt.ts";
import { openFile } from "#src/db/connection.ts";
import { lookOver } from "#src/db/doctor.ts";
import { openFiles } from "#src/db/files.ts";
import { dataMigrations, keyMigrations, type Migration, outstanding } from "#src/db/migrations.ts";
import { knownIn, livedIn, livedInFolder } from "#tests/support/run/lived-in.ts";

// PROMISES.md R8: a folder of each layout there ever was, from the last before 86 migrations became two.

const files = ["porchlight.db", "keys.db"] as const;
const bytes = (folder: string) => files.map((name) => readFileSync(join(folder, name)).toString("base64"));
const copies = (folder: string) => readdirSync(folder).filter((name) => name.includes(".before-"));

function applied(file: Database.Database): string[] {
  return file.prepare("SELECT name FROM migration ORDER BY rowid").pluck().all() as string[];
}

/** The migrations of both files of a lived-in folder, as it was left. */
function left(name: string): string[][] {
  const folder = livedInFolder(name);
  return files.map((file) => {
    const connection = openFile(join(folder, file));
    const names = applied(connection);
    connection.close();
    return names;
  });
}

/** The layouts since then: 0001_data, 0002_…. */
const later = livedIn.filter((name) => name !== "0081_help_seen");

test("there is a folder for each migration that was ever the last; npm run lived-in makes the next", () => {
  const lasts = later.flatMap(left).map((names) => names.at(-1));
  const lacking = [...dataMigrations, ...keyMigrations].map(({ name }) => name).filter((name) => !lasts.includes(name));
  expect(lacking).toEqual([]);
  // By its name it need not be the last: keys_0002_… is older than 0004_….
  expect(later.map(left)).toContainEqual([dataMigrations, keyMigrations].map((all) => all.map(({ name }) => name)));
  for (const name of later) expect(left(name).map((all) => all.at(-1))).toContain(`${name}.sql`);
});

test.each(livedIn)(
  "the folder that %s left starts with this version, is whole, and a chat in it can be read",
  (name) => {
    const { at, master } = knownIn(name);
    const folder = livedInFolder(name);
    const older = left(name).map((names, n) => names.at(-1) !== [dataMigrations, keyMigrations][n]!.at(-1)!.name);
    const made = openFiles(folder, at);
    expect(outstanding(made.data, dataMigrations)).toEqual([]);
    expect(outstanding(made.keys, keyMigrations)).toEqual([]);
    made.data.close();
    made.keys.close();
    // Each file that had to change was copied first, and no other.
    const copied = files.map((file) => copies(folder).some((copy) => copy.startsWith(`${file}.before-`)));
    expect(copied).toEqual(older);
    const key = masterKey(Buffer.from(master, "hex"));
    expect(lookOver(folder, (keys) => openKeyring(keys, key))).toMatchObject({ damages: [], sawWords: true });
  },
);

/** Does something as a version that has only some of the migrations of a list. */
function asOf<Done>(list: Migration[], n: number, work: () => Done): Done {
  const newer = list.splice(n);
  try {
    return work();
  } finally {
    list.push(...newer);
  }
}

test("what a later version left is refused in words by each version before it, and no byte is changed", () => {
  let times = 0;
  for (const name of later) {
    const names = left(name)[0]!;
    for (let n = 1; n < names.length; n += 1) {
      times += 1;
      const folder = livedInFolder(name);
      const before = bytes(folder);
      const starts = () => asOf(dataMigrations, n, () => openFiles(folder, knownIn(name).at));
      expect(starts).toThrow(MigrationError);
      expect(starts).toThrow(
        `The data were written by a newer Porchlight (they hold ${names[n]}, which this one does not know). Use that version again, or restore a backup.`,
      );
      expect([bytes(folder), copies(folder)]).toEqual([before, []]);
    }
  }
  expect(times).toBeGreaterThanOrEqual(dataMigrations.length - 1);
});
