import { expect, test } from "vitest";
import { openKeyring } from "#src/crypto/keys/keyring.ts";
import { masterKey } from "#src/crypto/keys/master-key.ts";
import { sealBytes, sealText } from "#src/crypto/seal.ts";
import { openFile } from "#src/db/connection.ts";
import { keyMigrations, migrate } from "#src/db/migrate.ts";
import { writer } from "#src/db/statements.ts";

// What a helpline finds whose addresses were sealed with keys among those of the chats: migrations/keys_0005_staff.sql.

test("the keys of addresses go to tables of their own, open what they sealed, and leave those of the chats alone", () => {
  const keys = openFile(":memory:");
  migrate(
    keys,
    keyMigrations.slice(
      0,
      keyMigrations.findIndex(({ name }) => name === "keys_0005_staff.sql"),
    ),
    1,
  );
  const master = masterKey(new Uint8Array(32).fill(7));
  keys.prepare("INSERT INTO master_key (fingerprint, created_at) VALUES (?, 1)").run(master.fingerprint);
  const sealed = (conversationId: number, table: "staff_address" | "on_call_hook" | "message", number: number) => {
    const key = new Uint8Array(32).fill(Math.abs(conversationId) % 251);
    const bytes = sealBytes(master.wrapping, `wrap|${conversationId}|live|1`, key);
    keys.prepare("INSERT INTO wrap VALUES (?, 'live', 1, 1, ?)").run(conversationId, bytes);
    const author = table === "message" ? "youth" : "staff";
    return sealText(key, { table, conversationId, number, author }, `words of ${conversationId}`);
  };
  const luna = sealed(-2, "staff_address", 2);
  const robin = sealed(-3, "staff_address", 3);
  const hook = sealed(-1_000_000_000, "on_call_hook", 1);
  const chat = sealed(2, "message", 1);

  migrate(keys, keyMigrations, 2);
  const { addresses, hooks, open } = openKeyring(writer(keys), master);
  expect([addresses.open(2, luna), addresses.open(3, robin)]).toEqual(["words of -2", "words of -3"]);
  expect(hooks.open(1, hook)).toBe("words of -1000000000");
  expect(open({ table: "message", conversationId: 2, number: 1, author: "youth" }, chat)).toBe("words of 2");
  expect([addresses.open(3, luna), hooks.open(1, luna)]).toEqual([null, null]);
  expect(keys.prepare("SELECT conversation_id FROM wrap").pluck().all()).toEqual([2]);
});
