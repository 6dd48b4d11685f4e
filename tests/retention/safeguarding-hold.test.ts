import { beforeEach, describe, expect, test } from "vitest";
import { raiseConcern } from "#src/conversation/complaint/complaint.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { messages } from "#src/conversation/reading.ts";
import type { HoldReason } from "#src/conversation/state.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { q } from "#src/db/schema.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { noteOf } from "#src/record/reading.ts";
import { eraseChat } from "#src/retention/erase.ts";
import { stepOf } from "#src/retention/reading/opening.ts";
import {
  agreeToHeld,
  holdable,
  holdChat,
  holds,
  isKept,
  liftedMs,
  liftHold,
  openHeld,
  reasonsFor,
} from "#src/retention/safeguarding-hold.ts";
import { type StaffMember, staffMember } from "#src/staff/staff.ts";
import { comesIn, takes, talking, youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { endedChat, saves } from "#tests/support/house/records.ts";

// Words that a supervisor holds for safeguarding. Béla is one, and Carl.

const dayMs = 24 * 3_600_000;
let clock: FakeClock;
let files: OpenFiles;
let home: House;
let carl: StaffMember;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  ({ files } = home);
  carl = await member(home.helpline, "carl", "Carl Janssens", "Finch", ["supervisor"]);
  await open(home);
});

const db = () => home.helpline.db;
const holdsIt = (who: StaffMember, conversationId: number, days = 28, reason: HoldReason = "danger") =>
  act(home, who, (tx, emit) => holdChat(tx, emit, { conversationId, member: who, days, reason }));
const lifts = (who: StaffMember, conversationId: number) =>
  act(home, who, (tx, emit) => liftHold(tx, emit, { conversationId, member: who }));
const erases = (conversationId: number) => db().change("youth", (tx, emit) => eraseChat(tx, emit, { conversationId }));
const sweeps = () => runJob(home.helpline, jobs.find(({ name }) => name === "words kept long enough")!);
const audited = () =>
  db()
    .all(q.selectFrom("audit").select(["actor", "action", "after"]).where("action", "like", "hold.%").orderBy("id"))
    .map(({ actor, action, after }) => [actor, action, after && JSON.parse(after)]);

test("held words stay beyond their days until the hold is over, and go then; what was held is told for good", async () => {
  const [held, other] = [await endedChat(home), await endedChat(home)];
  await holdsIt(home.bela, held, 40);
  const until = clock.now() + 40 * dayMs;
  clock.pass(14 * dayMs);
  await sweeps();
  expect([conversation(db(), held), conversation(db(), other)]).toEqual([expect.anything(), undefined]);
  clock.pass(26 * dayMs - 1);
  await sweeps();
  expect(messages(db(), held)[0]!.text).toBe("hello");
  clock.pass(1);
  await sweeps();
  expect(conversation(db(), held)).toBeUndefined();
  expect(holds(db(), 9)).toMatchObject([
    { conversationId: null, staffId: home.bela.id, until, ended: { at: until, staffId: null } },
  ]);
  expect(audited()).toEqual([
    [`staff:${home.bela.id}`, "hold.set", { reason: "danger", until }],
    ["porchlight", "hold.lapsed", null],
  ]);
});

test("a hold of fewer days than the words are kept anyway takes nothing away from them", async () => {
  const id = await endedChat(home);
  await holdsIt(home.bela, id, 1);
  clock.pass(2 * dayMs);
  await sweeps();
  expect(conversation(db(), id)).toBeDefined();
});

test("lifted, the words stay a day, in which it can be held again; then they go", async () => {
  const id = await endedChat(home);
  await holdsIt(home.bela, id);
  clock.pass(20 * dayMs);
  await lifts(carl, id);
  clock.pass(liftedMs - 1);
  // Whoever deletes the chat meanwhile takes nothing of it away either.
  expect(isKept(home.helpline.db, id, clock.now())).toBe(true);
  await sweeps();
  await holdsIt(home.bela, id, 1);
  expect(holds(db(), 9).map(({ ended }) => ended?.staffId ?? null)).toEqual([null, carl.id]);
  await lifts(carl, id);
  clock.pass(liftedMs);
  await sweeps();
  expect(conversation(db(), id)).toBeUndefined();
  expect(audited().map(([, action]) => action)).toEqual(["hold.set", "hold.lifted", "hold.set", "hold.lifted"]);
});

test("it is held by whoever serves its line when it is over, for 1 to 365 days, and longer but never shorter", async () => {
  const id = await talking(home);
  const refused = { code: "not_allowed" };
  await expect(holdsIt(home.bela, id)).rejects.toMatchObject(refused);
  await youthEnds(home, id);
  await expect(holdsIt(home.bela, 99)).rejects.toMatchObject(refused);
  for (const days of [0, -1, 366, 1.5, Number.NaN]) {
    await expect(holdsIt(home.bela, id, days)).rejects.toMatchObject({ code: "bad_input", field: "days" });
  }
  await holdsIt(home.bela, id, 30);
  await expect(holdsIt(home.bela, id, 29)).rejects.toMatchObject({ field: "days" });
  await holdsIt(carl, id, 365, "law");
  expect(holds(db(), 9)).toMatchObject([{ staffId: carl.id, reason: "law", until: clock.now() + 365 * dayMs }]);
  await db().change("porchlight", (tx) => {
    tx.run(q.insertInto("line").values({ slug: "night", name: "Night", time_zone: "Europe/Paris", created_at: 0 }));
    tx.run(q.insertInto("line_staff").values({ line_id: 1, staff_id: carl.id }));
  });
  await expect(holdsIt(home.bela, id, 365)).rejects.toMatchObject(refused);
  expect(holdable(db(), home.bela, { from: 0, most: 9, at: clock.now() })).toEqual([]);
});

describe("held for danger, agreed to or left alone, whoever had the chat holds it longer for another reason", () => {
  const reads = (who: StaffMember, conversationId: number, alone = false) =>
    act(home, who, (tx, emit) => openHeld(tx, emit, { conversationId, member: who, alone }));
  const stepNow = (id: number) =>
    stepOf(db(), home.bela, conversation(db(), id)!, holds(db(), 9)[0]!.reason, clock.now());
  const kept = () => ({ staffId: home.bela.id, reason: "danger", until: clock.now() + 365 * dayMs });

  test("and those who may read it still do", async () => {
    const id = await endedChat(home);
    await holdsIt(home.bela, id);
    expect(await reads(home.bela, id)).toBe(false);
    await act(home, carl, (tx, emit) => agreeToHeld(tx, emit, { conversationId: id, member: carl }));
    await holdsIt(home.anna, id, 365, "law");
    expect(holds(db(), 9)).toMatchObject([kept()]);
    expect(audited().at(-1)).toEqual([
      `staff:${home.anna.id}`,
      "hold.set",
      expect.objectContaining({ reason: "danger" }),
    ]);
    expect(stepNow(id)).toEqual({ step: "read", alone: null });
    expect(await reads(home.bela, id)).toBe(true);
  });

  test("and whoever nobody has answered still reads alone", async () => {
    const id = await endedChat(home);
    await holdsIt(home.bela, id);
    await reads(home.bela, id);
    clock.pass(5 * 60_000);
    await holdsIt(home.anna, id, 365, "law");
    expect(holds(db(), 9)).toMatchObject([kept()]);
    expect(stepNow(id)).toMatchObject({ step: "alone" });
    expect(await reads(home.bela, id, true)).toBe(true);
  });

  test("and so a supervisor who had a part; whoever it is to open says anew why, and all say that somebody may be in danger", async () => {
    const id = await comesIn(home);
    await takes(home, home.bela, id);
    await youthEnds(home, id);
    await holdsIt(home.anna, id, 30, "law");
    const now = () => holds(db(), 9)[0]!;
    const found = conversation(db(), id)!;
    // The same sent twice is said once, whoever holds it.
    await holdsIt(home.bela, id, 40, "report");
    await holdsIt(home.bela, id, 40, "report");
    expect(now()).toMatchObject({ staffId: home.anna.id, reason: "law", until: clock.now() + 40 * dayMs });
    expect(audited()).toHaveLength(2);
    expect(reasonsFor(db(), home.bela, found, now())).toEqual(["danger", "law"]);
    await holdsIt(home.bela, id, 40, "danger");
    expect(now()).toMatchObject({ staffId: home.bela.id, reason: "danger" });
    expect(reasonsFor(db(), home.bela, found, now())).toEqual(["danger"]);
    expect(reasonsFor(db(), carl, found, now())).toEqual(["danger", "report", "law"]);
    await holdsIt(carl, id, 41, "report");
    expect(now()).toMatchObject({ staffId: carl.id, reason: "report" });
  });
});

test("whoever had a part in the chat lifts nothing", async () => {
  const id = await comesIn(home);
  await takes(home, home.bela, id);
  await youthEnds(home, id);
  await holdsIt(home.bela, id);
  await expect(lifts(home.bela, id)).rejects.toMatchObject({ code: "not_allowed", key: "error.hold_part" });
  for (const who of [home.anna, home.aino]) await expect(lifts(who, id)).rejects.toMatchObject({ code: "not_allowed" });
  await lifts(carl, id);
  await expect(lifts(carl, id)).rejects.toMatchObject({ code: "not_found" });
});

test("the hold is stronger than “Delete this chat”: words stay until it is over, everything else goes at once, and all goes then", async () => {
  const id = await endedChat(home, "he waits for me at school");
  const record = await saves(home, home.anna, { of: { conversationId: id }, note: "her uncle" });
  await holdsIt(home.bela, id, 20);
  await erases(id);
  expect(noteOf(db(), record)).toBeNull();
  clock.pass(19 * dayMs);
  await sweeps();
  expect(isKept(db(), id, clock.now())).toBe(true);
  expect(messages(db(), id)[0]!.text).toBe("he waits for me at school");
  clock.pass(dayMs);
  await sweeps();
  expect(conversation(db(), id)).toBeUndefined();
  expect(files.keys.prepare("SELECT count(*) FROM wrap").pluck().get()).toBe(0);
});

test("words that were deleted can be held by nobody", async () => {
  const id = await endedChat(home);
  await erases(id);
  await expect(holdsIt(home.bela, id)).rejects.toMatchObject({ code: "not_found" });
  expect(holdable(db(), home.bela, { from: 0, most: 9, at: clock.now() })).toEqual([]);
});

test("what something else keeps is offered no longer than was promised: nobody learns by it that something does", async () => {
  const [wrong, other] = [await endedChat(home), await endedChat(home)];
  await db().change("youth", (tx, emit) =>
    raiseConcern(tx, emit, { conversationId: wrong, text: "he asked where I live" }),
  );
  const offered = () => holdable(db(), home.bela, { from: 0, most: 9, at: clock.now() }).map(({ id }) => id);
  expect(offered()).toEqual([other, wrong]);
  clock.pass(14 * dayMs);
  await sweeps();
  expect([messages(db(), wrong)[0]!.text, conversation(db(), other)]).toEqual(["hello", undefined]);
  expect(offered()).toEqual([]);
});

test("what is not held is read by nobody that way, and what is held by nobody who may not", async () => {
  const id = await endedChat(home);
  const opens = (who: StaffMember) =>
    act(home, who, (tx, emit) => openHeld(tx, emit, { conversationId: id, member: who, alone: false }));
  await expect(opens(home.bela)).rejects.toMatchObject({ code: "not_allowed" });
  await holdsIt(home.bela, id);
  for (const who of [home.anna, home.aino]) await expect(opens(who)).rejects.toMatchObject({ code: "not_allowed" });
  // Another has to say yes (opening.test.ts).
  expect(await opens(staffMember(db(), carl.id)!)).toBe(false);
});
