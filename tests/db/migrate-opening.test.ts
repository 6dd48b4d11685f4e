import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import type Database from "#sqlite";
import Sqlite from "#sqlite";
import { readConfig } from "#src/config.ts";
import { masterKey } from "#src/crypto/keys/master-key.ts";
import { openFile } from "#src/db/connection.ts";
import { type OpenFiles, openFiles } from "#src/db/files.ts";
import { dataMigrations, keyMigrations, migrate } from "#src/db/migrate.ts";
import { openHelpline } from "#src/helpline.ts";
import { openApp } from "#src/http/server/app.tsx";
import { settingsChanges } from "#src/settings/changes.ts";
import { settings } from "#src/settings/settings.ts";
import { everyone } from "#src/staff/staff.ts";
import { person, says } from "#tests/support/house/http.ts";
import { stored } from "#tests/support/house/tables.ts";

// What a helpline finds that was there before it could be opened and closed by an admin: migrations/0003_opening.sql.

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "porchlight-migrate-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const before = Date.UTC(2026, 5, 1, 12);
const today = Date.UTC(2026, 10, 24, 18);

/** A helpline that has been running, row by row as the second migration has left it. */
const running = [
  `INSERT INTO staff VALUES (1, 'aino', 'Aino Virtanen', 'Robin', 'hash', 'fr', ${before}, NULL)`,
  `INSERT INTO staff VALUES (2, 'anna', 'Anna Peeters', 'Mika', 'hash', 'nl', ${before}, NULL)`,
  `INSERT INTO staff VALUES (3, 'sven', 'Sven Berg', 'Ash', 'hash', 'en', ${before}, ${before + 1})`,
  "INSERT INTO staff_role VALUES (1, 'admin'), (2, 'counsellor'), (3, 'counsellor')",
  `INSERT INTO staff_session VALUES ('hash of aino', 1, ${today + 1})`,
  `INSERT INTO invitation VALUES (1, 'used', 'counsellor', 0, ${before}, ${before + 2}, ${before + 1}, 2)`,
  `INSERT INTO invitation VALUES (2, 'open', 'counsellor admin', 0, ${before}, ${today + 5}, NULL, NULL)`,
  `INSERT INTO presence_log VALUES (1, 2, 'available', ${before})`,
  `INSERT INTO rules VALUES (1, '{"en":[["What we keep","Your words are kept for 14 days."]]}', ${before})`,
  `INSERT INTO setting VALUES ('name', '"Porch of the town"', 3, ${before}), ('retentionDays', '30', 1, ${before})`,
  `INSERT INTO conversation (id, line_id, lane, language, name_index, rules_version, start_id, started_at, claimed_at,
     counsellor_id, ended_at, end_reason, closed_at, feeling_before, youth_here_at)
   VALUES (7, 1, 'normal', 'nl', 4, 1, 'start', ${before}, ${before + 1}, 2, ${before + 9}, 'ended_by_youth', ${before + 9}, 3, ${before})`,
  `INSERT INTO message VALUES (7, 1, 'c1', 'youth', NULL, x'0102', ${before}), (7, 2, 'c2', 'counsellor', 2, x'0304', ${before + 2})`,
  `INSERT INTO conversation_event VALUES (1, 7, 'started', NULL, ${before})`,
  `INSERT INTO contact VALUES (1, 7, 1, 'normal', 'nl', '2026-06-01', 1, 8, 1, 1, 'ended_by_youth', 3, 6, 'yes')`,
  `INSERT INTO erasure VALUES (5, ${before})`,
  `INSERT INTO audit VALUES (1, ${before}, 'staff:1', 'settings.changed', 'settings:keeping', '{"retentionDays":null}', '{"retentionDays":30}')`,
  `UPDATE line SET languages = 'nl fr', country = 'FI', intake_cap = 4, hours = '{"week":[[],[],[],[],[],[],[]],"seasons":[],"dayRules":[],"cuts":[]}'`,
  "INSERT INTO line_staff VALUES (1, 2)",
  `INSERT INTO line_override VALUES (1, 1, 'closed', ${before}, ${before + 5}, 'ill', 1)`,
];

/** A data folder as the version before has left it; returns everything that stood in it. */
function left(rows: string[]): Record<string, unknown[]> {
  const [data, keys] = [openFile(join(folder, "porchlight.db")), openFile(join(folder, "keys.db"))];
  migrate(data, dataMigrations.slice(0, 2), before);
  migrate(keys, keyMigrations, before);
  for (const row of rows) data.exec(row);
  const all = stored({ data, keys });
  data.close();
  keys.close();
  return all;
}

function opened(): OpenFiles {
  const files = openFiles(folder, today);
  onTestFinished(() => {
    for (const one of [files.data, files.keys]) if (one.open) one.close();
  });
  return files;
}

async function helplineOn(files: OpenFiles) {
  return openHelpline({
    ...{ config: readConfig({}, []), clock: { now: () => today, elapsed: () => 0 } },
    ...{ ...files, master: masterKey(new Uint8Array(32).fill(7)), report: () => {} },
  });
}

/** Every row that stood there stands there still, with what it had; a new column has the value that means "as before". */
function expectKept(rows: Record<string, unknown[]>, data: Database.Database) {
  const now = stored({ data } as OpenFiles);
  for (const [table, all] of Object.entries(rows)) {
    if (table === "migration") continue;
    expect(now[table], table).toEqual(expect.arrayContaining(all.map((row) => expect.objectContaining(row as object))));
    if (table !== "setting") expect(now[table], table).toHaveLength(all.length);
  }
}

test("a helpline that has been running is open after the upgrade, and has lost nothing", async () => {
  const rows = left(running);
  for (const table of ["staff", "conversation", "message", "setting", "rules", "audit"]) {
    expect(rows[table]?.length, table).toBeGreaterThan(0);
  }
  const files = opened();
  expectKept(rows, files.data);
  expect(readdirSync(folder)).toContain("porchlight.db.before-0003_opening");

  const helpline = await helplineOn(files);
  expect(settings(helpline.db)).toMatchObject({ opening: "open", name: "Porch of the town", retentionDays: 30 });
  // Nobody did it, so there is nothing to undo.
  expect(settingsChanges(helpline.db, "opening")).toEqual([]);
  expect(settingsChanges(helpline.db, "keeping")).toHaveLength(1);
  expect(everyone(helpline.db).map(({ alias }) => alias)).toEqual(expect.arrayContaining(["Robin", "Mika"]));
  const [staff] = files.data.prepare("SELECT languages FROM staff WHERE id = 2").all() as { languages: string }[];
  expect(staff).toEqual({ languages: "" });
  const chat = files.data.prepare("SELECT kind FROM conversation WHERE id = 7").get();
  expect(chat).toEqual({ kind: "real" });

  const noor = person({ app: openApp(helpline) } as Parameters<typeof person>[0]);
  const door = (await noor.get("/?l=en")).text;
  expect(door).toContain("Porch of the town");
  // Its hours are what they were: none on any day.
  expect(door).toContain(says("youth.shut.closed.title"));
});

test("one that has no staff yet has never been open, and waits for its admin", async () => {
  const rows = left([]);
  const files = opened();
  expectKept(rows, files.data);
  const helpline = await helplineOn(files);
  expect(settings(helpline.db).opening).toBe("not_yet");
  const noor = person({ app: openApp(helpline) } as Parameters<typeof person>[0]);
  expect((await noor.get("/?l=en")).text).toContain(says("youth.shut.not_yet.title"));
});

test("opened once, the upgrade does not open it again after an admin has closed it", async () => {
  left(running);
  const first = opened();
  first.data.prepare(`UPDATE setting SET value = '"break"' WHERE name = 'opening'`).run();
  first.data.close();
  first.keys.close();
  expect(settings((await helplineOn(opened())).db).opening).toBe("break");
});

test("what was opened of chats before is what it was, and can be read for somebody who left in danger too (0064_opening_of_left.sql)", () => {
  const data = new Sqlite(":memory:");
  data.pragma("foreign_keys = ON");
  const at = dataMigrations.findIndex(({ name }) => name === "0064_opening_of_left.sql");
  migrate(data, dataMigrations.slice(0, at), 1);
  data.exec(`INSERT INTO staff (id, sign_in_name, real_name, alias, password_hash, language, created_at)
    VALUES (1, 'bela', 'Béla', 'Luna', 'hash', 'nl', 1)`);
  const opens = (why: string) =>
    data.exec(`INSERT INTO chat_opening (name_index, why, asked_by, asked_at, opened_at, alone)
      VALUES (4, '${why}', 1, 5, 7, 'no_answer')`);
  opens("danger");
  const before = data.prepare("SELECT * FROM chat_opening").all();
  expect(() => opens("left")).toThrow();
  migrate(data, dataMigrations, 2);
  expect(data.prepare("SELECT * FROM chat_opening").all()).toEqual(before);
  opens("left");
  expect(data.pragma("foreign_key_check")).toEqual([]);
});
