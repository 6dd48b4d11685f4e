import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { onTestFinished } from "vitest";
import type { Known } from "#lab/lived-in/days.ts";

const fixture = new URL("../../db/lived-in/", import.meta.url);

/** What the people of the lived-in folder know (tests/db/lived-in, by `npm run lived-in`), and its commit. */
export const known = JSON.parse(readFileSync(new URL("known.json", fixture), "utf8")) as Known & { commit: string };

/** Rows of a new folder of that commit, by file and table, without migrations. */
export const fresh = JSON.parse(readFileSync(new URL("fresh.json", fixture), "utf8")) as Record<
  "data" | "keys",
  Record<string, unknown[]>
>;

/** Copies the lived-in folder for one test. Returns its path. */
export function livedInFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-lived-in-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of ["porchlight.db", "keys.db"]) {
    const bytes = gunzipSync(readFileSync(new URL(`${name}.gz`, fixture)));
    writeFileSync(join(folder, name), bytes, { mode: 0o600 });
  }
  return folder;
}
