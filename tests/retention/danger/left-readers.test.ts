import { beforeEach, describe, expect, test } from "vitest";
import { join } from "#src/conversation/colleagues/join.ts";
import { raiseConcern } from "#src/conversation/complaint/complaint.ts";
import { q } from "#src/db/schema.ts";
import { leaveChat } from "#src/queue/handover/give-back.ts";
import { takeOver } from "#src/queue/handover/take-over.ts";
import { stepOf } from "#src/retention/reading/opening.ts";
import { lastReadAgain, readAgain } from "#src/retention/reading/openings.ts";
import { setMember } from "#src/staff/accounts/member.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { talking, youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act, heardSince } from "#tests/support/house/http.ts";
import { ownKey } from "#tests/support/keys/addresses.ts";
import { aboutDanger } from "#tests/support/rights/in-danger.ts";

// SG5: whoever leaves or deletes in danger is gone at once, and those on shift can still read what they wrote.

const minute = 60_000;
const canary = "he waits at the gate";

let clock: FakeClock;
let home: House;
/** A counsellor on shift who has no part in anything. */
let carl: StaffMember;
/** A supervisor of another line. */
let dora: StaffMember;
let at: ReturnType<typeof aboutDanger>;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await ownKey(home, home.bela);
  carl = await member(home.helpline, "carl", "Carl Janssens", "Finch", ["counsellor"]);
  dora = await member(home.helpline, "dora", "Dora Maes", "Heron", ["supervisor"]);
  for (const who of [home.anna, carl]) await open(home, who);
  at = aboutDanger(home);
});

const db = () => home.helpline.db;

describe("who reads it, and says that it is over", () => {
  let noor: number;
  beforeEach(async () => {
    noor = await talking(home, canary);
    await at.marks(noor);
  });
  const othersLine = () =>
    db().change("porchlight", (tx) => {
      tx.run(q.insertInto("line").values({ slug: "night", name: "Night", time_zone: "Europe/Paris", created_at: 0 }));
      for (const one of [home.anna, carl]) tx.run(q.insertInto("line_staff").values({ line_id: 1, staff_id: one.id }));
    });
  const away = (who: StaffMember, availability: "away" | "gone") =>
    act(home, who, (tx, emit) => setAvailability(tx, emit, { staffId: who.id, availability }));

  test("those on shift who serve its line, and supervisors of any; nobody else", async () => {
    const paul = await member(home.helpline, "paul", "Paul Maes", "Wren", ["counsellor"]);
    const sven = await member(home.helpline, "sven", "Sven Maes", "Owl", ["admin"]);
    const night = await member(home.helpline, "nils", "Nils Maes", "Crow", ["counsellor"]);
    for (const who of [night, sven]) await open(home, who);
    await othersLine();
    await youthEnds(home, noor);
    const may = [home.anna, carl, home.bela, dora];
    const mayNot = [paul, sven, night, home.aino];
    expect([...may, ...mayNot].map((who) => at.mayRead(who, noor))).toEqual([
      ...may.map(() => true),
      false,
      false,
      false,
      false,
    ]);
    for (const who of mayNot) {
      await expect(at.reads(who, noor)).rejects.toMatchObject({ code: "not_allowed" });
      await expect(at.says(who, noor)).rejects.toMatchObject({ code: "not_allowed" });
    }
    await away(carl, "away");
    expect(at.mayRead(carl, noor)).toBe(true);
    await away(carl, "gone");
    expect(at.mayRead(carl, noor)).toBe(false);
    // One that is not over, or whose danger is, is nobody's.
    const going = await talking(home, canary);
    expect(stepOf(db(), carl, at.found(going), "left", clock.now())).toBeNull();
    await at.says(dora, noor);
    expect(at.mayRead(home.bela, noor)).toBe(false);
    await expect(at.says(home.bela, noor)).rejects.toMatchObject({ code: "not_allowed" });
  });

  test("nobody who had a part before and was not there at its end; whoever sat at it to the end does", async () => {
    await act(home, home.bela, (tx, emit) => join(tx, emit, { conversationId: noor, staffId: home.bela.id }));
    await act(home, dora, (tx, emit) => takeOver(tx, emit, { conversationId: noor, staffId: dora.id }));
    await at.erases(noor);
    expect([home.anna, home.bela, dora, carl].map((who) => at.mayRead(who, noor))).toEqual([false, true, true, true]);
  });

  test("where the chat waited again, whoever had to leave it reads what they had read", async () => {
    const lost = { conversationId: noor, staffId: home.anna.id, why: "lost", isHeard: () => false } as const;
    await act(home, home.anna, (tx, emit) => leaveChat(tx, emit, lost));
    await at.goes(noor, "lost");
    expect(at.mayRead(home.anna, noor)).toBe(true);
  });

  test("what somebody said to be wrong changes nothing of who reads it, nor of what is heard and noted", async () => {
    const other = await talking(home, canary);
    await at.marks(other);
    await act(home, home.anna, (tx, emit) => raiseConcern(tx, emit, { conversationId: other, text: "he asked" }));
    const told = async (id: number) => {
      const since = home.heard.length;
      await at.erases(id);
      const may = [home.anna, home.bela, carl, dora].map((who) => at.mayRead(who, id));
      await at.reads(home.anna, id);
      await at.says(carl, id);
      return [may, heardSince(home, since)];
    };
    expect(await told(other)).toEqual(await told(noor));
    // For those who look into it the words are there, locked.
    expect(db().keyring.isSealed(other)).toBe(true);
  });

  test("nobody by a role that they gave to themselves since", async () => {
    await youthEnds(home, noor);
    clock.pass(minute);
    const roles = { roles: ["admin", "supervisor"] as ("admin" | "supervisor")[] };
    await act(home, home.aino, (tx, emit) =>
      setMember(tx, emit, { staffId: home.aino.id, values: roles, by: home.aino.id }),
    );
    expect(at.mayRead({ ...home.aino, ...roles }, noor)).toBe(false);
  });

  test("alone, and on the trail before a word is shown; whoever had it is told, and its young person was told before", async () => {
    await youthEnds(home, noor);
    const since = home.heard.length;
    expect(await at.reads(carl, noor)).toBe(true);
    expect(await at.reads(home.anna, noor)).toBe(true);
    expect(heardSince(home, since)).toEqual(["danger.opened", "danger.opened"]);
    const trail = db().all(q.selectFrom("audit").select(["actor", "object"]).where("action", "=", "danger.opened"));
    expect(trail.map(({ actor }) => actor)).toEqual([`staff:${carl.id}`, `staff:${home.anna.id}`]);
    // Nobody has to look at it afterwards, as where one person alone was the exception.
    const alone = db().all(q.selectFrom("chat_opening").select(["why", "alone"]));
    expect(alone).toEqual([carl, home.anna].map(() => ({ why: "left", alone: null })));
    expect(readAgain(db(), home.anna.id, 0)).toMatchObject([{ why: "left", askedBy: carl.id }]);
    expect(lastReadAgain(db(), noor)).toBeNull();
  });
});
