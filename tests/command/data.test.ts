import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { systemClock } from "#src/clock.ts";
import { withoutServer } from "#src/command/data.ts";
import { readConfig } from "#src/config.ts";
import { openConnection } from "#src/db/connection.ts";
import { openFiles } from "#src/db/files.ts";
import { lockFolder } from "#src/db/lock.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { serve } from "#src/serve.ts";
import { emptyFolder } from "#tests/support/run/empty-files.ts";

// Whatever fails at the end, the data are closed, and their folder is free for whoever comes next.

let dataDir: string;
let left: Helpline | undefined;
const config = () => readConfig({}, ["--data-dir", dataDir]);

beforeEach(() => {
  dataDir = join(mkdtempSync(join(tmpdir(), "porchlight-end-")), "data");
  emptyFolder(dataDir, systemClock.now());
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

const begin = () => serve(config(), async () => ({ port: 1, stop: async () => {} }));

test("after a server was stopped", async () => {
  const running = await begin();
  breakEnd(running.helpline);
  await expect(running.stop()).rejects.toThrow("no space");
  expectFree();
});

test("what was refused since the trail was told last stands in it when the server was stopped, which knows its end", async () => {
  const running = await begin();
  for (let n = 0; n < 3; n += 1) running.helpline.refused.note("foreign", null);
  await running.stop();
  const { data, keys } = openFiles(dataDir, systemClock.now());
  const trail = data.prepare("SELECT id, action, after FROM audit ORDER BY id").all() as { id: number }[];
  expect(trail.at(-1)).toMatchObject({ action: "access.refused.foreign", after: "3" });
  expect(keys.prepare("SELECT last_id FROM audit_chain").all()).toEqual([{ last_id: trail.at(-1)!.id }]);
  for (const file of [data, keys]) file.close();
});

test("where the data cannot be written, its end is not held up by that", async () => {
  const running = await begin();
  left = running.helpline;
  await left.trail.noteHead(left.db);
  left.refused.note("foreign", null);
  const other = openConnection(join(dataDir, "porchlight.db"));
  other.exec("BEGIN IMMEDIATE");
  const reported = vi.spyOn(left, "report").mockImplementation(() => {});
  // The end waits for a moment of its own, which is over at once here.
  const moment = vi
    .spyOn(globalThis, "setTimeout")
    .mockImplementation(((turn: () => void) => setImmediate(turn)) as never);
  await running.stop();
  moment.mockRestore();
  // A change that waits for another process would have been given up, and told, after 10 s.
  expect(reported).not.toHaveBeenCalled();
  other.close();
  expectFree();
});

test("a full disk does not stand in its way either", async () => {
  const running = await begin();
  left = running.helpline;
  await left.trail.noteHead(left.db);
  left.refused.note("foreign", null);
  left.db.change = () => Promise.reject(new HelplineError("not_stored"));
  await running.stop();
  expectFree();
});
