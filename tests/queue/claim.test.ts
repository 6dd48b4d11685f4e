import { beforeEach, expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { messages } from "#src/conversation/reading.ts";
import { q } from "#src/db/schema.ts";
import { claimNext, inLine } from "#src/queue/claim.ts";
import { ownChats, waitingList } from "#src/queue/overview.ts";
import { annaSays, comesIn, takes, youthEnds, youthSays } from "../support/chats.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "../support/helpline.ts";

let home: House;
let clock: FakeClock;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await open(home);
  home.heard.length = 0;
});

test("two counsellors at once in one turn: one gets the person, the other is told that she was taken", async () => {
  const id = await comesIn(home);
  home.heard.length = 0;
  const [anna, bela] = await Promise.allSettled([takes(home, home.anna, id), takes(home, home.bela, id)]);
  expect(anna.status).toBe("fulfilled");
  expect(bela).toMatchObject({ status: "rejected", reason: { code: "taken" } });
  expect(conversation(home.helpline.db, id)!.counsellorId).toBe(home.anna.id);
  expect(home.heard.map((one) => one.type)).toEqual(["conversation.claimed", "message.written"]);
});

test("the first in line is taken by one of two who ask for the next, the second by the other", async () => {
  const [first, second] = [await comesIn(home), await comesIn(home)];
  const next = (who: typeof home.anna) =>
    home.helpline.db.change(`staff:${who.id}`, (tx, emit) => claimNext(tx, emit, { member: who }));
  expect(await Promise.all([next(home.anna), next(home.bela)])).toEqual([first, second]);
  await expect(next(home.anna)).rejects.toMatchObject({ code: "not_found", key: "error.nobody_waits" });
});

test("taking again what one has changes nothing; a notice names only the alias", async () => {
  const id = await comesIn(home);
  await takes(home, home.anna, id);
  await takes(home, home.anna, id);
  const notices = messages(home.helpline.db, id).filter((one) => one.author === "notice");
  expect(notices).toHaveLength(1);
  expect(notices[0]!.text).toContain("Mika");
  expect(notices[0]!.text).not.toMatch(/Anna|Peeters/);
});

test("full hands take no more, and one that ends frees them", async () => {
  const ids = [await comesIn(home), await comesIn(home), await comesIn(home)];
  await takes(home, home.anna, ids[0]!);
  await takes(home, home.anna, ids[1]!);
  await expect(takes(home, home.anna, ids[2]!)).rejects.toMatchObject({
    code: "bad_input",
    key: "error.full_hands",
    values: { n: 2 },
  });
  await youthEnds(home, ids[0]!);
  await takes(home, home.anna, ids[2]!);
  const order = ownChats(home.helpline.db, home.helpline.youth, home.anna.id, "en").map((one) => one.id);
  expect(order).toEqual([ids[1], ids[2], ids[0]]);
});

test("who has left, who never was, and who may not take anybody", async () => {
  const id = await comesIn(home);
  const admin = await member(home.helpline, "ilse", "Ilse Maes", "Iris", ["admin"]);
  await expect(takes(home, admin, id)).rejects.toMatchObject({ code: "not_allowed" });
  await youthEnds(home, id);
  await expect(takes(home, home.anna, id)).rejects.toMatchObject({ code: "ended" });
  await expect(takes(home, home.anna, 99)).rejects.toMatchObject({ code: "not_found" });
});

test("the line is in order of coming, urgent ones first; places follow", async () => {
  const ids: number[] = [];
  for (let n = 0; n < 3; n += 1) {
    clock.pass(1_000);
    ids.push(await comesIn(home, `number ${n}`));
  }
  const [a, b, c] = ids as [number, number, number];
  const { db } = home.helpline;
  expect(inLine(db).map((one) => one.id)).toEqual([a, b, c]);
  await db.change("porchlight", (tx) =>
    tx.run(q.updateTable("conversation").set({ lane: "urgent" }).where("id", "=", c)),
  );
  expect(inLine(db).map((one) => one.id)).toEqual([c, a, b]);
  const placeOf = (id: number) => inLine(db).findIndex((one) => one.id === id) + 1;
  expect([a, b, c].map((id) => placeOf(id))).toEqual([2, 3, 1]);
  await takes(home, home.anna, a);
  expect(placeOf(b)).toBe(2);
  expect(placeOf(a)).toBe(0);
});

test("the waiting list shows first words in one line, a chat its last words, what is unread and who waits since when", async () => {
  const { db, youth } = home.helpline;
  const id = await comesIn(home, `one\n\ntwo ${"long ".repeat(40)}`);
  const [row] = waitingList(db, youth, "en", [1]);
  expect(row!.firstWords).toMatch(/^one two long.*…$/);
  expect(row!.firstWords!.length).toBeLessThanOrEqual(90);
  await takes(home, home.anna, id);
  clock.pass(1_000);
  await youthSays(home, id, "are you there?");
  const [chat] = ownChats(db, youth, home.anna.id, "fr");
  expect(chat).toMatchObject({ unread: 2, lastWords: "are you there?", lastAuthor: "youth", ended: null });
  expect(chat!.waitingSince).toBe(clock.now() - 1_000);
  await annaSays(home, id, "yes");
  expect(ownChats(db, youth, home.anna.id, "fr")[0]).toMatchObject({ lastAuthor: "counsellor", waitingSince: null });
});
