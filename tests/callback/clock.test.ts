import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { fakeClock, open } from "#tests/support/house/helpline.ts";
import { filesIn } from "#tests/support/run/empty-files.ts";
import { asks, desk, invites, outbox, refuses } from "./desk.ts";

let folder: string | undefined;
afterEach(() => {
  if (folder) rmSync(folder, { recursive: true, force: true });
});

test("what is asked for an address that is new, known or not written to any more makes the disk wait alike, and the keys stay", async () => {
  folder = mkdtempSync(join(tmpdir(), "porchlight-callback-"));
  const clock = fakeClock();
  const files = filesIn(folder, clock.now());
  const home = await desk({ clock, files });
  await open(home);
  await asks(home, "silent@example.org");
  await invites(home);
  await refuses(home, outbox(home)[0]!.token);
  const keys = () => files.keys.prepare("SELECT callback_id FROM callback_wrap").pluck().all();
  const written = async (address: string) => {
    for (const file of [files.data, files.keys]) file.pragma("wal_checkpoint(TRUNCATE)");
    await asks(home, address);
    return ["porchlight", "keys"].map((name) => statSync(join(folder!, `${name}.db-wal`)).size > 0);
  };
  expect(await written("noor@example.org")).toEqual([true, true]);
  const before = keys();
  expect(await written("noor@example.org")).toEqual([true, true]);
  expect(await written("silent@example.org")).toEqual([true, true]);
  expect(keys()).toEqual(before);
  home.helpline.db.close();
});
