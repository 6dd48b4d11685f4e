import { beforeEach, describe, expect, test } from "vitest";
import { raiseConcern } from "#src/conversation/complaint/complaint.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { q } from "#src/db/schema.ts";
import { agree, asksFor, openEnded, stepOf } from "#src/retention/reading/opening.ts";
import { lastReadAgain, readAgain, type WhyOpened } from "#src/retention/reading/openings.ts";
import { review, toReview } from "#src/retention/reading/read-alone.ts";
import { setMember } from "#src/staff/accounts/member.ts";
import { setOwnAddress } from "#src/staff/accounts/own-address.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { comesIn, takes, talking, youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act, heardSince } from "#tests/support/house/http.ts";
import { sendsTo } from "#tests/support/outside/post.ts";

// SG13 and SG14: keeping is not reading, and two read together where there are two.

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
  await youthEnds(home, id);
});

const db = () => home.helpline.db;
const step = (who: StaffMember, why: WhyOpened = "danger") =>
  stepOf(db(), who, conversation(db(), id)!, why, clock.now());
const wants = (who: StaffMember, why: WhyOpened = "danger", alone = false) =>
  act(home, who, (tx, emit) => openEnded(tx, emit, { conversationId: id, member: who, why, alone }));
const says = (who: StaffMember, why: WhyOpened = "danger") =>
  act(home, who, (tx, emit) => agree(tx, emit, { conversationId: id, member: who, why }));
const refused = { code: "not_allowed" };

test("one asks, another says yes, and then both read; each is heard in this order and stands on the trail before anything is shown", async () => {
  const before = home.heard.length;
  expect(step(home.bela)).toEqual({ step: "ask" });
  expect(await wants(home.bela)).toBe(false);
  expect(step(home.bela)).toEqual({ step: "wait" });
  expect(await wants(home.bela)).toBe(false);
  expect(step(carl)).toEqual({ step: "agree", asker: home.bela.id });
  expect(asksFor(db(), carl, clock.now()).map(({ conversationId }) => conversationId)).toEqual([id]);
  expect(asksFor(db(), home.bela, clock.now())).toEqual([]);
  // Whoever asks does not say yes to themselves.
  await expect(says(home.bela)).rejects.toMatchObject(refused);
  await says(carl);
  await says(carl);
  expect(asksFor(db(), carl, clock.now())).toEqual([]);
  expect(await wants(home.bela)).toBe(true);
  expect(await wants(carl)).toBe(true);
  expect(heardSince(home, before)).toEqual(["opening.asked", "opening.agreed", "hold.opened", "hold.opened"]);
  const trail = db().all(q.selectFrom("audit").select(["actor", "action"]).where("action", "like", "hold.%"));
  expect(trail.map(({ actor, action }) => `${actor} ${action}`)).toEqual([
    `staff:${home.bela.id} hold.asked`,
    `staff:${carl.id} hold.agreed`,
    `staff:${home.bela.id} hold.opened`,
    `staff:${carl.id} hold.opened`,
  ]);
  clock.pass(12 * hour);
  expect(step(home.bela)).toEqual({ step: "ask" });
});

test("a yes for one reason opens for no other, and nobody’s after a day", async () => {
  await wants(home.bela, "report");
  expect(step(carl, "law")).toEqual({ step: "ask" });
  await says(carl, "report");
  expect(step(home.bela, "law")).toEqual({ step: "ask" });
  expect(step(home.bela, "report")).toEqual({ step: "read", alone: null });
  await wants(home.bela, "law");
  clock.pass(24 * hour);
  expect(step(carl, "law")).toEqual({ step: "ask" });
  await expect(says(carl, "law")).rejects.toMatchObject(refused);
});

test("said later that somebody may be in danger, it stays open to those who read it for another reason; but not those who only asked", async () => {
  await wants(home.bela, "report");
  clock.pass(5 * minute);
  expect(step(home.bela)).toEqual({ step: "ask" });
  await says(carl, "report");
  for (const who of [home.bela, carl]) expect(step(who)).toEqual({ step: "read", alone: null });
  await wants(home.bela);
  expect(home.heard.at(-1)!.type).toBe("hold.opened");
  expect(step(home.bela, "concern")).toEqual({ step: "ask" });
});

test("where nobody says yes for five minutes and somebody may be in danger, one reads alone, and another looks at it", async () => {
  await wants(home.bela);
  clock.pass(5 * minute - 1);
  expect(step(home.bela)).toEqual({ step: "wait" });
  expect(await wants(home.bela, "danger", true)).toBe(false);
  clock.pass(1);
  expect(step(home.bela)?.step).toBe("alone");
  expect(await wants(home.bela)).toBe(false);
  expect(await wants(home.bela, "danger", true)).toBe(true);
  expect(home.heard.map(({ type }) => type)).toContain("hold.opened_alone");
  expect(toReview(db(), home.bela)).toEqual([]);
  const [alone] = toReview(db(), carl);
  expect(alone).toMatchObject({ conversationId: id, askedBy: home.bela.id, alone: "no_answer" });
  await expect(
    act(home, home.bela, (tx, emit) => review(tx, emit, { id: alone!.id, member: home.bela })),
  ).rejects.toMatchObject(refused);
  await act(home, carl, (tx, emit) => review(tx, emit, { id: alone!.id, member: carl }));
  expect(toReview(db(), carl)).toEqual([]);
});

test("that one read alone, every other supervisor and admin is told by mail; of something that was wrong nobody who had a part", async () => {
  await sendsTo(home, 25);
  for (const who of [home.anna, home.bela, carl, home.aino]) {
    const own = { staffId: who.id, address: `${who.signInName}@example.org`, digest: false, trail: false };
    await act(home, who, (tx, emit) => setOwnAddress(tx, emit, own));
  }
  await wants(home.bela);
  clock.pass(5 * minute);
  await wants(home.bela, "danger", true);
  const letters = () =>
    db()
      .all(q.selectFrom("mail").select(["id", "body"]).where("purpose", "in", ["read_alone", "concern"]).orderBy("id"))
      .map(({ id, body }) => JSON.parse(db().keyring.mails.open(id, body!)!));
  expect(letters().map(({ to }) => to)).toEqual(["carl@example.org", "aino@example.org"]);
  expect(JSON.stringify(letters())).not.toMatch(/gate|Luna|Peeters/);
  // Read again, they are told nothing new.
  await wants(home.bela, "danger", true);
  expect(letters()).toHaveLength(2);

  // Carl had a part in the next one, and says nothing was wrong with it.
  const other = await comesIn(home);
  await open(home, carl);
  await takes(home, carl, other);
  await youthEnds(home, other);
  id = other;
  await wants(home.bela, "concern");
  expect(letters().map(({ to }) => to)).toEqual(["carl@example.org", "aino@example.org", "aino@example.org"]);
});

test("read by two half a day ago, and by one alone now: that is another reading, and told", async () => {
  await wants(home.bela, "report");
  await says(carl, "report");
  await wants(home.bela, "report");
  clock.pass(12 * hour);
  await act(home, home.aino, (tx, emit) =>
    setMember(tx, emit, { staffId: carl.id, values: { roles: ["counsellor"] } }),
  );
  await wants(home.bela, "report");
  expect(home.heard.at(-1)!.type).toBe("hold.opened_alone");
  expect(toReview(db(), home.aino)).toHaveLength(1);
});

test("for no other reason does anybody read alone while there is another", async () => {
  await wants(home.bela, "report");
  clock.pass(10 * minute);
  expect(step(home.bela, "report")).toEqual({ step: "wait" });
  expect(await wants(home.bela, "report", true)).toBe(false);
});

test("where a line has one supervisor they read alone, and that is noted", async () => {
  await act(home, home.aino, (tx, emit) =>
    setMember(tx, emit, { staffId: carl.id, values: { roles: ["counsellor"] } }),
  );
  expect(step(home.bela)).toEqual({ step: "read", alone: "nobody_else", follows: "reviewed" });
  expect(await wants(home.bela)).toBe(true);
  expect(home.heard.slice(-2).map(({ type }) => type)).toEqual(["hold.opened", "hold.opened_alone"]);
  // Read again within the day, they are told nothing new.
  expect(await wants(home.bela)).toBe(true);
  expect(home.heard.filter(({ type }) => type === "hold.opened_alone")).toHaveLength(1);
});

describe("who it is not for", () => {
  test("whoever had a part, in danger too, and no counsellor or admin", async () => {
    const other = await comesIn(home);
    await open(home, home.bela);
    await takes(home, home.bela, other);
    await youthEnds(home, other);
    const found = conversation(db(), other)!;
    for (const why of ["danger", "report", "law", "concern"] as const) {
      expect(stepOf(db(), home.bela, found, why, clock.now())).toBe(null);
      expect(stepOf(db(), carl, found, why, clock.now())).toMatchObject({ step: "read", alone: "nobody_else" });
      for (const who of [home.anna, home.aino]) expect(step(who, why)).toBe(null);
    }
    await expect(wants(home.anna)).rejects.toMatchObject(refused);
  });

  test("whoever serves another line, but for what was wrong", async () => {
    await db().change("porchlight", (tx) => {
      tx.run(q.insertInto("line").values({ slug: "night", name: "Night", time_zone: "Europe/Paris", created_at: 0 }));
      tx.run(q.insertInto("line_staff").values({ line_id: 1, staff_id: carl.id }));
    });
    expect(step(home.bela)).toBe(null);
    expect(step(carl)).toMatchObject({ step: "read", alone: "nobody_else" });
    expect(step(home.bela, "concern")).toEqual({ step: "ask" });
  });

  test("whoever made themselves a supervisor after it began; what begins after that is", async () => {
    clock.pass(minute);
    const roles = { roles: ["admin", "supervisor"] as ("admin" | "supervisor")[] };
    await act(home, home.aino, (tx, emit) =>
      setMember(tx, emit, { staffId: home.aino.id, values: roles, by: home.aino.id }),
    );
    expect(step({ ...home.aino, ...roles })).toBe(null);
    await expect(wants(home.aino)).rejects.toMatchObject(refused);
    clock.pass(minute);
    const later = await talking(home);
    await youthEnds(home, later);
    const aino = { ...home.aino, ...roles };
    expect(stepOf(db(), aino, conversation(db(), later)!, "danger", clock.now())).toEqual({ step: "ask" });
  });

  test("nobody’s while it goes on", async () => {
    const going = await talking(home);
    expect(stepOf(db(), home.bela, conversation(db(), going)!, "danger", clock.now())).toBe(null);
  });
});

test("whoever had it is told, and its young person; of something that was wrong only the latter", async () => {
  await act(home, home.aino, (tx, emit) =>
    setMember(tx, emit, { staffId: carl.id, values: { roles: ["counsellor"] } }),
  );
  await act(home, home.anna, (tx, emit) => raiseConcern(tx, emit, { conversationId: id, text: "" }));
  await wants(home.bela, "concern");
  expect(readAgain(db(), home.anna.id, 0)).toEqual([]);
  expect(lastReadAgain(db(), id)).toBe(clock.now());
  clock.pass(minute);
  await wants(home.bela, "report");
  expect(readAgain(db(), home.anna.id, 0)).toMatchObject([{ why: "report", openedAt: clock.now() }]);
  expect(readAgain(db(), carl.id, 0)).toEqual([]);
});
