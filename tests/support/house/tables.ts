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
