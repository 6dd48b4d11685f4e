import { beforeEach, expect, test } from "vitest";
import { conversation, conversationOfToken, openConversations } from "#src/conversation/conversation.ts";
import { messages } from "#src/conversation/reading.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { q } from "#src/db/schema.ts";
import { publishedRules } from "#src/settings/rules/published.ts";
import { setSetting } from "#src/settings/settings.ts";
import { comesIn, youthEnds } from "#tests/support/house/chats.ts";
import { fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";

let home: House;
beforeEach(async () => {
  home = await house();
  await open(home);
  home.heard.length = 0;
});

test("a start is a place, a key and the first words, all or nothing, and only the hash of the cookie is kept", async () => {
  const id = await comesIn(home, "hello", { token: "secret", language: "fr" });
  const { db } = home.helpline;
  expect(conversationOfToken(db, "secret")).toMatchObject({ id, language: "fr", claimedAt: null, lane: "normal" });
  expect(JSON.stringify(db.all(q.selectFrom("conversation").selectAll()))).not.toContain("secret");
  expect(messages(db, id).map((one) => one.text)).toEqual(["hello"]);
  expect(home.heard.map((one) => one.type)).toEqual(["conversation.started", "message.written"]);
});

test("nothing written is a beginning too", async () => {
  const id = await comesIn(home, null);
  expect(messages(home.helpline.db, id)).toEqual([]);
});

test("the same form again, even in the same turn, finds the same conversation and gives it the newest cookie", async () => {
  const startId = newClientId();
  const [first, again] = await Promise.all([
    comesIn(home, "hello", { startId, token: "one" }),
    comesIn(home, "hello", { startId, token: "two" }),
  ]);
  expect(again).toBe(first);
  const { db } = home.helpline;
  expect(conversationOfToken(db, "one")).toBeUndefined();
  expect(conversationOfToken(db, "two")!.id).toBe(first);
  expect(messages(db, first)).toHaveLength(1);
  expect(openConversations(db)).toHaveLength(1);
});

test("the same form with more words, because its answer was lost: the words that were added are a message too", async () => {
  const startId = newClientId();
  const id = await comesIn(home, "hello", { startId, token: "one" });
  expect(await comesIn(home, "hello, please help", { startId, token: "two" })).toBe(id);
  expect(messages(home.helpline.db, id).map((one) => one.text)).toEqual(["hello", "hello, please help"]);
});

test("the same form after the end opens nothing", async () => {
  const startId = newClientId();
  const id = await comesIn(home, "hello", { startId });
  await youthEnds(home, id);
  await expect(comesIn(home, "hello", { startId, token: "new" })).rejects.toMatchObject({ code: "ended" });
  expect(conversationOfToken(home.helpline.db, "new")).toBeUndefined();
});

test("the same form a quarter of an hour later opens nothing: whoever finds the page then is somebody else", async () => {
  const clock = fakeClock();
  const later = await house({ clock });
  await open(later);
  const startId = newClientId();
  const id = await comesIn(later, "hello", { startId, token: "mine" });
  clock.pass(15 * 60_000);
  expect(await comesIn(later, "hello", { startId, token: "mine" })).toBe(id);
  clock.pass(1);
  await expect(comesIn(later, "read me", { startId, token: "found" })).rejects.toMatchObject({ code: "ended" });
  expect(conversationOfToken(later.helpline.db, "found")).toBeUndefined();
  expect(messages(later.helpline.db, id)).toHaveLength(1);
});

test("the data hold nothing by which the form could be sent again", async () => {
  const startId = newClientId();
  const id = await comesIn(home, "hello", { startId, token: "mine" });
  const { db } = home.helpline;
  const row = db.first(q.selectFrom("conversation").selectAll().where("id", "=", id))!;
  const kept = JSON.stringify([row, db.all(q.selectFrom("message").selectAll().where("conversation_id", "=", id))]);
  expect(kept).not.toContain(startId);
  for (const [n, text] of [row.start_id, messages(db, id)[0]!.clientId].entries()) {
    expect(await comesIn(home, null, { startId: text.slice(0, 32), token: `thief ${n}` })).not.toBe(id);
  }
});

test("with nobody available the door is closed, also between the page and the form", async () => {
  const closed = await house();
  await expect(comesIn(closed)).rejects.toMatchObject({ code: "closed" });
  expect(openConversations(closed.helpline.db)).toEqual([]);
  expect(closed.heard).toEqual([]);
});

test("the version of the rules that was on the page is kept; one that never was becomes the one in force", async () => {
  const { db } = home.helpline;
  await db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "retentionDays", value: 3 }));
  await expect.poll(() => publishedRules(db).version).toBe(2);
  const agreed = async (rulesVersion: number) => {
    const id = await comesIn(home, null, { rulesVersion });
    return db.first(q.selectFrom("conversation").select("rules_version").where("id", "=", id))!.rules_version;
  };
  expect([await agreed(1), await agreed(2), await agreed(99), await agreed(0)]).toEqual([1, 2, 2, 2]);
});

test("an id is never used twice, also after everything about it is gone", async () => {
  const { db } = home.helpline;
  const first = await comesIn(home);
  await db.change("porchlight", (tx) => tx.run(q.deleteFrom("conversation").where("id", "=", first)));
  expect(await comesIn(home)).toBe(first + 1);
  expect(conversation(db, first)).toBeUndefined();
});
