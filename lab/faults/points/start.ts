import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type Database from "#sqlite";
import { openFile, openReadOnly } from "#src/db/connection.ts";
import { dataMigrations, keyMigrations, type Migration, migrate } from "#src/db/migrate.ts";
import { type Scene, standing } from "./scene.ts";

/** From so many migrations on: about what the first data of anybody have. */
const had = { data: 20, keys: 5 };

/** Every table of a file as it was made, and which migrations have made it. */
const layout = (file: Database.Database) =>
  file.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").pluck().all().join("\n");
const applied = (file: Database.Database): number =>
  Number(file.prepare("SELECT count(*) FROM migration").pluck().get());

/** The layout after so many migrations, of a file that nothing was cut off of. */
function meant(migrations: Migration[], n: number): string {
  const file = openFile(":memory:");
  migrate(file, migrations.slice(0, n), 0);
  return layout(file);
}

const both = [
  { name: "porchlight.db", migrations: dataMigrations, first: had.data },
  { name: "keys.db", migrations: keyMigrations, first: had.keys },
];

const update: Scene<null, void> = {
  name: "migration: older files are brought up to date",
  atStart: true,
  lay: (folder) => {
    for (const { name, migrations, first } of both) {
      const file = openFile(join(folder, name));
      migrate(file, migrations.slice(0, first), 0);
      file.close();
    }
  },
  before: async () => null,
  does: async () => {},
  left: (folder) => {
    for (const { name, migrations, first } of both) {
      const file = openReadOnly(join(folder, name));
      try {
        const n = applied(file);
        if (layout(file) !== meant(migrations, n)) return `${name} is between two layouts`;
        // What it was like stands beside it before anything is changed.
        const copy = readdirSync(folder).find((one) => one.startsWith(`${name}.before-`));
        if (n > first && !(copy && isWhole(join(folder, copy), meant(migrations, first)))) {
          return `${name} was changed without a whole copy`;
        }
      } finally {
        file.close();
      }
    }
    return null;
  },
  stands: async ({ files }) => {
    const is = [applied(files.data), applied(files.keys)];
    return standing(
      false,
      { old: false, new: is.join() === both.map(({ migrations }) => migrations.length).join() },
      is,
    );
  },
};

function isWhole(path: string, wanted: string): boolean {
  if (!existsSync(path)) return false;
  const copy = openReadOnly(path);
  try {
    return copy.pragma("integrity_check", { simple: true }) === "ok" && layout(copy) === wanted;
  } finally {
    copy.close();
  }
}

export const starts = [update] as Scene[];
