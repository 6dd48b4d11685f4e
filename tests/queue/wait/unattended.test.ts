import { beforeEach, expect, test } from "vitest";
import { subjectOf } from "#src/conversation/colleagues/colleagues.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { messages } from "#src/conversation/reading.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { snapshot } from "#src/live/chat/staff-fragments.tsx";
import { topics } from "#src/live/topics.ts";
import { inLine } from "#src/queue/claim.ts";
import { takenBack } from "#src/queue/overview.ts";
import { leftAlone } from "#src/queue/wait/unattended.ts";
import { setSetting } from "#src/settings/settings.ts";
import { comeBackToShift, setAvailability } from "#src/staff/shift/availability.ts";
import { availabilityOf } from "#src/staff/staff.ts";
import { annaSays, comesIn, silencesGoOn, takes, talking, youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { says } from "#tests/support/house/http.ts";

const minute = 60_000;
let clock: FakeClock;
let home: House;
let noor: number;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await open(home);
  await open(home, home.bela);
  home.helpline.staff.opened(home.bela.id);
  home.helpline.staff.opened(home.anna.id);
  noor = await talking(home, "it is bad again");
});

/** Time passes, and what happens by itself happens. */
async function pass(ms: number) {
  clock.pass(ms);
  for (const name of ["staff who are gone", "chats that were left alone"]) {
    await runJob(home.helpline, jobs.find((one) => one.name === name)!);
  }
}
const alone = () =>
  leftAlone(home.helpline.db, home.helpline.staff, { lineIds: [1], language: "en", now: clock.now() });
const told = (id: number) =>
  messages(home.helpline.db, id)
    .filter(({ author }) => author === "notice")
    .map(({ text }) => JSON.parse(text!).key);
const back = () => takenBack(home.helpline.db, home.anna.id, "en", clock.now());
const counsellorOf = (id: number) => conversation(home.helpline.db, id)!.counsellorId;

test("a minute after her line broke colleagues see it and when it goes back; five minutes later Noor is first in line, told why", async () => {
  const sam = await comesIn(home);
  home.helpline.staff.closed(home.anna.id);
  await pass(minute);
  expect(alone()).toEqual([]);
  await pass(1);
  expect(alone()).toMatchObject([{ id: noor, alias: "Mika", backAt: clock.now() + 5 * minute - 1 }]);
  await pass(5 * minute - 2);
  expect(counsellorOf(noor)).toBe(home.anna.id);
  await pass(1);
  expect(inLine(home.helpline.db).map(({ id }) => id)).toEqual([noor, sam]);
  expect(told(noor)).toEqual(["notice.claimed", "notice.lost_counsellor"]);
  expect(alone()).toEqual([]);
  await pass(10 * minute);
  expect(told(noor)).toHaveLength(2);
});

test("of a counsellor who took nobody else and vanishes too; whoever is back is what they were", async () => {
  const say = (availability: "away") =>
    home.helpline.db.change(`staff:${home.anna.id}`, (tx, emit) =>
      setAvailability(tx, emit, { staffId: home.anna.id, availability }),
    );
  await say("away");
  home.helpline.staff.closed(home.anna.id);
  await pass(minute + 1);
  expect(alone()).toMatchObject([{ id: noor }]);
  expect(subjectOf(home.helpline.db, conversation(home.helpline.db, noor)!, clock.now()).alone).toBe(true);
  await home.helpline.db.change(`staff:${home.anna.id}`, (tx, emit) =>
    comeBackToShift(tx, emit, { staffId: home.anna.id }),
  );
  expect(availabilityOf(home.helpline.db, home.anna.id)).toBe("away");
});

test("whoever was gone for longer than a quarter of an hour and still has the chat is no longer gone in it: away, and nobody steps in", async () => {
  const { db, staff } = home.helpline;
  await db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "vanishedMinutes", value: 60 }));
  await annaSays(home, noor, "One moment.");
  staff.closed(home.anna.id);
  await pass(minute + 1);
  await pass(20 * minute);
  const isAlone = () => subjectOf(db, conversation(db, noor)!, clock.now()).alone;
  expect([availabilityOf(db, home.anna.id), isAlone()]).toEqual(["gone", true]);
  staff.opened(home.anna.id);
  await db.change(`staff:${home.anna.id}`, (tx, emit) => comeBackToShift(tx, emit, { staffId: home.anna.id }));
  await pass(minute);
  expect([availabilityOf(db, home.anna.id), isAlone(), counsellorOf(noor)]).toEqual(["away", false, home.anna.id]);
});

test("where an answer is owed for long, a chat is listed until it comes, and painted as it comes and goes", async () => {
  const got: string[] = [];
  const topic = topics.queue({ language: "en", canClaim: true, lineIds: [1], languages: ["en"] });
  home.helpline.hub.join(topic, { send: (frame) => got.push(frame) });
  clock.pass(6 * minute);
  await silencesGoOn(home);
  expect(alone()).toMatchObject([{ id: noor, alias: "Mika", backAt: null }]);
  expect(got.join("")).toContain(`href="/staff/conversation/${noor}"`);
  got.length = 0;
  clock.pass(1000);
  await annaSays(home, noor, "I am here.");
  expect(alone()).toEqual([]);
  await expect.poll(() => got.join("")).toContain('id="queue"');
  expect(got.join("")).not.toContain(`left-${noor}`);
});

test("the mark is painted for colleagues who serve the line as it comes and goes", async () => {
  const got: string[] = [];
  const topic = topics.queue({ language: "en", canClaim: true, lineIds: [1], languages: ["en"] });
  home.helpline.hub.join(topic, { send: (frame) => got.push(frame) });
  home.helpline.staff.closed(home.anna.id);
  await pass(minute + 1);
  expect(got.join("")).toContain(`left-${noor}`);
  got.length = 0;
  home.helpline.staff.opened(home.anna.id);
  await pass(1);
  expect(got.join("")).toContain('id="queue"');
  expect(got.join("")).not.toContain(`left-${noor}`);
});

test("back before that, nothing has changed", async () => {
  home.helpline.staff.closed(home.anna.id);
  await pass(5 * minute);
  home.helpline.staff.opened(home.anna.id);
  await pass(10 * minute);
  expect(counsellorOf(noor)).toBe(home.anna.id);
  expect(told(noor)).toEqual(["notice.claimed"]);
  expect(back()).toEqual([]);
});

test("with nobody else there Noor is told that too", async () => {
  home.helpline.staff.closed(home.anna.id);
  home.helpline.staff.closed(home.bela.id);
  await pass(minute + 1);
  await pass(5 * minute);
  expect(told(noor).at(-1)).toBe("notice.lost_counsellor_alone");
});

test("signing out is the same, from that moment; how long is a setting", async () => {
  const set = { name: "vanishedMinutes", value: 2 } as const;
  await home.helpline.db.change("porchlight", (tx, emit) => setSetting(tx, emit, set));
  home.helpline.staff.closed(home.anna.id);
  home.helpline.staff.left(home.anna.id);
  await pass(2 * minute - 1);
  expect(alone()).toMatchObject([{ id: noor }]);
  expect(counsellorOf(noor)).toBe(home.anna.id);
  await pass(1);
  expect(counsellorOf(noor)).toBeNull();
  // They went by themselves, and no connection was lost.
  expect(told(noor).at(-1)).toMatch(/^notice\.given_back/);
});

test("one that is over stays as it is", async () => {
  await youthEnds(home, noor);
  home.helpline.staff.closed(home.anna.id);
  await pass(minute + 1);
  expect(alone()).toEqual([]);
  await pass(10 * minute);
  expect(counsellorOf(noor)).toBe(home.anna.id);
});

test("who comes back afterwards reads what became of it, in the list and in place of the field to write in", async () => {
  home.helpline.staff.closed(home.anna.id);
  await pass(minute + 1);
  await pass(5 * minute);
  expect(back()).toMatchObject([{ id: noor, now: { state: "waiting" } }]);
  await takes(home, home.bela, noor);
  expect(back()).toMatchObject([{ id: noor, now: { state: "taken", alias: "Luna" } }]);
  home.helpline.hub.join(topics.staff(home.anna.id), { send: () => {} });
  const seen = snapshot(home.helpline, home.anna, [noor]);
  expect(seen).toContain(`id="taken-back-${noor}"`);
  expect(seen).toContain(`id="foot-${noor}"`);
  expect(seen).toContain(says("staff.chats.taken_back"));
  expect(seen).not.toContain("it is bad again");
  await youthEnds(home, noor);
  expect(back()).toMatchObject([{ now: { state: "over" } }]);
  clock.pass(3 * 60 * minute);
  await open(home);
  clock.pass(30 * minute - 1);
  expect(back()).toHaveLength(1);
  clock.pass(1);
  expect(back()).toEqual([]);
});

test("who took Noor again is told nothing of it", async () => {
  home.helpline.staff.closed(home.anna.id);
  await pass(minute + 1);
  await pass(5 * minute);
  home.helpline.staff.opened(home.anna.id);
  await takes(home, home.anna, noor);
  expect(back()).toEqual([]);
  expect(snapshot(home.helpline, home.anna, [noor])).not.toContain(says("staff.chats.taken_back"));
});
