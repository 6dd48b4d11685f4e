import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withoutServer } from "#src/command/data.ts";
import { readConfig } from "#src/config.ts";
import { lockFolder } from "#src/db/lock.ts";
import { q } from "#src/db/schema.ts";
import type { Helpline } from "#src/http/context.ts";
import { serve } from "#src/serve.ts";

// Whatever fails at the end, the data are closed, and their folder is free for whoever comes next.

let dataDir: string;
let left: Helpline | undefined;
const config = () => readConfig({}, ["--data-dir", dataDir]);

beforeEach(() => {
  dataDir = join(mkdtempSync(join(tmpdir(), "porchlight-end-")), "data");
});
afterEach(() => rmSync(join(dataDir, ".."), { recursive: true, force: true }));

function breakEnd(helpline: Helpline) {
  left = helpline;
  helpline.trail.noteHead = () => Promise.reject(new Error("no space"));
}

function expectFree() {
  expect(() => left!.db.all(q.selectFrom("line").selectAll())).toThrow();
  lockFolder(dataDir)();
}

test("after a command without a server", async () => {
  await expect(withoutServer(config(), async (helpline) => breakEnd(helpline))).rejects.toThrow("no space");
  expectFree();
});

test("after a server was stopped", async () => {
  const running = await serve(config(), async () => ({ port: 1, stop: async () => {} }));
  breakEnd(running.helpline);
  await expect(running.stop()).rejects.toThrow("no space");
  expectFree();
});
