import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openConnection } from "#src/db/connection.ts";
import { binary } from "#tests/support/outside/binary.ts";
import { builtIn, checkout } from "#tests/support/run/checkout.ts";
import { patience } from "#tests/support/run/night.ts";

/** What a Porchlight of tomorrow calls itself, and what it does to the data. */
export const newer = { version: "99.0.0", migration: "9999_newer.sql", table: "newer" } as const;

/** Returns the path of the one file of tomorrow: the same sources with one more migration. Built if it is older than today's. */
export function newerBinary(): string {
  const today = binary();
  const folder = join(today, "../newer");
  const file = join(folder, `porchlight-linux-${process.arch}`);
  mkdirSync(folder, { recursive: true });
  const lock = openConnection(join(folder, ".build.lock"), patience(300_000));
  try {
    lock.exec("BEGIN EXCLUSIVE");
    if (!existsSync(file) || statSync(today).mtimeMs > statSync(file).mtimeMs) build(folder, file);
  } finally {
    lock.close();
  }
  return file;
}

function build(folder: string, file: string) {
  const work = mkdtempSync(join(tmpdir(), "porchlight-newer-"));
  try {
    const sources = checkout(join(work, "sources"));
    const change = (path: string, from: string, to: string) => {
      const text = readFileSync(join(sources, path), "utf8");
      if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
      writeFileSync(join(sources, path), text.replace(from, to));
    };
    const { version } = JSON.parse(readFileSync(join(sources, "package.json"), "utf8")) as { version: string };
    change("package.json", `"version": "${version}"`, `"version": "${newer.version}"`);
    change(
      "src/db/migrations.ts",
      "\n\nexport const keyMigrations",
      `\ndataMigrations.push(load("${newer.migration}"));\n\nexport const keyMigrations`,
    );
    const sql = `CREATE TABLE ${newer.table} (id INTEGER PRIMARY KEY) STRICT;\n`;
    writeFileSync(join(sources, "migrations", newer.migration), sql);
    builtIn(sources, join(work, "home"), {});
    renameSync(join(work, "home/out", file.split("/").at(-1)!), `${folder}/made`);
    renameSync(`${folder}/made`, file);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
