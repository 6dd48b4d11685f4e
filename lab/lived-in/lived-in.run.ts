import { spawnSync } from "node:child_process";
import crypto from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { openFile } from "#src/db/connection.ts";
import { livesIn } from "./days.ts";

// `npm run lived-in -- FOLDER`: puts two data files of a helpline that has lived for some days into FOLDER, with what its people
// know, to try later versions on. tests/db/lived-in holds one for each migration that was the last, by its name.

// Passwords cost what they do in the tests (tests/support/run/argon2.ts), or those could not open the keys.
const { argon2 } = crypto;
crypto.argon2 = (algorithm, given, done) => argon2(algorithm, { ...given, memory: 8, passes: 1 }, done);

const [into] = process.argv.slice(2);
if (into === undefined) throw new Error("Say into which folder.");
const folder = mkdtempSync(join(tmpdir(), "porchlight-lived-in-"));
const known = await livesIn(folder);
const commit = spawnSync("git", ["rev-parse", "HEAD"], { encoding: "utf8" }).stdout.trim();

mkdirSync(into, { recursive: true });
for (const name of ["porchlight.db", "keys.db"]) {
  const file = openFile(join(folder, name));
  file.exec("VACUUM");
  for (const { table, n } of counts(file)) if (n === 0) console.log(`${name}: nothing in ${table}`);
  file.pragma("wal_checkpoint(TRUNCATE)");
  file.close();
  writeFileSync(join(into, `${name}.gz`), gzipSync(readFileSync(join(folder, name)), { level: 9 }));
}
writeFileSync(join(into, "known.json"), `${JSON.stringify({ commit, ...known }, null, 2)}\n`);
rmSync(folder, { recursive: true });
process.exit(0);

function counts(file: ReturnType<typeof openFile>): { table: string; n: number }[] {
  const tables = file.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all() as string[];
  return tables.map((table) => ({ table, n: Number(file.prepare(`SELECT count(*) FROM "${table}"`).pluck().get()) }));
}
