import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { mayRewrite, rewrite, stillUnread } from "#src/conversation/messages/rewriting.ts";
import { messages } from "#src/conversation/reading.ts";
import { newClientId, newToken } from "#src/crypto/hash.ts";
import { giveBack } from "#src/queue/handover/give-back.ts";
import { comesIn, takes, youthEnds, youthSays } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { filesIn } from "#tests/support/run/empty-files.ts";

let home: House;
let clock: FakeClock;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await open(home);
});

const rewrites = (conversationId: number, seq: number, text: string) =>
  home.helpline.db.change(`conversation:${conversationId}`, (tx, emit) =>
    rewrite(tx, emit, { conversationId, seq, text }),
  );
const said = (id: number) => messages(home.helpline.db, id).map(({ seq, author, text }) => `${seq} ${author}: ${text}`);
const unread = (id: number) => stillUnread(home.helpline.db, conversation(home.helpline.db, id)!).map(({ seq }) => seq);
const changes = () => home.heard.filter(({ type }) => type === "message.rewritten");
const tooLate = { code: "taken", key: "youth.change.too_late" };

test("whoever waits puts other words in the place of theirs, the rest stays; the same again is no news", async () => {
  const id = await comesIn(home, "first");
  await youthSays(home, id, "second");
  const [, before] = messages(home.helpline.db, id);
  await rewrites(id, 2, "better");
  await rewrites(id, 2, "better");
  expect(said(id)).toEqual(["1 youth: first", "2 youth: better"]);
  expect(messages(home.helpline.db, id)[1]).toEqual({ ...before, text: "better" });
  expect(changes()).toEqual([{ type: "message.rewritten", conversationId: id, seq: 2 }]);
});

test("words taken back leave a notice in their place, twice is once, and they cannot come back as others", async () => {
  const id = await comesIn(home, "first");
  await youthSays(home, id, "second");
  await rewrites(id, 1, "");
  await rewrites(id, 1, "");
  expect(said(id)).toEqual(['1 notice: {"key":"notice.taken_back","values":{}}', "2 youth: second"]);
  expect(changes()).toHaveLength(1);
  expect(unread(id)).toEqual([2]);
  await expect(rewrites(id, 1, "again")).rejects.toMatchObject(tooLate);
});

test("once somebody has taken them nothing changes any more, also in the same turn", async () => {
  const id = await comesIn(home, "first");
  const [, late] = await Promise.allSettled([takes(home, home.anna, id), rewrites(id, 1, "other")]);
  expect(late).toMatchObject({ status: "rejected", reason: tooLate });
  expect([said(id)[0], unread(id), changes()]).toEqual(["1 youth: first", [], []]);
});

test("the other way round the words are new, and whoever takes them reads those", async () => {
  const id = await comesIn(home, "first");
  await Promise.all([rewrites(id, 1, "other"), takes(home, home.anna, id)]);
  expect(said(id)[0]).toBe("1 youth: other");
});

test("given back, what a counsellor had stays; what is written in line after that can be changed", async () => {
  const id = await comesIn(home, "first");
  await takes(home, home.anna, id);
  await home.helpline.db.change(`staff:${home.anna.id}`, (tx, emit) =>
    giveBack(tx, emit, { conversationId: id, staffId: home.anna.id, why: "left" }),
  );
  expect(mayRewrite(home.helpline.db, conversation(home.helpline.db, id)!)).toBe(false);
  clock.pass(1);
  const seq = await youthSays(home, id, "more");
  expect(unread(id)).toEqual([seq]);
  await expect(rewrites(id, 1, "other")).rejects.toMatchObject(tooLate);
  await rewrites(id, seq, "less");
  expect(said(id).at(-1)).toBe(`${seq} youth: less`);
});

test("a late copy of what was sent brings nothing back, whatever became of the words; other words under its id are new", async () => {
  const startId = newClientId();
  const form = { startId, token: newToken() };
  const id = await comesIn(home, "first", form);
  const sent = newClientId();
  await youthSays(home, id, "second", sent);
  await rewrites(id, 1, "");
  await rewrites(id, 2, "better");
  await rewrites(id, 2, "best");
  expect(await comesIn(home, "first", form)).toBe(id);
  expect(await youthSays(home, id, "second", sent)).toBe(2);
  expect(said(id)).toEqual(['1 notice: {"key":"notice.taken_back","values":{}}', "2 youth: best"]);
  await takes(home, home.anna, id);
  expect(await youthSays(home, id, "second", sent)).toBe(2);
  const seq = await youthSays(home, id, "gone back to and changed", sent);
  expect(await youthSays(home, id, "gone back to and changed", sent)).toBe(seq);
  expect(said(id).at(-1)).toBe(`${seq} youth: gone back to and changed`);
});

test("nothing of another’s, no notice, nothing after the end", async () => {
  const id = await comesIn(home, "first");
  const other = await comesIn(home, "of another");
  await expect(rewrites(id, 2, "other")).rejects.toMatchObject(tooLate);
  await expect(rewrites(999, 1, "other")).rejects.toMatchObject({ code: "not_found" });
  expect(said(other)).toEqual(["1 youth: of another"]);
  await youthEnds(home, id);
  await expect(rewrites(id, 1, "other")).rejects.toMatchObject({ code: "ended" });
});

test("the old words are overwritten on the disk, sealed as they were", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rewriting-"));
  const files = filesIn(folder, clock.now());
  home = await house({ clock, files });
  await open(home);
  const id = await comesIn(home, "canary");
  const before = files.data.prepare("SELECT body FROM message").pluck().get() as Buffer;
  const isThere = () => readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(before));
  files.data.pragma("wal_checkpoint(TRUNCATE)");
  expect(isThere()).toBe(true);
  await rewrites(id, 1, "other");
  files.data.pragma("wal_checkpoint(TRUNCATE)");
  expect(isThere()).toBe(false);
  home.helpline.db.close();
  rmSync(folder, { recursive: true });
});
