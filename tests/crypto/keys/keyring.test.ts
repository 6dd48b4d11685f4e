import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "#src/clock.ts";
import { readConfig } from "#src/config.ts";
import { messages } from "#src/conversation/reading.ts";
import { acceptMasterKey, openKeyring } from "#src/crypto/keys/keyring.ts";
import { createMasterKeyFile, type MasterKey, masterKey, readMasterKey } from "#src/crypto/keys/master-key.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { openHelpline } from "#src/helpline.ts";
import { comesIn, talking, youthSays } from "#tests/support/house/chats.ts";
import { house, open } from "#tests/support/house/helpline.ts";

const right = masterKey(new Uint8Array(32).fill(7));
const other = masterKey(new Uint8Array(32).fill(8));

/** A helpline that has one conversation, sealed under the right key. */
async function used() {
  const first = await house();
  const { files } = first;
  await open(first);
  const id = await talking(first, "kept words");
  const count = () => files.keys.prepare("SELECT count(*) FROM master_key").pluck().get();
  return { first, files, id, count };
}

test("the first start makes its master key known; words come back with it", async () => {
  const { first, id, count } = await used();
  expect(count()).toBe(1);
  expect(first.helpline.db.keyring.state()).toBe("ready");
  expect(messages(first.helpline.db, id)[0]!.text).toBe("kept words");
});

const states = [
  ["missing", null],
  ["unreadable", "unreadable"],
  ["wrong", other],
] as const;

test.each(states)(
  "with a %s key nothing is opened or written, and no new key is made over old data",
  async (state, master) => {
    const { files, id, count } = await used();
    const parts = { ...files, config: readConfig({}, []), clock: systemClock, report: () => {} };
    const locked = await openHelpline({ ...parts, master });
    expect(locked.db.keyring.state()).toBe(state);
    expect(count()).toBe(1);
    expect(messages(locked.db, id).map((one) => one.text)).toEqual([null, null]);
    const home = { helpline: locked } as Parameters<typeof comesIn>[0];
    await expect(youthSays(home, id, "more")).rejects.toMatchObject({ code: "locked" });
    await expect(comesIn(home)).rejects.toMatchObject({ code: "locked" });

    // The right key back in its place opens everything again.
    const back = await openHelpline({ ...parts, master: right });
    expect(messages(back.db, id)[0]!.text).toBe("kept words");
  },
);

test("after `keys new` old words stay closed and new ones can be written; the old key back opens the old ones", async () => {
  const { first, files, id } = await used();
  await first.helpline.db.change("command line", (tx) => acceptMasterKey(tx.keys, other, tx.at));
  const withNew = openKeyring(readerOf(files.keys), other);
  expect(withNew.state()).toBe("ready");
  const place = { table: "message", conversationId: id, number: 1, author: "youth" } as const;
  const row = files.data.prepare("SELECT body FROM message WHERE seq = 1").pluck().get() as Uint8Array;
  expect(withNew.open(place, row)).toBeNull();
  expect(openKeyring(readerOf(files.keys), right).open(place, row)).toBe("kept words");
});

test("[ASVS 11.7.2] a key that was destroyed opens nothing, not even from memory", async () => {
  const { first, files, id } = await used();
  await first.helpline.db.change("porchlight", (tx) => tx.keyring.destroy(tx, id));
  expect(messages(first.helpline.db, id)[0]!.text).toBeNull();
  expect(files.keys.prepare("SELECT count(*) FROM wrap").pluck().get()).toBe(0);
});

test("the cookie of a start belongs to its form and to the master key, and tells neither", async () => {
  const { files } = await used();
  const keyring = openKeyring(readerOf(files.keys), right);
  const [form, another] = ["0".repeat(32), "1".repeat(32)];
  const cookie = keyring.cookieOf(form);
  // 256 bits, like any other token of ours. This very one: were it made otherwise from some update on, a form that comes
  // again would shut out whoever has the chat open.
  expect(cookie).toBe("bzrlCbRI8igNm_qHoWo4ZJhBHky7f6d7juZ6PfKhY60");
  expect(openKeyring(readerOf(files.keys), right).cookieOf(form)).toBe(cookie);
  expect(keyring.cookieOf(another)).not.toBe(cookie);
  expect(openKeyring(readerOf(files.keys), other).cookieOf(form)).not.toBe(cookie);
  for (const master of [null, "unreadable"] as const) {
    expect(() => openKeyring(readerOf(files.keys), master).cookieOf(form)).toThrow("locked");
  }
});

test("[ASVS 9.2.4] no two uses of the master key share a key", () => {
  const { wrapping, cookies, fingerprint } = right;
  const all = [wrapping, cookies, new Uint8Array(32).fill(7)].map((bytes) => Buffer.from(bytes).toString("hex"));
  expect(new Set([...all, ...all.map((hex) => hex.slice(0, 32)), fingerprint]).size).toBe(7);
});

test("a wrapped key copied to another conversation opens nothing there", async () => {
  const { first, files, id } = await used();
  const next = await comesIn(first, "second");
  files.keys.exec(
    `UPDATE wrap SET bytes = (SELECT bytes FROM wrap WHERE conversation_id = ${id}) WHERE conversation_id = ${next}`,
  );
  const fresh = openKeyring(readerOf(files.keys), right);
  expect(() => fresh.seal({ table: "message", conversationId: next, number: 9, author: "youth" }, "x")).toThrow(
    "locked",
  );
});

test("[ASVS 13.3.1] the file of the master key is the owner's alone, says what it is, is never overwritten, and is read again", () => {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-key-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "sub", "data.key");
  expect(readMasterKey(file)).toBeNull();
  createMasterKeyFile(file);
  expect(statSync(file).mode & 0o777).toBe(0o400);
  expect(readFileSync(file, "utf8")).toMatch(/Keep a copy somewhere else/);
  const first = readMasterKey(file) as MasterKey;
  expect(first.fingerprint).toMatch(/^[0-9a-f]{32}$/);
  expect(() => createMasterKeyFile(file)).toThrow(/EEXIST/);
  expect((readMasterKey(file) as MasterKey).fingerprint).toBe(first.fingerprint);
  const damaged = join(folder, "damaged.key");
  writeFileSync(damaged, "porchlight-key-1 too-short\n");
  expect(readMasterKey(damaged)).toBe("unreadable");
  expect(readMasterKey(folder)).toBe("unreadable");
});

function readerOf(file: OpenFiles["keys"]) {
  const run = (query: { compile(): { sql: string; parameters: readonly unknown[] } }) => {
    const { sql, parameters } = query.compile();
    return file.prepare(sql).all(...parameters);
  };
  return {
    all: <Row>(query: Parameters<typeof run>[0]) => run(query) as Row[],
    first: <Row>(query: Parameters<typeof run>[0]) => run(query)[0] as Row | undefined,
  };
}
