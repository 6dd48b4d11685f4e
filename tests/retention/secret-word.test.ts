import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openKeyring } from "#src/crypto/keys/keyring.ts";
import { type MasterKey, masterKey } from "#src/crypto/keys/master-key.ts";
import type { BesideMaster } from "#src/crypto/keys/masters.ts";
import type { KeysTables } from "#src/db/schema/keys.ts";
import { k } from "#src/db/schema.ts";
import { forget, replayErasures } from "#src/retention/forget.ts";
import { gives, noorsSecret, withSecret } from "#tests/support/browser/secrets.ts";
import { fakeClock, house, open } from "#tests/support/house/helpline.ts";
import { give, person, says, youth } from "#tests/support/house/http.ts";
import { filesIn } from "#tests/support/run/empty-files.ts";

const dayMs = 24 * 60 * 60_000;

async function onDisk() {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-secret-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const clock = fakeClock();
  const files = filesIn(folder, clock.now());
  const line = await house({ clock, files });
  await open(line);
  const bytes = () => Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
  const kept = () => files.keys.prepare("SELECT * FROM secret_word").all() as KeysTables["secret_word"][];
  return { clock, files, line, bytes, kept };
}

test("[S1] a secret word is in no byte of the data, the keys and their logs, and neither is a hash that could be guessed against", async () => {
  const { clock, line, bytes, kept } = await onDisk();
  const noor = await withSecret(line);
  clock.pass(120_000);
  await gives(noor, "another word");
  await gives(noor, noorsSecret);
  for (const form of [noorsSecret, "moonstone", "Moonstone", "Moon+stone", "Moon%20stone"]) {
    expect(bytes().includes(form), form).toBe(false);
  }
  // What is kept opens only under the master key, and for this chat.
  const [row] = kept();
  const reader = { all: () => [], first: () => ({ id: row!.master_key_id, ...row! }) as never };
  const under = (fill: number) => openKeyring(reader, masterKey(new Uint8Array(32).fill(fill))).secrets;
  expect(await under(7).opens(noor.id, "moonstone")).toBe(true);
  expect(await under(8).opens(noor.id, "moonstone")).toBe(false);
  expect(await under(7).opens(noor.id + 1, "moonstone")).toBe(false);
});

test("it goes with the words, in every byte of keys.db, and does not come back with an older one", async () => {
  const { clock, line, bytes, kept } = await onDisk();
  const { db } = line.helpline;
  const noor = await withSecret(line);
  await give(line, noor.id, line.anna);
  const [row] = kept();
  await noor.post("/end");
  expect(kept()).toEqual([row]);
  clock.pass(15 * dayMs);
  await db.change("porchlight", (tx, emit) => forget(tx, emit, { conversationId: noor.id }));
  expect(bytes().includes(row!.bytes)).toBe(false);
  await db.change("porchlight", (tx) => tx.keys.run(k.insertInto("secret_word").values(row!)));
  await db.change("porchlight", (tx) => replayErasures(tx));
  expect(kept()).toEqual([]);
});

test("it goes with a place in line that is left, with a chat that is deleted, and where it is taken away", async () => {
  const { line, bytes, kept } = await onDisk();
  for (const leave of [
    ["/end", {}],
    ["/clear", { sure: "yes" }],
    ["/back", { want: "secret", secret: noorsSecret }],
    // Held, since something was wrong with it: its words stay for a time, and nobody comes back to it.
    ["/clear", { sure: "yes", held: "" }],
  ] as const) {
    const noor = await withSecret(line);
    const [row] = kept();
    if ("held" in leave[1]) {
      await give(line, noor.id, line.anna);
      await noor.post("/help", { text: "he asked where I live" });
    }
    await noor.post(...(leave as [string, Record<string, string>]));
    expect(kept()).toEqual([]);
    expect(bytes().includes(row!.bytes)).toBe(false);
  }
});

test("one that a change left behind which was never stored is not asked of whoever comes next", async () => {
  const { clock, files, line } = await onDisk();
  const first = await withSecret(line);
  const orphan = "INSERT INTO secret_word SELECT ?, master_key_id, version, bytes FROM secret_word";
  files.keys.prepare(orphan).run(first.id + 1);
  const sam = await youth(line, "Sam’s words");
  expect(sam.id).toBe(first.id + 1);
  clock.pass(120_000);
  expect((await sam.post("/continue")).to).toBe("/");
  expect((await sam.get("/")).text).toContain("Sam’s words");
});

test("it is moved to another master key, and not called wrong while its own is away", async () => {
  const { clock, files, line } = await onDisk();
  const noor = await withSecret(line);
  const [own, other] = [masterKey(new Uint8Array(32).fill(7)), masterKey(new Uint8Array(32).fill(8))];
  const under = async (master: MasterKey, beside: BesideMaster) => {
    clock.pass(120_000);
    const again = person(await house({ clock, files, master, beside }));
    for (const [name, value] of noor.cookies) again.cookies.set(name, value);
    return gives(again, noorsSecret);
  };
  expect((await under(other, { standsIn: "missing" })).text).toContain(says("youth.refused.shut"));
  expect((await under(own, { others: [other] })).to).toBe("/");
  await line.helpline.db.change("command line", (tx) =>
    tx.keys.run(k.updateTable("master_key").set({ retired_at: null })),
  );
  expect((await under(other, { others: [own] })).to).toBe("/");
  expect((await under(other, {})).to).toBe("/");
});
