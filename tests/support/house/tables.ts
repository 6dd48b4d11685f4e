import type { DataReader } from "#src/db/db.ts";
import type { OpenFiles } from "#src/db/files.ts";

/** Returns everything stored, by table, to compare before and after a refusal. */
export function stored(files: OpenFiles, ...without: string[]): Record<string, unknown[]> {
  const names = files.data
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .all() as { name: string }[];
  return Object.fromEntries(
    names
      .filter(({ name }) => !without.includes(name))
      .map(({ name }) => [name, files.data.prepare(`SELECT * FROM ${name}`).all()]),
  );
}

/** Returns the rows of one table. */
export function rows<Row>(files: Pick<OpenFiles, "data">, table: string): Row[] {
  return files.data.prepare(`SELECT * FROM ${table}`).all() as Row[];
}

/** The same reads, and how many were made with them so far. */
export function counting(db: DataReader): [DataReader, () => number] {
  let asked = 0;
  const reader: DataReader = {
    first: (query) => {
      asked += 1;
      return db.first(query);
    },
    all: (query) => {
      asked += 1;
      return db.all(query);
    },
    keyring: db.keyring,
    crowd: db.crowd,
  };
  return [reader, () => asked];
}
