import { beforeEach, describe, expect, test } from "vitest";
import { bareSecret, keepSecret, wrongWith } from "#src/conversation/return/secret-word.ts";
import { hashPassword } from "#src/crypto/password.ts";
import { end } from "#src/queue/end/ending.ts";
import { comesIn } from "#tests/support/house/chats.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";

describe("a secret word as it is compared", () => {
  test.each([
    ["Moon stone", "moonstone"],
    ["  moonstone\n", "moonstone"],
    ["ＭＯＯＮstone", "moonstone"],
    ["moon\u00a0sto\u200bne", "moonstone"],
    ["été", "e\u0301te\u0301"],
    ["Noor’s cat", "noor's cat"],
    ["❤️❤️", "❤❤"],
    ["ΟΔΟΣ", "οδος"],
  ])("%j is the same as %j", (one, other) => {
    expect(bareSecret(one)).toBe(bareSecret(other));
  });

  test.each([
    ["moonstone", "moonstones"],
    ["ete", "été"],
    ["moon-stone", "moonstone"],
    ["1234", "12345"],
  ])("%j is another than %j", (one, other) => {
    expect(bareSecret(one)).not.toBe(bareSecret(other));
  });
});

describe("a secret word that is chosen", () => {
  test.each(["moon", "1 2 3 4", "kuu1", "قمري", "月光石頭", "🐱🐶🐱🐶", "ab".repeat(30)])("%j is good", (word) => {
    expect(wrongWith(bareSecret(word))).toBeNull();
  });

  test.each([
    ["abc", "short"],
    ["a\u200bb\u200bc", "short"],
    ["🐱🐶🐱", "short"],
    ["aAaAaA", "short"],
    ["0000", "short"],
    ["ab".repeat(31), "long"],
  ])("%j is not: %s", (word, wrong) => {
    expect(wrongWith(bareSecret(word))).toBe(wrong);
  });
});

describe("keeping one", () => {
  let line: House;
  let hash: string;
  const keep = (conversationId: number) =>
    line.helpline.db.change(`conversation:${conversationId}`, (tx) => keepSecret(tx, { conversationId, hash }));

  beforeEach(async () => {
    line = await house();
    await open(line);
    hash = await hashPassword("moonstone");
  });

  test("takes none in the place of another, and none for a chat that is over or never was", async () => {
    const { keyring } = line.helpline.db;
    const [noor, sam] = [await comesIn(line, "Noor’s"), await comesIn(line, "Sam’s")];
    await keep(noor);
    expect([keyring.secrets.isSet(noor), keyring.secrets.isSet(sam)]).toEqual([true, false]);
    expect(await keyring.secrets.opens(noor, "moonstone")).toBe(true);
    await expect(keep(noor)).rejects.toMatchObject({ code: "taken" });
    await line.helpline.db.change("porchlight", (tx, emit) =>
      end(tx, emit, { conversationId: sam, reason: "ended_by_youth", staffId: null }),
    );
    for (const id of [sam, 999]) await expect(keep(id)).rejects.toMatchObject({ code: "ended" });
  });

  test("passes it on to another chat, and nothing where there is none", async () => {
    const { db } = line.helpline;
    const [noor, sam] = [await comesIn(line, "Noor’s"), await comesIn(line, "Sam’s")];
    const passOn = (earlierId: number, conversationId: number) =>
      db.change("youth", (tx) => tx.keyring.secrets.passOn(tx, { earlierId, conversationId }));
    await passOn(noor, sam);
    expect(db.keyring.secrets.isSet(sam)).toBe(false);
    await keep(noor);
    await passOn(noor, sam);
    expect(await db.keyring.secrets.opens(sam, "moonstone")).toBe(true);
  });

  test("without the master key none is kept, and none opens", async () => {
    const noor = await comesIn(line, "Noor’s");
    await keep(noor);
    const locked = await house({ files: line.files, master: null });
    const { db } = locked.helpline;
    expect(db.keyring.secrets.isSet(noor)).toBe(true);
    expect(await db.keyring.secrets.opens(noor, "moonstone")).toBe(false);
    await expect(db.change("youth", (tx) => tx.keyring.secrets.keep(tx, noor, hash))).rejects.toMatchObject({
      code: "locked",
    });
  });
});
