import { beforeEach, expect, test } from "vitest";
import { readAlong } from "#src/conversation/colleagues/join.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { messages } from "#src/conversation/reading.ts";
import { q } from "#src/db/schema.ts";
import { addLine, lineValues } from "#src/hours/lines.ts";
import { capacityOf } from "#src/queue/capacity.ts";
import { claimNext, inLine } from "#src/queue/claim.ts";
import { ownChats, waitingList } from "#src/queue/overview.ts";
import { setSetting } from "#src/settings/settings.ts";
import { setMember, undoMember } from "#src/staff/accounts/member.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { annaSays, comesIn, takes, youthEnds, youthSays } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";

let home: House;
let clock: FakeClock;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await open(home);
  home.heard.length = 0;
});

const takesNext = (who: StaffMember) => act(home, who, (tx, emit) => claimNext(tx, emit, { member: who }));

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
  expect(await Promise.all([takesNext(home.anna), takesNext(home.bela)])).toEqual([first, second]);
  await expect(takesNext(home.anna)).rejects.toMatchObject({ code: "not_found", key: "error.nobody_waits" });
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
  const refused = { code: "bad_input", key: "error.full_hands", values: { n: 2 } };
  await expect(takes(home, home.anna, ids[2]!)).rejects.toMatchObject(refused);
  await expect(takesNext(home.anna)).rejects.toMatchObject(refused);
  await youthEnds(home, ids[0]!);
  await takes(home, home.anna, ids[2]!);
  const order = ownChats(home.helpline.db, home.helpline.youth, home.anna.id, "en", clock.now()).map((one) => one.id);
  expect(order).toEqual([ids[1], ids[2], ids[0]]);
});

test("somebody urgent is taken beyond that by choice, once, and never by taking the next", async () => {
  const ids = [await comesIn(home), await comesIn(home), await comesIn(home)];
  const urgent = [await comesIn(home, "help", { urgent: true }), await comesIn(home, "help", { urgent: true })];
  await takes(home, home.anna, ids[0]!);
  await takes(home, home.anna, ids[1]!);
  const refused = { code: "bad_input", key: "error.full_hands_but_urgent", values: { n: 2 } };
  await expect(takes(home, home.anna, ids[2]!)).rejects.toMatchObject(refused);
  await expect(takesNext(home.anna)).rejects.toMatchObject(refused);
  await takes(home, home.anna, urgent[0]!);
  const full = { code: "bad_input", key: "error.full_hands", values: { n: 3 } };
  await expect(takes(home, home.anna, urgent[1]!)).rejects.toMatchObject(full);
});

test("a maximum of one’s own holds for normal and urgent people, and is set by an admin with an undo", async () => {
  const { db } = home.helpline;
  const most = (maxChats: number | null) =>
    act(home, home.aino, (tx, emit) => setMember(tx, emit, { staffId: home.anna.id, values: { maxChats } }));
  const setOnce = await most(1);
  expect(capacityOf(db, home.anna.id)).toEqual({ usual: 1, urgent: 1 });
  await takes(home, home.anna, await comesIn(home));
  const urgent = await comesIn(home, "help", { urgent: true });
  await expect(takes(home, home.anna, urgent)).rejects.toMatchObject({ key: "error.full_hands", values: { n: 1 } });
  await most(4);
  expect(capacityOf(db, home.anna.id)).toEqual({ usual: 2, urgent: 4 });
  await takes(home, home.anna, urgent);
  await act(home, home.aino, (tx, emit) => undoMember(tx, emit, { staffId: home.anna.id, changeId: setOnce }));
  expect(capacityOf(db, home.anna.id)).toEqual({ usual: 2, urgent: 3 });
});

test("who shares a language is offered first, until somebody else has waited long enough; nobody is hidden", async () => {
  const { db, youth } = home.helpline;
  const nl = await comesIn(home, "hoi", { language: "nl" });
  clock.pass(60_000);
  const en = await comesIn(home, "hi");
  const seen = () => waitingList(db, youth, "en", [1], ["en"]).map(({ id, spoken }) => [id, spoken]);
  expect(inLine(db).map(({ id }) => id)).toEqual([nl, en]);
  expect(seen()).toEqual([
    [en, true],
    [nl, false],
  ]);
  expect(await takesNext(home.anna)).toBe(en);
  clock.pass(14 * 60_000 + 1);
  const late = await comesIn(home, "hello");
  expect(seen()).toEqual([
    [nl, false],
    [late, true],
  ]);
  expect(await takesNext(home.anna)).toBe(nl);
});

test("who has left, who never was, and who may not take anybody", async () => {
  const id = await comesIn(home);
  const admin = await member(home.helpline, "ilse", "Ilse Maes", "Iris", ["admin"]);
  // What counts are the roles of now, not those of the page it was asked from.
  await expect(takes(home, { ...admin, roles: ["counsellor"] }, id)).rejects.toMatchObject({ code: "not_allowed" });
  await expect(takes(home, admin, id)).rejects.toMatchObject({ code: "not_allowed" });
  await youthEnds(home, id);
  await expect(takes(home, home.anna, id)).rejects.toMatchObject({ code: "ended" });
  await expect(takes(home, home.anna, 99)).rejects.toMatchObject({ code: "not_allowed" });
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
  const [chat] = ownChats(db, youth, home.anna.id, "fr", clock.now());
  expect(chat).toMatchObject({ unread: 2, lastWords: "are you there?", lastAuthor: "youth", ended: null });
  expect(chat!.waitingSince).toBe(clock.now() - 1_000);
  await annaSays(home, id, "yes");
  expect(ownChats(db, youth, home.anna.id, "fr", clock.now())[0]).toMatchObject({
    lastAuthor: "counsellor",
    waitingSince: null,
  });
});

test("whose the last words are is said to whoever did not write them", async () => {
  const { db, youth } = home.helpline;
  const id = await comesIn(home);
  await takes(home, home.anna, id);
  await annaSays(home, id, "yes");
  await act(home, home.bela, (tx, emit) => readAlong(tx, emit, { conversationId: id, staffId: home.bela.id }));
  expect(ownChats(db, youth, home.anna.id, "en", clock.now())[0]).toMatchObject({ lastWords: "yes", lastAlias: null });
  expect(ownChats(db, youth, home.bela.id, "en", clock.now())[0]).toMatchObject({
    lastWords: "yes",
    lastAlias: "Mika",
  });
});

test("full hands hear of somebody urgent only where one of their own lines has one, and never of a rehearsal", async () => {
  const { db } = home.helpline;
  const values = { ...lineValues(db, 1), name: "Night line", staffIds: [home.bela.id] };
  const night = await act(home, home.aino, (tx, emit) => addLine(tx, emit, values));
  await open(home, home.bela);
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "chatsAtOnce", value: 1 }));
  await takes(home, home.anna, await comesIn(home));
  const next = await comesIn(home);
  await comesIn(home, "help", { lineId: night, urgent: true });
  await comesIn(home, "is this on?", { urgent: true, rehearsal: true });
  await expect(takes(home, home.anna, next)).rejects.toMatchObject({ key: "error.full_hands" });
  await comesIn(home, "help", { urgent: true });
  await expect(takes(home, home.anna, next)).rejects.toMatchObject({ key: "error.full_hands_but_urgent" });
});

test("staff who cannot take chats see that somebody waits, but not what they wrote", async () => {
  await comesIn(home, "what Noor wrote first");
  const { db, youth } = home.helpline;
  expect(waitingList(db, youth, "en", [1])[0]!.firstWords).toBe("what Noor wrote first");
  expect(waitingList(db, youth, "en", [1], null, false)).toMatchObject([{ firstWords: null }]);
});
