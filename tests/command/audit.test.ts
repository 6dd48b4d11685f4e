import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { checkAudit } from "#src/command/audit.ts";
import { withoutServer } from "#src/command/data.ts";
import { readConfig } from "#src/config.ts";
import { answerCommands } from "#src/control.ts";
import { createMasterKeyFile } from "#src/crypto/master-key.ts";
import { openFiles } from "#src/db/files.ts";
import { lockFolder } from "#src/db/lock.ts";
import { controlPath } from "#src/serve.ts";
import { setSetting } from "#src/settings/settings.ts";
import { house } from "#tests/support/house/helpline.ts";

let folder: string;
let data: string;
let out: string;
const at = () => ["--data-dir", data];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "porchlight-audit-"));
  data = join(folder, "data");
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

test("what was changed is said with its place, and the exit code is 1", async () => {
  byHand("UPDATE audit SET actor = 'staff:9' WHERE id = 1");
  const { code, out } = await check();
  expect(code).toBe(1);
  expect(out).toMatch(/was changed by hand.*\n {2}Entry 1 \(/);
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
