import { beforeEach, expect, test } from "vitest";
import { readAlong } from "#src/conversation/colleagues/join.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { q } from "#src/db/schema.ts";
import type { Role } from "#src/events.ts";
import { agree, openEnded, stepOf } from "#src/retention/reading/opening.ts";
import type { WhyOpened } from "#src/retention/reading/openings.ts";
import { newlyAlone, review, shownAlone, toReview } from "#src/retention/reading/read-alone.ts";
import { setMember } from "#src/staff/accounts/member.ts";
import { type StaffMember, staffMember } from "#src/staff/staff.ts";
import { talking, youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act, heardSince } from "#tests/support/house/http.ts";

// SG14: of a chat that one person read alone everybody is told on their own pages, and somebody else looks at it. No mail can
// go in any of this. Béla is a supervisor, Aino an admin, Anna had the chat.

const minute = 60_000;
const hour = 60 * minute;

let clock: FakeClock;
let home: House;
let carl: StaffMember;
let id: number;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  carl = await member(home.helpline, "carl", "Carl Janssens", "Finch", ["supervisor"]);
  await open(home);
  id = await talking(home, "he waits at the gate");
});

const db = () => home.helpline.db;
const wants = (who: StaffMember, why: WhyOpened, alone = false) =>
  act(home, who, (tx, emit) => openEnded(tx, emit, { conversationId: id, member: who, why, alone }));
const becomes = async (who: StaffMember, ...roles: Role[]) => {
  await act(home, home.aino, (tx, emit) => setMember(tx, emit, { staffId: who.id, values: { roles } }));
  return staffMember(db(), who.id)!;
};
const ends = () => youthEnds(home, id);
/** They took over what Anna wanted to talk about after it, which is a part too. */
const talksWithAnna = (who: StaffMember) =>
  act(home, who, (tx) => tx.run(q.insertInto("debrief_taker").values({ conversation_id: id, staff_id: who.id })));
const readsAlong = (who: StaffMember) =>
  act(home, who, (tx, emit) => readAlong(tx, emit, { conversationId: id, staffId: who.id }));
const looks = (who: StaffMember, opening: number) =>
  act(home, who, (tx, emit) => review(tx, emit, { id: opening, member: who }));
/** What the pages of each say: how many they have to look at, and how many others there were. */
const told = (...people: StaffMember[]) =>
  people.map((who) => {
    const { toReview: theirs, told: others } = newlyAlone(db(), who, clock.now());
    return [theirs, others];
  });
const [nothing, isTold, mustLook] = [
  [0, 0],
  [0, 1],
  [1, 1],
];
const refused = { code: "not_allowed" };

test("nobody said yes: all other supervisors and admins are told, and a supervisor looks at it", async () => {
  await ends();
  await wants(home.bela, "danger");
  clock.pass(5 * minute);
  await wants(home.bela, "danger", true);
  expect(told(home.bela, carl, home.aino, home.anna)).toEqual([nothing, mustLook, isTold, nothing]);
  for (const who of [home.bela, home.aino, home.anna]) await expect(looks(who, 1)).rejects.toMatchObject(refused);
  // Whoever looks at it finds it as long as nobody has; to the others it is no news after 72 hours.
  clock.pass(72 * hour);
  expect(told(carl, home.aino)).toEqual([[1, 0], nothing]);
  const before = home.heard.length;
  await looks(carl, 1);
  expect(heardSince(home, before)).toEqual(["hold.reviewed"]);
  await expect(looks(carl, 1)).rejects.toMatchObject(refused);
  expect(told(carl, home.aino)).toEqual([nothing, nothing]);
  for (const who of [home.bela, carl, home.aino]) {
    expect(shownAlone(db(), who, clock.now())).toMatchObject([{ reviewedBy: carl.id, isReviewer: false }]);
  }
  clock.pass(28 * 24 * hour);
  expect(shownAlone(db(), home.aino, clock.now())).toEqual([]);
});

test("there was nobody else: an admin who had no part looks at it, as long as no supervisor could", async () => {
  await becomes(carl, "counsellor");
  const sven = await member(home.helpline, "sven", "Sven Berg", "Ash", ["admin"]);
  await ends();
  await wants(home.bela, "law");
  expect(told(home.bela, home.aino, sven, carl)).toEqual([nothing, mustLook, mustLook, nothing]);
  // Carl is a supervisor again, and had no part.
  carl = await becomes(carl, "supervisor");
  expect(told(home.aino, sven, carl)).toEqual([isTold, isTold, mustLook]);
  // Once somebody has, it is no news to anybody.
  await looks(carl, 1);
  expect(told(home.aino, sven, carl)).toEqual([nothing, nothing, nothing]);
});

test("something was wrong with it: nobody hears of it who had a part, and of the others one looks at it", async () => {
  await readsAlong(carl);
  const sven = await member(home.helpline, "sven", "Sven Berg", "Ash", ["admin"]);
  await talksWithAnna(home.aino);
  await ends();
  expect(stepOf(db(), home.bela, conversation(db(), id)!, "concern", clock.now())).toEqual({
    ...{ step: "read", alone: "nobody_else", follows: "reviewed" },
  });
  await wants(home.bela, "concern");
  expect(told(home.bela, carl, home.aino, home.anna, sven)).toEqual([nothing, nothing, nothing, nothing, mustLook]);
  for (const who of [carl, home.aino]) expect(shownAlone(db(), who, clock.now())).toEqual([]);
  const before = home.heard.length;
  await looks(sven, 1);
  // In the chain of what was wrong, which nobody reads who had a part.
  expect(heardSince(home, before)).toEqual(["concern.reviewed"]);
  expect(shownAlone(db(), sven, clock.now())).toMatchObject([{ why: "concern", reviewedBy: sven.id }]);
});

test("everybody else had a part: they are told, and nobody is said to look at it", async () => {
  await readsAlong(carl);
  await talksWithAnna(home.aino);
  await ends();
  const found = conversation(db(), id)!;
  expect(stepOf(db(), home.bela, found, "law", clock.now())).toMatchObject({ alone: "nobody_else", follows: "told" });
  expect(stepOf(db(), home.bela, found, "concern", clock.now())).toMatchObject({ follows: "nobody" });
  await wants(home.bela, "law");
  expect(told(carl, home.aino)).toEqual([isTold, isTold]);
  expect(toReview(db(), home.aino)).toEqual([]);
});

test("two who may be one: neither of them looks at it, nor whoever may be the same person while there is another", async () => {
  const invited = (name: string, roles: Role[]) =>
    member(home.helpline, name, `${name} Maes`, name, roles, "en", home.aino.id);
  const [mine, other, third] = [
    await invited("Lark", ["supervisor"]),
    await invited("Wren", ["supervisor"]),
    await invited("Tern", ["supervisor"]),
  ];
  for (const who of [home.bela, carl]) await becomes(who, "counsellor");
  const sven = await member(home.helpline, "sven", "Sven Berg", "Ash", ["admin"]);
  await ends();
  await wants(mine, "law");
  await act(home, other, (tx, emit) => agree(tx, emit, { conversationId: id, member: other, why: "law" }));
  await wants(mine, "law");
  expect(told(mine, other, third, home.aino, sven)).toEqual([nothing, nothing, isTold, isTold, mustLook]);
  // Without Sven there is nobody of other hands.
  await becomes(sven, "counsellor");
  expect(told(mine, other, third, home.aino)).toEqual([nothing, nothing, mustLook, isTold]);
});

test("whose words are gone is looked at by nobody any more: who had a part is not known then", async () => {
  await ends();
  await wants(home.bela, "danger");
  clock.pass(5 * minute);
  await wants(home.bela, "danger", true);
  await db().change("porchlight", (tx) => tx.run(q.updateTable("chat_opening").set({ conversation_id: null })));
  expect(told(carl, home.aino)).toEqual([nothing, nothing]);
});
