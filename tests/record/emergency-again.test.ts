import { beforeEach, expect, test } from "vitest";
import { helpAskedIn } from "#src/conversation/colleagues/help.ts";
import { takeBackHelp } from "#src/conversation/colleagues/help-wanted.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { hasOpenEmergency, urgencyOf } from "#src/conversation/safety/urgent.ts";
import { q } from "#src/db/schema.ts";
import { emergencyScene } from "#src/live/chat/emergency-data.ts";
import { barScene, liveBarScene } from "#src/live/console/staff-shift.ts";
import { acknowledgeEmergency, declareEmergency, notePhoned, saveEmergency } from "#src/record/emergency.ts";
import { type EmergencySaid, emergencyById, emergencyNote, toPhone } from "#src/record/emergency-reading.ts";
import { isKept } from "#src/retention/safeguarding-hold.ts";
import { setOwnPhone } from "#src/staff/accounts/own-phone.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { type FakeClock, type House, member, open } from "#tests/support/house/helpline.ts";
import { act, give, youth } from "#tests/support/house/http.ts";
import { getsCode, otherPhone } from "#tests/support/people/codes.ts";
import { type OnCallHouse, onCallHouse } from "#tests/support/people/on-call.ts";

// The danger is over, and the chat goes on or is opened again; then there is danger once more.

const minute = 60_000;
let at: OnCallHouse;
let home: House;
let clock: FakeClock;
let kim: StaffMember;
let noor: Awaited<ReturnType<typeof youth>>;

beforeEach(async () => {
  at = await onCallHouse();
  ({ home, clock } = at);
  kim = await member(home.helpline, "kim", "Kim Maes", "Sol", ["counsellor", "supervisor"]);
  await open(home);
  noor = await youth(home, "I took something");
  await give(home, noor.id, home.anna);
});

const declares = (who = home.anna) =>
  act(home, who, (tx, emit) => declareEmergency(tx, emit, { conversationId: noor.id, staffId: who.id }));
const acknowledges = (emergencyId: number, who = home.bela) =>
  act(home, who, (tx, emit) => acknowledgeEmergency(tx, emit, { emergencyId, staffId: who.id }));
const phones = (emergencyId: number, who = home.bela) =>
  act(home, who, (tx, emit) => notePhoned(tx, emit, { emergencyId, staffId: who.id }));
const said: EmergencySaid = { decidedBy: null, informed: ["adult"], passed: [], told: "before", outcome: null };
const closes = (id: number, outcome: EmergencySaid["outcome"] = "safe_without") =>
  act(home, home.bela, (tx, emit) =>
    saveEmergency(tx, emit, { member: home.bela, id, said: { ...said, outcome }, note: "Her mother is with her." }),
  );
const chat = () => conversation(home.helpline.db, noor.id)!;
/** What stands in the bar of a supervisor, on the console and on any other page alike. */
function barOf(who: StaffMember) {
  const [here, elsewhere] = [barScene(home.helpline, who), liveBarScene(home.helpline, who)].map((one) =>
    one.toAnswer?.emergencies.map(({ id, seenBy, mayAcknowledge }) => [id, seenBy, mayAcknowledge]),
  );
  expect(here).toEqual(elsewhere);
  return here;
}

/** Declared at one moment, seen, and over fifteen minutes later. */
async function first(): Promise<number> {
  const id = await declares();
  await at.look();
  await acknowledges(id);
  const own = { conversationId: noor.id, staffId: home.anna.id };
  await act(home, home.anna, (tx, emit) => takeBackHelp(tx, emit, own));
  await at.pass(15);
  await closes(id);
  await phones(id);
  expect([barOf(home.bela), helpAskedIn(home.helpline.db, noor.id), urgencyOf(home.helpline.db, chat())]).toEqual([
    [],
    undefined,
    null,
  ]);
  return id;
}

/** It is an emergency like any other, and the one before it stays what it was. */
async function isAnother(before: number, id: number) {
  const { db } = home.helpline;
  expect(id).not.toBe(before);
  for (const who of [home.bela, kim]) expect(barOf(who)).toEqual([[id, null, true]]);
  expect(helpAskedIn(db, noor.id)).toMatchObject({ staffId: home.anna.id, urgent: true });
  expect([urgencyOf(db, chat()), hasOpenEmergency(db, noor.id)]).toEqual(["emergency", true]);
  expect(emergencyScene(home.helpline, chat(), home.anna)).toMatchObject({
    declared: { id, at: clock.now(), over: false },
    phone: { alias: "Luna" },
  });
  expect(isKept(db, noor.id, clock.now())).toBe(true);
  expect(toPhone(db, kim, clock.now())).toBe(1);
  expect(emergencyById(db, before)).toMatchObject({ outcome: "safe_without", informed: ["adult"], told: "before" });
  expect(emergencyById(db, id)).toMatchObject({
    outcome: null,
    informed: [],
    told: null,
    acknowledged: null,
    note: "none",
  });
  expect(emergencyNote(db, before)).toBe("Her mother is with her.");
  const told = at.told().length;
  await at.look();
  expect(at.told().slice(told)).toEqual(["emergency"]);
  const rows = db.all(q.selectFrom("audit").select(["action", "object"]).where("action", "=", "emergency.declared"));
  expect(rows.map(({ object }) => object)).toEqual([`emergency:${before}`, `emergency:${id}`]);
}

beforeEach(async () => {
  await act(home, home.bela, (tx, emit) => setOwnPhone(tx, emit, { staffId: home.bela.id, phone: "+32 470 00 00 11" }));
});

test("it is declared again in a chat that goes on: seen by nobody, help is asked for, whoever is on call is told", async () => {
  const before = await first();
  expect(emergencyScene(home.helpline, chat(), home.anna)).toMatchObject({
    declared: { id: before, over: true },
    phone: null,
  });
  await at.pass(30);
  await isAnother(before, await declares());
  // Twice is once, until this one is over too.
  expect(await declares()).not.toBe(before);
  expect(barOf(kim)).toHaveLength(1);
});

test("and in one that was left fast and opened again by its code", async () => {
  const code = await getsCode(noor);
  const before = await first();
  expect((await noor.get("/leave")).status).toBe(303);
  await at.pass(20);
  home.helpline.staff.touched(home.anna.id);
  expect((await otherPhone(home, code)).answer.to).toBe("/");
  await give(home, noor.id, home.anna);
  await at.look();
  await isAnother(before, await declares());
});

test("what the record of one says ends that one: the chat stays marked and held while another is open", async () => {
  const { db } = home.helpline;
  const before = await first();
  clock.pass(minute);
  const id = await declares();
  // A record that was put right, of one that is over.
  await closes(before, "help_came");
  expect([urgencyOf(db, chat()), isKept(db, noor.id, clock.now())]).toEqual(["emergency", true]);
  await closes(before, null);
  await closes(id, "help_came");
  expect(urgencyOf(db, chat())).toBe("emergency");
  await closes(before, "help_came");
  expect([urgencyOf(db, chat()), isKept(db, noor.id, clock.now())]).toEqual([null, false]);
});

test("one call to its counsellor is enough for all there was in the chat until then", async () => {
  const { db } = home.helpline;
  const before = await declares();
  await closes(before);
  const id = await declares();
  expect(toPhone(db, kim, clock.now())).toBe(2);
  await phones(id);
  expect(toPhone(db, kim, clock.now())).toBe(0);
  await closes(id);
  await declares();
  expect(toPhone(db, kim, clock.now())).toBe(1);
});
