import { beforeEach, expect, test } from "vitest";
import { allowedIn, besideWhich, colleaguesOf, readersOf } from "#src/conversation/colleagues/colleagues.ts";
import { join, leave, readAlong } from "#src/conversation/colleagues/join.ts";
import { setColleague } from "#src/conversation/colleagues/rights.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { chatDraft, keepDraft } from "#src/conversation/messages/draft.ts";
import { writeAsCounsellor } from "#src/conversation/messages/writing.ts";
import { messages } from "#src/conversation/reading.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { ownChats } from "#src/queue/overview.ts";
import { account, type MemberValues } from "#src/staff/accounts/member.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { annaSays, talking, youthEnds, youthSays } from "#tests/support/house/chats.ts";
import { evening, type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, heardSince } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";

let clock: FakeClock;
let home: House;
let id: number;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await open(home);
  id = await talking(home, "it is bad again");
});

type Verb = typeof join;
const does = (who: StaffMember, verb: Verb) =>
  act(home, who, (tx, emit) => verb(tx, emit, { conversationId: id, staffId: who.id }));
const says = (who: StaffMember, text: string) =>
  act(home, who, (tx, emit) =>
    writeAsCounsellor(tx, emit, { conversationId: id, staffId: who.id, clientId: newClientId(), text }),
  );
const notices = () =>
  messages(home.helpline.db, id)
    .filter((one) => one.author === "notice")
    .map((one) => JSON.parse(one.text!));
const beside = () => colleaguesOf(home.helpline.db, id).map(({ staffId, kind }) => `${staffId} ${kind}`);
const readersAtEnd = () =>
  readersOf(home.helpline.db, conversation(home.helpline.db, id)!, clock.now(), true).map(({ alias }) => alias);
const sets = (values: Partial<MemberValues>) =>
  act(home, home.aino, (tx, emit) => setColleague(tx, emit, { staffId: home.bela.id, values }));
const readers = () =>
  readersOf(home.helpline.db, conversation(home.helpline.db, id)!, clock.now()).map(({ alias }) => alias);

test("a supervisor joins: the young person is told by the alias, both write, and Anna stays the counsellor", async () => {
  await does(home.bela, join);
  expect(beside()).toEqual([`${home.bela.id} joined`]);
  expect(notices().at(-1)).toEqual({ key: "notice.joined", values: { alias: "Luna" } });
  await says(home.bela, "Hi, I am Luna.");
  await annaSays(home, id, "We are both here.");
  const said = messages(home.helpline.db, id).filter((one) => one.author === "counsellor");
  expect(said.map(({ alias, text }) => `${alias}: ${text}`)).toEqual([
    "Luna: Hi, I am Luna.",
    "Mika: We are both here.",
  ]);
  expect(conversation(home.helpline.db, id)!.counsellorId).toBe(home.anna.id);
  const list = ownChats(home.helpline.db, home.helpline.youth, home.bela.id, "en", evening.now());
  expect(list.map((one) => [one.id, one.with, one.waitingSince])).toEqual([[id, "Mika", null]]);
});

test("joining and reading along twice is once, and leaving twice too", async () => {
  const before = home.heard.length;
  await does(home.bela, readAlong);
  await does(home.bela, readAlong);
  await does(home.bela, join);
  await does(home.bela, join);
  await does(home.bela, leave);
  await does(home.bela, leave);
  const said = heardSince(home, before).filter((type) => type.startsWith("conversation."));
  expect(said).toEqual(["conversation.read_along", "conversation.joined", "conversation.left"]);
  expect(notices().map(({ key }) => key)).toEqual(["notice.claimed", "notice.joined", "notice.left"]);
  expect(notices().at(-1).values).toEqual({ alias: "Luna", colleague: "Mika" });
});

test("whoever reads along writes nothing, and the young person is told nothing", async () => {
  await does(home.bela, readAlong);
  expect(readers()).toEqual(["Mika", "Luna"]);
  await expect(says(home.bela, "a word")).rejects.toMatchObject({ code: "not_allowed" });
  const typing = act(home, home.bela, (tx) => keepDraft(tx, { conversationId: id, staffId: home.bela.id, text: "x" }));
  await expect(typing).rejects.toMatchObject({ code: "not_allowed" });
  await does(home.bela, leave);
  expect(readers()).toEqual(["Mika"]);
  expect(notices().map(({ key }) => key)).toEqual(["notice.claimed"]);
  expect(rows<{ action: string }>(home.files, "audit").map(({ action }) => action)).toEqual(
    expect.arrayContaining(["conversation.read_along", "conversation.left"]),
  );
});

test("a counsellor joins nobody unasked, and an admin nobody at all", async () => {
  const { helpline } = home;
  await expect(does(home.aino, join)).rejects.toMatchObject({ code: "not_allowed" });
  await expect(does(home.aino, readAlong)).rejects.toMatchObject({ code: "not_allowed" });
  expect(colleaguesOf(helpline.db, id)).toEqual([]);
});

test("everything ends with the end, and who was there can still be told", async () => {
  await does(home.bela, join);
  await says(home.bela, "hello");
  clock.pass(1000);
  await youthEnds(home, id);
  expect(besideWhich(home.helpline.db, home.bela.id)).toEqual([]);
  expect(readers()).toEqual(["Mika"]);
  expect(readersAtEnd()).toEqual(["Mika", "Luna"]);
  await expect(says(home.bela, "one more")).rejects.toMatchObject({ code: "not_allowed" });
  await expect(does(home.bela, readAlong)).rejects.toMatchObject({ code: "not_allowed" });
  await does(home.bela, leave);
  expect(rows<{ staff_id: number }>(home.files, "conversation_colleague").map((one) => one.staff_id)).toEqual([
    home.bela.id,
  ]);
});

test("a supervisor who is one no more reads no word from that moment on", async () => {
  await does(home.bela, readAlong);
  const values = { ...account(home.helpline.db, home.bela.id)!.values, roles: ["counsellor" as const] };
  await sets(values);
  expect(readers()).toEqual(["Mika"]);
  expect(beside()).toEqual([]);
  const asks = act(home, home.bela, (tx) =>
    allowedIn(tx, { conversationId: id, staffId: home.bela.id }, "conversation.read"),
  );
  await expect(asks).rejects.toMatchObject({ code: "not_allowed" });
});

test.each<[string, Partial<MemberValues>]>([
  ["lost the role that brought them there", { roles: ["counsellor"] }],
  ["has no account any more", { closed: true }],
])("whoever joined and %s goes, and the young person is told", async (_, values) => {
  await does(home.bela, join);
  await sets(values);
  expect(beside()).toEqual([]);
  expect(notices().at(-1)).toEqual({ key: "notice.left", values: { alias: "Luna", colleague: "Mika" } });
});

test("in a chat one joined, the alias stays, and what else changes sends nobody away", async () => {
  await does(home.bela, join);
  await expect(sets({ alias: "Sparrow" })).rejects.toMatchObject({ key: "error.alias_in_chat", field: "alias" });
  await sets({ roles: ["supervisor"], languages: ["fi"] });
  expect(beside()).toEqual([`${home.bela.id} joined`]);
  await does(home.bela, leave);
  await sets({ alias: "Sparrow" });
});

test("what is unread is counted for each: what Luna read, Mika may not have", async () => {
  await does(home.bela, join);
  await youthSays(home, id, "hello?");
  await says(home.bela, "I’m here");
  const unread = (who: StaffMember) =>
    ownChats(home.helpline.db, home.helpline.youth, who.id, "en", evening.now())[0]!.unread;
  expect([unread(home.anna), unread(home.bela)]).toEqual([2, 0]);
});

test("their own drafts stay apart", async () => {
  await does(home.bela, join);
  for (const [who, text] of [
    [home.anna, "from Anna"],
    [home.bela, "from Béla"],
  ] as const)
    await act(home, who, (tx) => keepDraft(tx, { conversationId: id, staffId: who.id, text }));
  const kept = (who: StaffMember) => chatDraft(home.helpline.db, { conversationId: id, staffId: who.id });
  expect([kept(home.anna), kept(home.bela)]).toEqual(["from Anna", "from Béla"]);
});
