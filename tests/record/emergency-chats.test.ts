import { beforeEach, describe, expect, test } from "vitest";
import { subjectOf } from "#src/conversation/colleagues/colleagues.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { messages } from "#src/conversation/reading.ts";
import { markUrgent } from "#src/conversation/safety/risk.ts";
import { chatsNeedingOthers, urgencyOf } from "#src/conversation/safety/urgent.ts";
import { q } from "#src/db/schema.ts";
import { liveBarScene } from "#src/live/console/staff-shift.ts";
import { takeOver } from "#src/queue/handover/take-over.ts";
import { leftAlone } from "#src/queue/wait/unattended.ts";
import { eraseChat } from "#src/retention/erase.ts";
import { dueToGo } from "#src/retention/forget.ts";
import { isKept } from "#src/retention/safeguarding-hold.ts";
import { settings } from "#src/settings/settings.ts";
import { may } from "#src/staff/permissions.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { comesIn, takes, talking, youthEnds } from "#tests/support/house/chats.ts";
import { act } from "#tests/support/house/http.ts";
import { type EmergencyShift, emergencyShift } from "#tests/support/people/emergency.ts";

// What an emergency does to chats: to its own, which it marks and holds, and to the others of whoever is in it.

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
let { clock, home, kim, carl, declares, acknowledges, closes, heardSince } = {} as EmergencyShift;
beforeEach(async () => {
  ({ clock, home, kim, carl, declares, acknowledges, closes, heardSince } = await emergencyShift());
});

describe("the other chats of whoever is in an emergency", () => {
  const notices = (id: number) =>
    messages(home.helpline.db, id).flatMap(({ author, text }) => (author === "notice" ? [JSON.parse(text!)] : []));
  const needed = { key: "notice.needed", values: { alias: "Mika" } };
  const mayTake = (who: StaffMember, id: number) => {
    const { db } = home.helpline;
    return may(who, "conversation.take_over", subjectOf(db, conversation(db, id)!, clock.now()));
  };
  const offered = () => chatsNeedingOthers(home.helpline.db).map(({ one }) => one.id);

  test("are offered to colleagues at once, their young people read why, and one press takes them", async () => {
    const { db, staff } = home.helpline;
    const [noor, sam] = [await talking(home), await talking(home)];
    const ofCarl = await comesIn(home);
    await takes(home, carl, ofCarl);
    expect([mayTake(carl, sam), offered()]).toEqual([false, []]);
    const before = home.heard.length;
    const id = await declares(noor);
    expect(notices(sam)).toContainEqual(needed);
    for (const other of [noor, ofCarl]) expect(notices(other)).not.toContainEqual(needed);
    expect(heardSince(before).map(({ type }) => type)).toEqual([
      ...["emergency.declared", "conversation.risk_marked", "message.written", "help.asked"],
    ]);
    expect(offered()).toEqual([sam]);
    expect([mayTake(carl, sam), mayTake(carl, noor), mayTake(home.anna, ofCarl)]).toEqual([true, false, false]);
    const below = { lineIds: [1], language: "en" as const, now: clock.now() };
    expect(leftAlone(db, staff, below)).toContainEqual(
      expect.objectContaining({ id: sam, why: "needed", backAt: null }),
    );
    const wanted = (who: StaffMember) =>
      liveBarScene(home.helpline, who).takes?.help.map(({ id, needed, mayCome }) => [id, needed, mayCome]);
    expect(wanted(carl)).toEqual([
      [noor, false, true],
      [sam, true, true],
    ]);
    expect(wanted(home.anna)).toEqual([[noor, false, false]]);
    // Said once for each emergency, however often it is declared.
    await declares(noor);
    expect(notices(sam).filter(({ key }) => key === "notice.needed")).toHaveLength(1);
    await act(home, carl, (tx, emit) => takeOver(tx, emit, { conversationId: sam, staffId: carl.id }));
    expect([offered(), conversation(db, sam)!.counsellorId]).toEqual([[], carl.id]);
    expect(notices(sam).at(-1)).toMatchObject({ key: "notice.taken_over" });
    await closes(id);
    expect(urgencyOf(db, conversation(db, noor)!)).toBeNull();
  });

  test("go back to their counsellor with the end of it: by the record, by the end of the chat, and when another has it", async () => {
    const ends: ((chat: number, id: number) => Promise<unknown>)[] = [
      (_chat, id) => closes(id),
      (chat) => youthEnds(home, chat),
      (conversationId) => act(home, kim, (tx, emit) => takeOver(tx, emit, { conversationId, staffId: kim.id })),
    ];
    for (const over of ends) {
      const [noor, sam] = [await talking(home), await talking(home)];
      const id = await declares(noor);
      expect(offered()).toContain(sam);
      await over(noor, id);
      expect([offered(), mayTake(carl, sam)]).toEqual([[], false]);
      for (const one of [noor, sam]) await youthEnds(home, one);
      await acknowledges(id, home.bela);
    }
  });

  test("a rehearsal, a pause and a chat with an emergency of its own are not offered", async () => {
    const [noor, rehearsal, paused, other] = [
      await talking(home),
      await talking(home),
      await talking(home),
      await talking(home),
    ];
    await home.helpline.db.change("porchlight", (tx) => {
      tx.run(q.updateTable("conversation").set({ kind: "rehearsal" }).where("id", "=", rehearsal));
      tx.run(q.updateTable("conversation").set({ paused_at: tx.at }).where("id", "=", paused));
    });
    await declares(other);
    await declares(noor);
    expect(offered()).toEqual([]);
    for (const one of [rehearsal, paused]) expect(notices(one)).not.toContainEqual(needed);
  });
});

describe("a chat is held until the record of its emergency says what came of it", () => {
  const due = () => dueToGo(home.helpline.db, clock.now());

  test("its words stay beyond their days, and go with the record; a year is the longest", async () => {
    const { db } = home.helpline;
    const days = settings(db).retentionDays;
    const [chat, quiet, forgotten] = [await talking(home), await talking(home), await talking(home)];
    const id = await declares(chat);
    await declares(forgotten);
    for (const one of [chat, quiet, forgotten]) await youthEnds(home, one);
    clock.pass(days * dayMs + hourMs);
    expect(due()).toEqual([quiet]);
    expect([isKept(db, chat, clock.now()), isKept(db, quiet, clock.now())]).toEqual([true, false]);
    await closes(id);
    expect(due().sort()).toEqual([chat, quiet].sort());
    clock.pass(366 * dayMs);
    expect(due()).toContain(forgotten);
  });

  test("who deletes the chat meanwhile takes no word of it from those who help", async () => {
    const { db } = home.helpline;
    const [chat, quiet] = [await talking(home, "I took them"), await talking(home, "nothing")];
    await declares(chat);
    for (const one of [chat, quiet])
      await db.change(`conversation:${one}`, (tx, emit) => eraseChat(tx, emit, { conversationId: one }));
    const wordsOf = (id: number) =>
      db.all(q.selectFrom("message").select("seq").where("conversation_id", "=", id)).length;
    expect([wordsOf(chat) > 0, wordsOf(quiet)]).toEqual([true, 0]);
  });
});

describe("an urgent chat stays marked until a person says otherwise", () => {
  const urgencyIn = (id: number) => urgencyOf(home.helpline.db, conversation(home.helpline.db, id)!);
  const marks = (conversationId: number, present: boolean, who = home.anna) =>
    act(home, who, (tx, emit) => markUrgent(tx, emit, { conversationId, staffId: who.id, present }));

  test("what was ticked: by who writes in it, and back again; nobody else, and of no other chat", async () => {
    const [noor, quiet] = [await comesIn(home, "help", { urgent: true }), await talking(home)];
    await takes(home, home.anna, noor);
    expect([urgencyIn(noor), urgencyIn(quiet)]).toEqual(["danger", null]);
    for (const who of [carl, kim]) await expect(marks(noor, false, who)).rejects.toMatchObject({ code: "not_allowed" });
    await expect(marks(quiet, true)).rejects.toMatchObject({ code: "not_allowed" });
    const before = home.heard.length;
    await marks(noor, false);
    await marks(noor, false);
    expect(heardSince(before)).toEqual([
      { type: "conversation.urgent_marked", conversationId: noor, staffId: home.anna.id, present: false },
    ]);
    expect(urgencyIn(noor)).toBeNull();
    await marks(noor, true);
    expect(urgencyIn(noor)).toBe("danger");
    await youthEnds(home, noor);
    expect(urgencyIn(noor)).toBeNull();
    await expect(marks(noor, false)).rejects.toMatchObject({ code: "not_allowed" });
  });

  test("an emergency: by its record alone, also after the end, and with it what was ticked", async () => {
    const noor = await comesIn(home, "help", { urgent: true });
    await takes(home, home.anna, noor);
    const id = await declares(noor);
    await marks(noor, false);
    expect(urgencyIn(noor)).toBe("emergency");
    await marks(noor, true);
    await youthEnds(home, noor);
    expect(urgencyIn(noor)).toBe("emergency");
    await closes(id);
    expect(urgencyIn(noor)).toBeNull();
  });
});
