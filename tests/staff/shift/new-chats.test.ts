import { beforeEach, expect, test } from "vitest";
import { join } from "#src/conversation/colleagues/join.ts";
import { q } from "#src/db/schema.ts";
import { takeOver } from "#src/queue/handover/take-over.ts";
import { comeBackToShift, setAvailability } from "#src/staff/shift/availability.ts";
import { offNewChats, setNewChats } from "#src/staff/shift/new-chats.ts";
import { availabilityOf, type StaffMember } from "#src/staff/staff.ts";
import { annaSays, comesIn, takes, talking } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { namesLead } from "#tests/support/rights/lead.ts";

const off = { code: "not_allowed", key: "error.new_chats_off" };
let clock: FakeClock;
let home: House;
let dora: StaffMember;
let sven: StaffMember;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  dora = await namesLead(home);
  sven = await member(home.helpline, "sven", "Sven Berg", "Ash", ["admin"]);
  await open(home);
});

const sets = (by: StaffMember, takesNew: boolean, who = home.anna) =>
  act(home, by, (tx, emit) => setNewChats(tx, emit, { staffId: who.id, by: by.id, takes: takesNew }));
const says = (availability: "available" | "away" | "gone", who = home.anna) =>
  act(home, who, (tx, emit) => setAvailability(tx, emit, { staffId: who.id, availability }));

test("whoever is off new chats is away, keeps the chats they have, and takes no other in any way", async () => {
  const own = await talking(home);
  await open(home, home.bela);
  const belas = await comesIn(home);
  await takes(home, home.bela, belas);
  const next = await comesIn(home);
  await sets(dora, false);
  expect(availabilityOf(home.helpline.db, home.anna.id)).toBe("away");
  await annaSays(home, own, "I am still here");
  await expect(says("available")).rejects.toMatchObject(off);
  await expect(takes(home, home.anna, next)).rejects.toMatchObject(off);
  await sets(dora, true);
  // Lifted, they are away until they say otherwise.
  expect(availabilityOf(home.helpline.db, home.anna.id)).toBe("away");
  await says("available");
  await takes(home, home.anna, next);
});

test("nor does a supervisor come to anybody's side, or take their chat over", async () => {
  const chat = await talking(home);
  await sets(dora, false, home.bela);
  const comes = () =>
    act(home, home.bela, (tx, emit) => join(tx, emit, { conversationId: chat, staffId: home.bela.id }));
  await expect(comes()).rejects.toMatchObject(off);
  const takesOver = () =>
    act(home, home.bela, (tx, emit) => takeOver(tx, emit, { conversationId: chat, staffId: home.bela.id }));
  await expect(takesOver()).rejects.toMatchObject(off);
});

test("who was not heard for a moment comes back away", async () => {
  await says("gone");
  await sets(dora, false);
  home.helpline.staff.touched(home.anna.id);
  await act(home, home.anna, (tx, emit) => comeBackToShift(tx, emit, { staffId: home.anna.id }));
  expect(availabilityOf(home.helpline.db, home.anna.id)).toBe("away");
});

test("supervisors, admins and leads do it; each lifts what they have set, a lead all of it, and nobody their own", async () => {
  await expect(sets(home.anna, false, home.bela)).rejects.toMatchObject({ code: "not_allowed" });
  await expect(sets(home.bela, false, home.bela)).rejects.toMatchObject({ code: "not_allowed" });
  await sets(home.bela, false);
  await expect(sets(home.aino, true)).rejects.toMatchObject({ key: "error.new_chats_other" });
  await sets(home.bela, true);
  await expect(sets(home.aino, false, home.aino)).rejects.toMatchObject({ code: "not_allowed" });
  await expect(sets(sven, false, dora)).rejects.toMatchObject({ code: "not_allowed" });
  await sets(sven, false);
  await sets(dora, false);
  await sets(dora, false);
  await expect(sets(home.aino, true)).rejects.toMatchObject({ key: "error.new_chats_other" });
  await sets(sven, true);
  expect(offNewChats(home.helpline.db)).toMatchObject([{ staffId: home.anna.id, setBy: dora.id }]);
  await expect(says("available")).rejects.toMatchObject(off);
  await sets(sven, false);
  await sets(dora, true);
  expect(offNewChats(home.helpline.db)).toEqual([]);
});

test("the trail says that somebody in charge did it, whoever it was", async () => {
  const entries = () => home.helpline.db.all(q.selectFrom("audit").select(["actor", "action", "object", "after"]));
  const before = entries().length;
  await sets(dora, false);
  const byLead = entries().slice(before);
  await sets(dora, true);
  await says("available");
  const again = entries().length;
  await sets(sven, false);
  expect(entries().slice(again)).toEqual(byLead);
  await sets(sven, true);
  await says("available");
  const last = entries().length;
  await sets(home.bela, false);
  expect(entries().slice(last)).toEqual(byLead);
  expect(byLead).toEqual([
    { actor: "in charge", action: "staff.new_chats", object: `staff:${home.anna.id}`, after: "off" },
  ]);
});
