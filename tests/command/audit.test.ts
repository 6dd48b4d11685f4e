import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { systemClock } from "#src/clock.ts";
import { checkAudit } from "#src/command/audit.ts";
import { withoutServer } from "#src/command/data.ts";
import { readConfig } from "#src/config.ts";
import { answerCommands } from "#src/control.ts";
import { createMasterKeyFile, type MasterKey, readMasterKey } from "#src/crypto/keys/master-key.ts";
import { openFiles } from "#src/db/files.ts";
import { lockFolder } from "#src/db/lock.ts";
import { controlPath } from "#src/serve.ts";
import { setSetting } from "#src/settings/settings.ts";
import { house } from "#tests/support/house/helpline.ts";
import { oldTrail } from "#tests/support/keys/old-trail.ts";
import { emptyFolder } from "#tests/support/run/empty-files.ts";

let folder: string;
let data: string;
let out: string;
const at = () => ["--data-dir", data];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "porchlight-audit-"));
  data = join(folder, "data");
  emptyFolder(data, systemClock.now());
  createMasterKeyFile(readConfig({}, at()).masterKeyFile);
  await withoutServer(readConfig({}, at()), ({ db }) =>
    db.change("command line", (tx, emit) => setSetting(tx, emit, { name: "ageTo", value: 30 })),
  );
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation(() => true);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

async function check(...options: string[]) {
  out = "";
  const code = await checkAudit([...options, ...at()]);
  return { code, out };
}

function byHand(sql: string) {
  const files = openFiles(data, 0);
  files.data.exec(sql);
  files.data.close();
  files.keys.close();
}

test("a whole trail, and an entry that stands there as it did", async () => {
  const first = await check();
  expect(first).toMatchObject({ code: 0, out: expect.stringContaining("is whole") });
  const [, id, code] = /last entry is (\d+), code (\w{32})/.exec(first.out)!;
  expect(await check("--entry", id!, "--code", code!)).toMatchObject({
    code: 0,
    out: expect.stringContaining("stands there"),
  });
  const other = await check("--entry", id!, "--code", "0".repeat(32));
  expect(other).toMatchObject({ code: 1, out: expect.stringContaining("not the one") });
});

test.each([["--entry", "1"], ["--code", "1"], ["--entry", "x", "--code", "1"], ["something"]])(
  "%s %s alone is not understood",
  async (...options) => {
    expect((await check(...options)).code).toBe(2);
  },
);

test("what was changed is said with its place and its time by the clock of the helpline, and the exit code is 1", async () => {
  byHand("UPDATE audit SET actor = 'staff:9' WHERE id = 1; UPDATE line SET time_zone = 'Asia/Kathmandu'");
  const { code, out } = await check();
  expect(code).toBe(1);
  expect(out).toMatch(/was changed by hand.*\n {2}Entry 1 \(\d{4}-\d\d-\d\d \d\d:\d\d \(Asia\/Kathmandu\)\)/);
});

test("a folder of the version before is brought up to date: what was secured anew is said, and an old code still stands", async () => {
  const { masterKeyFile } = readConfig({}, at());
  const master = readMasterKey(masterKeyFile) as MasterKey;
  const day = 24 * 3_600_000;
  // By the clock of the machine, as the command is.
  const now = systemClock.now();
  const entries = [60, 50, 2, 1].map((days) => {
    return { at: now - days * day, actor: "staff:1", action: "staff.signed_in", object: "staff:1" };
  });
  const old = oldTrail(master, entries);
  for (const name of readdirSync(data)) rmSync(join(data, name));
  writeFileSync(join(data, "porchlight.db"), old.files.data.serialize());
  writeFileSync(join(data, "keys.db"), old.files.keys.serialize());
  const code = (id: number) => old.codes.get(id)!.toString("hex").slice(0, 32);
  const first = await check("--entry", "4", "--code", code(4));
  expect(first.out).toContain("The audit trail is whole");
  expect(first.out).toMatch(/Up to entry 4 it was secured anew \(.*, 4 entries\)/);
  expect(first.out).toContain(`its last entry was 4, code ${code(4)}`);
  expect(first.out).toContain("Entry 4 stands there as it did");
  expect(first.code).toBe(0);
  expect(await check("--entry", "1", "--code", code(1))).toMatchObject({
    code: 0,
    out: expect.stringContaining("Entry 1 was secured anew since"),
  });
  expect(await check("--entry", "3", "--code", "0".repeat(32))).toMatchObject({ code: 1 });
  expect(
    readdirSync(data)
      .filter((name) => name.includes(".before-"))
      .sort(),
  ).toEqual(["keys.db.before-keys_0001_keys", "porchlight.db.before-0001_data"]);
});

test("without the master key nothing is claimed", async () => {
  rmSync(readConfig({}, at()).masterKeyFile);
  expect(await check()).toEqual({ code: 1, out: expect.stringContaining("cannot be looked at") });
});

test("the running helpline looks itself, and its clients go on", async () => {
  const unlock = lockFolder(data);
  const home = await house();
  const close = await answerCommands(controlPath(data), home.helpline, "http://localhost:8080");
  home.files.data.exec("DELETE FROM audit WHERE id = 2");
  expect(await check()).toMatchObject({ code: 1, out: expect.stringContaining("Entry 3") });
  close();
  unlock();
});
