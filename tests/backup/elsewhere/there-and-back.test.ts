import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { openBackups } from "#src/backup/backup.ts";
import { systemClock } from "#src/clock.ts";
import { restore } from "#src/command/copies/restore.ts";
import { withoutServer } from "#src/command/data.ts";
import { messages } from "#src/conversation/reading.ts";
import { type Copied, folderHere, onDisk, withSheet } from "#tests/backup/copies.ts";
import { annaSays, talking } from "#tests/support/house/chats.ts";
import { fakeClock, open } from "#tests/support/house/helpline.ts";
import { storeHere, testsAheadMs } from "./stores.ts";

const words = "he takes my phone at night";

let out: string;
beforeEach(() => {
  out = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation(() => true);
});
afterEach(() => vi.restoreAllMocks());

/** A helpline with a chat, whose copies go to a store. */
async function helpline() {
  const { there, keyFile } = await storeHere("/ours");
  const address = `${there.address}/ours`;
  const store = { BACKUP_STORE: address, BACKUP_STORE_KEY_FILE: keyFile };
  const home: Copied = await onDisk(folderHere(), fakeClock(systemClock.now()), store);
  onTestFinished(() => home.helpline.db.close());
  await open(home);
  const id = await talking(home, words);
  /** In another process, by the clock of this machine. */
  const bring = async () => {
    there.habits.aheadMs = -testsAheadMs();
    await home.helpline.store!.visit(home.helpline.backups);
    there.habits.aheadMs = 0;
    expect(home.helpline.store!.failed()).toBe(null);
  };
  const back = (...args: string[]) =>
    restore([address, ...args, "--data-dir", home.config.dataDir, "--backup-store-key-file", keyFile]).then(
      (code) => `it ended with ${code}`,
      (error: Error) => error.message,
    );
  /** The machine is gone with all its copies. */
  const loses = () => {
    home.helpline.db.close();
    for (const folder of [home.config.dataDir, home.copies]) rmSync(folder, { recursive: true, force: true });
  };
  const read = () =>
    withoutServer(home.config, async ({ db }) =>
      messages(db, id).flatMap(({ text, author }) => (author === "notice" ? [] : [text])),
    );
  return { home, there, address, id, bring, back, loses, read };
}

test("S1, R7: another process brings a copy and a delta to the store, and no word, name or key is in any byte there", async () => {
  const { home, there, id, bring } = await helpline();
  const secret = await withSheet(home);
  const { name } = await home.helpline.backups.make(home.copies);
  await annaSays(home, id, "that sounds hard");
  await bring();
  const delta = (await home.helpline.backups.makeDelta())!;
  await bring();
  expect(home.helpline.store!.savedUntil()).toBe(delta.at);
  expect([...there.files.keys()].map((key) => key.replace("ours/", "")).sort()).toEqual(
    readdirSync(home.copies)
      .filter((file) => file.startsWith("porchlight-"))
      .sort(),
  );
  expect(home.helpline.store!.hasCopy(name)).toBe(true);
  const all = [...there.files.values()].map((bytes) => bytes.toString("latin1")).join("\n");
  const { line } = home.helpline.db.keyring.line()!;
  const canaries = [words, "that sounds hard", "Anna Peeters", "Aino", "Luna", secret, line, line.slice(17), "SQLite"];
  expect(canaries.filter((one) => all.includes(one))).toEqual([]);
  // Nor is the secret of the store in what is noted here.
  expect(readFileSync(`${home.copies}/store.json`, "utf8")).not.toContain(there.secret);
});

test("R7: on a bare machine the newest state comes back from the store alone, and nothing of the way is left", async () => {
  const { home, id, bring, back, loses, read } = await helpline();
  await home.helpline.backups.make(home.copies);
  await annaSays(home, id, "written after the copy");
  await home.helpline.backups.makeDelta();
  await bring();
  loses();
  expect(await back()).toBe("it ended with 0");
  expect(out).toMatch(/The data of \d{4}-\d\d-\d\d \d\d:\d\d \(Europe\/Brussels\) are back/);
  expect(await read()).toEqual([words, "written after the copy"]);
  expect([existsSync(`${home.config.dataDir}.fetching`), existsSync(`${home.config.dataDir}.restoring`)]).toEqual([
    false,
    false,
  ]);
});

test("what cannot be fetched is told in words, and leaves no data and nothing of the way", async () => {
  const { home, there, address, bring, back, loses } = await helpline();
  await home.helpline.backups.make(home.copies);
  await bring();
  loses();
  const files = new Map(there.files);
  const refused = async () => {
    const said = await back();
    expect([existsSync(home.config.dataDir), existsSync(`${home.config.dataDir}.fetching`)]).toEqual([false, false]);
    return said;
  };
  there.habits.aheadMs = 3_600_000;
  expect(await refused()).toBe(
    `No copy could be fetched from ${address}. The clock of this machine is 60 minutes behind the store’s, so the store refuses everything. The person who runs the server sets it right.`,
  );
  Object.assign(there.habits, { aheadMs: 0, denied: ["get"] });
  expect(await refused()).toContain("s3:GetObject");
  there.habits.denied = [];
  there.habits.cutAfter = 20_000;
  expect(await refused()).toContain("The line to the store broke off");
  there.habits.cutAfter = Number.POSITIVE_INFINITY;
  there.habits.spoils = /data/;
  expect(await refused()).toMatch(/The copy porchlight-\d{8}T\d{6}Z is broken/);
  there.habits.spoils = null;
  for (const key of files.keys()) if (key.includes(".keys.")) there.files.delete(key);
  expect(await refused()).toMatch(/lie only the data of a copy that is less than a day old, without their keys/);
  expect(await back("--without-words")).toBe("it ended with 0");
  rmSync(home.config.dataDir, { recursive: true });
  there.files.clear();
  expect(await refused()).toContain(`There is no copy at ${address}.`);
});

test("a start clears away what a restore from a store left that was cut off", async () => {
  const { home } = await helpline();
  const { dataDir } = home.config;
  await home.helpline.backups.make(home.copies);
  renameSync(home.copies, `${dataDir}.fetching`);
  openBackups(home.helpline);
  expect(existsSync(`${dataDir}.fetching`)).toBe(false);
});
