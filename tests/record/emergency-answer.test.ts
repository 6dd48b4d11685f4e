import { beforeEach, describe, expect, test } from "vitest";
import { join, leave } from "#src/conversation/colleagues/join.ts";
import { q } from "#src/db/schema.ts";
import { barScene, liveBarScene } from "#src/live/console/staff-shift.ts";
import { takeOver } from "#src/queue/handover/take-over.ts";
import { notePhoned } from "#src/record/emergency.ts";
import { standingEmergencies, toPhone } from "#src/record/emergency-reading.ts";
import { setOwnPhone } from "#src/staff/accounts/own-phone.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { comesIn, takes, talking, youthEnds } from "#tests/support/house/chats.ts";
import { house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { type EmergencyShift, emergencyShift } from "#tests/support/people/emergency.ts";

// An emergency reaches those who answer for it, and stays until one of them says so.

const hourMs = 3_600_000;
let { clock, home, kim, carl, declares, acknowledges, closes, heardSince } = {} as EmergencyShift;
beforeEach(async () => {
  ({ clock, home, kim, carl, declares, acknowledges, closes, heardSince } = await emergencyShift());
});

/** What the bar says of emergencies to somebody, on the console and on any other page alike; null = nothing ever. */
function barOf(who: StaffMember, at = home) {
  const lines = (one: ReturnType<typeof barScene>["toAnswer"]) =>
    one?.emergencies.map(({ id, seenBy, mayAcknowledge }) => [id, seenBy, mayAcknowledge]) ?? null;
  const everywhere = lines(liveBarScene(at.helpline, who).toAnswer);
  expect(lines(barScene(at.helpline, who).toAnswer)).toEqual(everywhere);
  return everywhere;
}

/** Whom the bar asks somebody to phone, and by which number. */
const toPhoneIn = (who: StaffMember) =>
  barScene(home.helpline, who).toAnswer?.toPhone.map(({ id, counsellor, phone }) => [id, counsellor, phone]);

describe("a line in the bar of every supervisor", () => {
  test("whoever has joined already, through hand-over, leaving and a restart, until one of them has seen it", async () => {
    const chat = await talking(home);
    const beside = { conversationId: chat, staffId: home.bela.id };
    await act(home, home.bela, (tx, emit) => join(tx, emit, beside));
    const id = await declares(chat);
    for (const who of [home.bela, kim]) expect(barOf(who)).toEqual([[id, null, true]]);
    for (const who of [home.anna, carl, home.aino]) expect(barOf(who)).toBeNull();
    await act(home, home.bela, (tx, emit) => leave(tx, emit, beside));
    await act(home, kim, (tx, emit) => takeOver(tx, emit, { conversationId: chat, staffId: kim.id }));
    expect(barOf(home.bela)).toEqual([[id, null, true]]);
    clock.pass(2 * hourMs);
    const again = await house({ clock, files: home.files });
    expect(barOf(again.bela, again)).toEqual([[id, null, true]]);
    const before = home.heard.length;
    await acknowledges(id, home.bela);
    await acknowledges(id, kim);
    expect(heardSince(before)).toEqual([{ type: "emergency.acknowledged", emergencyId: id, staffId: home.bela.id }]);
    for (const who of [home.bela, kim]) expect(barOf(who)).toEqual([[id, "Luna", true]]);
    expect(
      home.helpline.db.all(
        q.selectFrom("audit").select(["actor", "object"]).where("action", "=", "emergency.acknowledged"),
      ),
    ).toEqual([{ actor: `staff:${home.bela.id}`, object: `emergency:${id}` }]);
    // Seen, it stands until its record says what came of it, or the chat is over.
    await youthEnds(home, chat);
    expect(barOf(kim)).toEqual([]);
  });

  test("the end of the chat takes none away that nobody has seen; what came of it does, but that somebody is to be phoned", async () => {
    const [chat, other] = [await talking(home), await talking(home)];
    const [id, second] = [await declares(chat), await declares(other)];
    for (const one of [chat, other]) await youthEnds(home, one);
    expect(barOf(kim)).toEqual([
      [id, null, true],
      [second, null, true],
    ]);
    expect(toPhoneIn(kim)).toEqual([]);
    await closes(id, "no_danger");
    await closes(second);
    expect([barOf(kim), toPhoneIn(kim), toPhoneIn(home.anna)]).toEqual([[], [[second, "Mika", null]], undefined]);
    await act(home, home.anna, (tx, emit) =>
      setOwnPhone(tx, emit, { staffId: home.anna.id, phone: "+32 470 00 00 22" }),
    );
    expect(toPhoneIn(kim)).toEqual([[second, "Mika", "+32 470 00 00 22"]]);
    await act(home, kim, (tx, emit) => notePhoned(tx, emit, { emergencyId: second, staffId: kim.id }));
    expect(toPhoneIn(home.bela)).toEqual([]);
  });

  test("the oldest stands first; seen, one goes with its record", async () => {
    const [first, second] = [await declares(await talking(home)), await declares(await talking(home))];
    await acknowledges(first, kim);
    expect(barOf(kim)).toEqual([
      [first, "Sol", true],
      [second, null, true],
    ]);
    await closes(first);
    expect(barOf(kim)).toEqual([[second, null, true]]);
  });

  test("nobody else says that they have seen it, and not who declared it, but for the only one who could", async () => {
    const chat = await comesIn(home);
    await takes(home, home.bela, chat);
    const id = await declares(chat, home.bela);
    expect(barOf(home.bela)).toEqual([[id, null, false]]);
    const before = home.heard.length;
    for (const who of [home.anna, carl, home.aino, home.bela])
      await expect(acknowledges(id, who)).rejects.toMatchObject({ code: "not_allowed" });
    await expect(acknowledges(99, kim)).rejects.toMatchObject({ code: "not_allowed" });
    expect(heardSince(before)).toEqual([]);
    await home.helpline.db.change("command line", (tx) =>
      tx.run(q.updateTable("staff").set({ deactivated_at: tx.at }).where("id", "=", kim.id)),
    );
    await acknowledges(id, home.bela);
    expect(standingEmergencies(home.helpline.db)[0]?.acknowledged?.staffId).toBe(home.bela.id);
  });

  test("those of before the upgrade stand in nobody's bar", async () => {
    const id = await declares(await talking(home));
    await home.helpline.db.change("command line", (tx) =>
      tx.run(q.updateTable("emergency").set({ acknowledged_at: tx.at, phoned_at: tx.at }).where("id", "=", id)),
    );
    await closes(id);
    expect([barOf(kim), toPhone(home.helpline.db, kim, clock.now())]).toEqual([[], 0]);
  });
});

describe("phoning the counsellor afterwards", () => {
  const phones = (emergencyId: number, who: StaffMember) =>
    act(home, who, (tx, emit) => notePhoned(tx, emit, { emergencyId, staffId: who.id }));
  const asked = (who: StaffMember) => toPhone(home.helpline.db, who, clock.now());

  test("is asked of every supervisor until one has, for a day at most, and never of oneself", async () => {
    const id = await declares(await talking(home));
    expect([home.bela, kim, home.anna, home.aino].map(asked)).toEqual([1, 1, 0, 0]);
    for (const who of [home.anna, carl, home.aino])
      await expect(phones(id, who)).rejects.toMatchObject({ code: "not_allowed" });
    const before = home.heard.length;
    await phones(id, kim);
    await phones(id, home.bela);
    expect(heardSince(before)).toEqual([{ type: "emergency.phoned", emergencyId: id, staffId: home.anna.id }]);
    expect([home.bela, kim].map(asked)).toEqual([0, 0]);
    const own = await comesIn(home);
    await takes(home, kim, own);
    const second = await declares(own, kim);
    expect([home.bela, kim].map(asked)).toEqual([1, 0]);
    await expect(phones(second, kim)).rejects.toMatchObject({ code: "not_allowed" });
    clock.pass(21 * hourMs);
    expect([home.bela, kim].map(asked)).toEqual([0, 0]);
  });

  test("is not asked where it was no emergency after all", async () => {
    const id = await declares(await talking(home));
    await closes(id, "no_danger");
    expect(asked(kim)).toBe(0);
  });
});
