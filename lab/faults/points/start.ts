import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type Database from "#sqlite";
import { formerData, formerKeys } from "#src/db/adoption/former.ts";
import { openFile, openReadOnly } from "#src/db/connection.ts";
import { dataMigrations, keyMigrations, type Migration, migrate } from "#src/db/migrations.ts";
import { type Scene, standing } from "./scene.ts";

/** Every table as it was made, and by which migrations. */
const layout = (file: Database.Database) =>
  file.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").pluck().all().join("\n");
const applied = (file: Database.Database) => file.prepare("SELECT name FROM migration ORDER BY rowid").pluck().all();

const both = [
  { name: "porchlight.db", migrations: dataMigrations, former: formerData },
  { name: "keys.db", migrations: keyMigrations, former: formerKeys },
].map((one) => ({ ...one, is: one.migrations.map(({ name }) => name), was: one.former.map(([name]) => name) }));

function laidOut(migrations: Migration[], path = ":memory:"): Database.Database {
  const file = openFile(path);
  migrate(file, migrations, 0);
  return file;
}

const update: Scene<null, void> = {
  name: "migration: files of the former migrations are taken over",
  atStart: true,
  lay: (folder) => {
    for (const { name, migrations, former } of both) {
      const file = laidOut(migrations.slice(0, 1), join(folder, name));
      file.exec("DELETE FROM migration");
      for (const row of former) file.prepare("INSERT INTO migration VALUES (?, ?, 0)").run(...row);
      file.close();
    }
  },
  before: async () => null,
  does: async () => {},
  left: (folder) => {
    for (const { name, migrations, is, was } of both) {
      const file = openReadOnly(join(folder, name));
      try {
        const stands = applied(file);
        const isOld = stands.join() === was.join();
        // Each migration is a step of its own: whole up to one of them is a state from which the next start goes on.
        const steps = isOld ? 1 : stands.length;
        if (!isOld && (steps === 0 || stands.join() !== is.slice(0, steps).join())) return `${name} is between the two`;
        if (layout(file) !== layout(laidOut(migrations.slice(0, steps)))) return `${name} is laid out otherwise`;
        // Before any change, a copy of the old state lies beside it.
        const copy = readdirSync(folder).find((one) => one.startsWith(`${name}.before-`));
        if (!isOld && !(copy && isWhole(join(folder, copy), was))) {
          return `${name} was changed without a whole copy`;
        }
      } finally {
        file.close();
      }
    }
    return null;
  },
  stands: async ({ files }) => {
    const found = [applied(files.data), applied(files.keys)];
    const isNew = found.join() === both.map(({ is }) => is).join();
    return standing(false, { old: false, new: isNew }, found);
  },
};

function isWhole(path: string, was: string[]): boolean {
  if (!existsSync(path)) return false;
  const copy = openReadOnly(path);
  try {
    return copy.pragma("integrity_check", { simple: true }) === "ok" && applied(copy).join() === was.join();
  } finally {
    copy.close();
  }
}

export const starts = [update] as Scene[];
