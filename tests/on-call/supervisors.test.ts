import { beforeEach, expect, test } from "vitest";
import { sayDanger } from "#src/conversation/safety/danger.ts";
import { q } from "#src/db/schema.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { barScene, liveBarScene } from "#src/live/console/staff-shift.ts";
import { urgentUnanswered } from "#src/on-call/causes.ts";
import { lastTold, onCallNow } from "#src/on-call/sent.ts";
import { setSettings } from "#src/settings/settings.ts";
import { setOwnAddress } from "#src/staff/accounts/own-address.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { comesIn, takes } from "#tests/support/house/chats.ts";
import { type FakeClock, type House, member, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { sendsTo } from "#tests/support/outside/post.ts";
import { type OnCallHouse, onCallHouse } from "#tests/support/people/on-call.ts";

// Somebody urgent whom nobody takes: every supervisor is called beside whoever is on call (SG3).

let at: OnCallHouse;
let home: House;
let clock: FakeClock;
let kim: StaffMember;
let lea: StaffMember;

beforeEach(async () => {
  at = await onCallHouse();
  ({ home, clock } = at);
  kim = await member(home.helpline, "kim", "Kim Maes", "Sol", ["counsellor", "supervisor"]);
  lea = await member(home.helpline, "lea", "Lea Maes", "Fern", ["supervisor"]);
  await sendsTo(home, 25);
  for (const one of [home.bela, kim, lea, home.anna, home.aino]) await gives(one);
  await open(home);
  // Of a supervisor nothing is heard for as long as counts.
  clock.pass(61_000);
  home.helpline.staff.opened(home.anna.id);
});

const gives = (who: StaffMember, address = `${who.signInName}@example.org`) =>
  act(home, who, (tx, emit) => setOwnAddress(tx, emit, { staffId: who.id, address, digest: false, trail: false }));
/** Who was called, and what became of the mail to them, in the order of their names. */
const called = () =>
  lastTold(home.helpline.db, 20)
    .map(({ alias, mail, hook }) => `${alias} ${mail} ${hook}`)
    .sort();

test("after a minute, whoever is on call and every supervisor who has no page open; nobody else, and each once", async () => {
  home.helpline.staff.opened(kim.id);
  await comesIn(home, "a secret of Noor", { urgent: true });
  await at.look();
  expect(called()).toEqual([]);
  await at.pass(1);
  expect(called()).toEqual(["Fern queued null", "Luna queued null"]);
  // Each reads why it comes to them: Luna is on call, Fern is called beside her.
  const { db } = home.helpline;
  const letters = db
    .all(q.selectFrom("mail").select(["id", "body"]).where("purpose", "=", "on_call"))
    .map(({ id, body }) => JSON.parse(db.keyring.mails.open(id, body!)!) as { to: string; text: string });
  const why = (address: string) => letters.find(({ to }) => to === address)!.text.split("\n\n")[1];
  expect(why("bela@example.org")).toBe("You’re getting this because you’re on call this evening.");
  expect(why("lea@example.org")).toMatch(/^Your shift needs you now\. You’re getting this because you’re a supervisor/);
  const before = home.heard.length;
  await at.pass(25);
  expect(home.heard.slice(before)).toEqual([]);
});

test("a minute after somebody who had waited for longer says that they are in danger; not later for whoever was urgent before", async () => {
  const sayIt = (conversationId: number) =>
    home.helpline.db.change(`conversation:${conversationId}`, (tx, emit) => sayDanger(tx, emit, { conversationId }));
  const id = await comesIn(home, "hello");
  await at.pass(9);
  await sayIt(id);
  await at.look();
  expect(called()).toEqual([]);
  await at.pass(1);
  expect(called()).toEqual(["Fern queued null", "Luna queued null", "Sol queued null"]);
  expect(liveBarScene(home.helpline, home.bela).toAnswer?.unanswered).toMatchObject([
    { id, since: clock.now() - 60_000 },
  ]);
  await takes(home, home.anna, id);
  // The first questions had made this one urgent.
  const sam = await comesIn(home, "hello", { urgent: true });
  clock.pass(40_000);
  await sayIt(sam);
  clock.pass(20_000);
  expect(urgentUnanswered(home.helpline.db, clock.now()).map((one) => one.id)).toEqual([sam]);
});

test("at once where every counsellor is at their urgent maximum; of the next in danger again, after three minutes", async () => {
  for (let n = 0; n < 3; n += 1) await takes(home, home.anna, await comesIn(home, "hello", { urgent: true }));
  expect(called()).toEqual([]);
  await comesIn(home, "help", { urgent: true });
  await at.look();
  expect(called()).toEqual(["Fern queued null", "Luna queued null", "Sol queued null"]);
  await comesIn(home, "me too", { urgent: true });
  await at.pass(2);
  expect(called()).toHaveLength(3);
  await at.pass(1);
  expect(called()).toHaveLength(6);
});

test("where nobody is ever on call, supervisors are called all the same; with no way to any of them nothing is told", async () => {
  const nobody = { onCallWeek: [null, null, null, null, null, null, null], onCallDates: [] };
  await home.helpline.db.change("command line", (tx, emit) =>
    setSettings(tx, emit, { subject: "on_call", values: nobody }),
  );
  await comesIn(home, "help", { urgent: true });
  await at.pass(1);
  expect(called()).toEqual(["Fern queued null", "Luna queued null", "Sol queued null", "null nobody null"]);
  for (const one of [home.bela, kim, lea]) await gives(one, "");
  await comesIn(home, "me too", { urgent: true });
  const before = home.heard.length;
  await at.pass(9);
  expect(home.heard.slice(before)).toEqual([]);
});

test("that a message reached nobody is not said where it reached one of them", async () => {
  await gives(home.bela, "");
  await comesIn(home, "help", { urgent: true });
  await at.pass(1);
  expect(called()).toContain("Luna no_address null");
  expect(onCallNow(home.helpline.db, clock.now())).toEqual({ alias: "Luna", lost: false });
});

test("on shift it is a line in the bar of every supervisor, on whatever page and line, until somebody takes them", async () => {
  const { helpline } = home;
  const bars = (who: StaffMember) =>
    [barScene(helpline, who), liveBarScene(helpline, who)].map((one) => one.toAnswer?.unanswered.map(({ id }) => id));
  const watch = () => runJob(helpline, jobs.find(({ name }) => name === "somebody urgent whom nobody takes")!);
  const noor = await comesIn(home, "help", { urgent: true });
  await watch();
  const before = home.heard.length;
  expect(bars(kim)).toEqual([[], []]);
  clock.pass(60_000);
  expect(urgentUnanswered(helpline.db, clock.now()).map(({ id }) => id)).toEqual([noor]);
  for (const who of [home.bela, kim, lea]) expect(bars(who)).toEqual([[noor], [noor]]);
  for (const who of [home.anna, home.aino]) expect(bars(who)).toEqual([undefined, undefined]);
  await watch();
  await watch();
  expect(home.heard.slice(before)).toEqual([{ type: "urgent.unanswered" }]);
  await takes(home, home.anna, noor);
  await watch();
  expect(home.heard.slice(before).filter(({ type }) => type === "urgent.unanswered")).toHaveLength(2);
  expect(bars(kim)).toEqual([[], []]);
});
