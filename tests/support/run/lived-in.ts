import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { onTestFinished } from "vitest";
import type { Known } from "#lab/lived-in/days.ts";

const fixtures = new URL("../../db/lived-in/", import.meta.url);

/** Folders in which a helpline has lived (`npm run lived-in`), each by the last migration of its version. */
export const livedIn = readdirSync(fixtures).sort();

/** The last version of 86 migrations, which are two now. */
const before = "0081_help_seen";

/** Returns what the people of a lived-in folder know, and the commit that made it. */
export function knownIn(name: string): Known & { commit: string } {
  return JSON.parse(readFileSync(new URL(`${name}/known.json`, fixtures), "utf8"));
}

export const known = knownIn(before);

/** Rows of a new folder of that commit, by file and table, without migrations. */
export const fresh = JSON.parse(readFileSync(new URL(`${before}/fresh.json`, fixtures), "utf8")) as Record<
  "data" | "keys",
  Record<string, unknown[]>
>;

/** Copies a lived-in folder for one test, by default the oldest. Returns its path. */
export function livedInFolder(name = before): string {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-lived-in-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const file of ["porchlight.db", "keys.db"]) {
    const bytes = gunzipSync(readFileSync(new URL(`${name}/${file}.gz`, fixtures)));
    writeFileSync(join(folder, file), bytes, { mode: 0o600 });
  }
  return folder;
}
