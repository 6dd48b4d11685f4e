import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { inFolder } from "#lab/load/people/stage.ts";
import { fillWorld } from "#lab/load/people/world.ts";
import { systemClock } from "#src/clock.ts";
import { openKeyring } from "#src/crypto/keys/keyring.ts";
import { readMasterKey } from "#src/crypto/keys/master-key.ts";
import { lookOver } from "#src/db/doctor.ts";
import { openFiles } from "#src/db/files.ts";
import { emptyFolder } from "#tests/support/run/empty-files.ts";

/** A helpline with two chats that was stopped in order. */
async function stopped() {
  const base = mkdtempSync(join(tmpdir(), "porchlight-doctor-"));
  onTestFinished(() => rmSync(base, { recursive: true }));
  const folder = join(base, "data");
  emptyFolder(folder, systemClock.now());
  await inFolder(folder, (helpline) => fillWorld(helpline, 2));
  const look = () => lookOver(folder, (keys) => openKeyring(keys, readMasterKey(`${folder}.key`)));
  return { folder, key: `${folder}.key`, look };
}

/** The first page of a table or index, as SQLite counts them. */
function pageOf(folder: string, name: string): number {
  const files = openFiles(folder, 0);
  const root = files.data.prepare("SELECT rootpage FROM sqlite_schema WHERE name = ?").pluck().get(name);
  for (const file of [files.data, files.keys]) file.close();
  return Number(root);
}

test("nothing is said of files that are whole, also where the words cannot be looked at", async () => {
  const { key, look } = await stopped();
  expect(look()).toEqual({ damages: [], sawWords: true, chats: 2, rows: expect.any(Number) });
  rmSync(key, { force: true });
  expect(look()).toEqual({ damages: [], sawWords: false, chats: 0, rows: expect.any(Number) });
});

test("a page that is all zeros is told of by its table, one of an index by the table it belongs to", async () => {
  const { folder, look } = await stopped();
  const file = join(folder, "porchlight.db");
  for (const name of ["message", "audit"]) {
    const before = readFileSync(file);
    const at = (pageOf(folder, name) - 1) * 4_096;
    writeFileSync(file, Buffer.from(before).fill(0, at, at + 4_096));
    const { damages } = look();
    expect(new Set(damages.map((one) => `${one.file} ${one.table}`))).toContain(`porchlight.db ${name}`);
    writeFileSync(file, before);
  }
});

test("a table that is not laid out as it was made is named", async () => {
  const { folder, look } = await stopped();
  const file = join(folder, "porchlight.db");
  const before = readFileSync(file, "latin1");
  writeFileSync(file, before.replace(/(CREATE TABLE draft \([^)]*?)body/s, "$1bodi"), "latin1");
  expect(look().damages.map((one) => one.table)).toContain("draft");
});

test("words that somebody changed where they lie are told of by their chat", async () => {
  const { folder, look } = await stopped();
  const files = openFiles(folder, 0);
  files.data.exec(
    "UPDATE message SET body = (SELECT body FROM message WHERE conversation_id = 1 AND seq = 1) WHERE conversation_id = 2",
  );
  for (const file of [files.data, files.keys]) file.close();
  expect(look().damages).toEqual([{ file: "porchlight.db", table: "message", what: "chat 2: words were changed" }]);
});

test("a file that is no database at all is named", async () => {
  const { folder, look } = await stopped();
  writeFileSync(join(folder, "keys.db"), "not a database, but long enough to be looked at".repeat(200));
  expect(look().damages).toMatchObject([{ file: "keys.db", table: "" }]);
});
