import type { OpenFiles } from "#src/db/files.ts";

/** Everything stored, by table: what must be the same before and after something that was refused. */
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

/** The rows of one table. */
export function rows<Row>(files: Pick<OpenFiles, "data">, table: string): Row[] {
  return files.data.prepare(`SELECT * FROM ${table}`).all() as Row[];
}
