import { beforeEach, expect, test } from "vitest";
import { join, readAlong } from "#src/conversation/colleagues/join.ts";
import { q } from "#src/db/schema.ts";
import { line } from "#src/hours/lines.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { claimNext } from "#src/queue/claim.ts";
import { doorOf } from "#src/queue/door/doors.ts";
import { accept, offer } from "#src/queue/handover/hand-over.ts";
import { setSetting } from "#src/settings/settings.ts";
import { beginWrapUp, endWrapUp, readyFor, wrappingUp } from "#src/staff/shift/wrap-up.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { comesIn, takes, talking, youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";

const minute = 60_000;
let home: House;
let clock: FakeClock;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await open(home);
});

const now = () => clock.now();
const until = () => wrappingUp(home.helpline.db, now()).get(home.anna.id);
const over = () => runJob(home.helpline, jobs.find(({ name }) => name === "wrap-ups that are over")!);
const said = () => home.heard.filter(({ type }) => type === "wrap_up.changed");
const ready = () =>
  home.helpline.db.change(`staff:${home.anna.id}`, (tx, emit) => endWrapUp(tx, emit, { staffId: home.anna.id }));
const set = (name: "wrapUpMinutes" | "waitingPerCounsellor", value: number) =>
  home.helpline.db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name, value }));
const door = () => doorOf(home.helpline.db, line(home.helpline.db, 1)!, now());

test("after an end its counsellor counts as busy until the set time has passed, and everybody is told when it has", async () => {
  await set("wrapUpMinutes", 4);
  await youthEnds(home, await talking(home));
  expect(until()).toBe(now() + 4 * minute);
  expect(readyFor(home.helpline.db, 1, now())).toEqual([]);
  clock.pass(4 * minute - 1);
  await over();
  expect(said()).toEqual([{ type: "wrap_up.changed", staffId: home.anna.id, on: true }]);
  clock.pass(1);
  expect(until()).toBeUndefined();
  expect(readyFor(home.helpline.db, 1, now())).toEqual([home.anna.id]);
  await over();
  expect(said().at(-1)).toEqual({ type: "wrap_up.changed", staffId: home.anna.id, on: false });
  expect(home.helpline.db.all(q.selectFrom("wrap_up").selectAll())).toEqual([]);
});

test("whoever says that they are ready is, at once; saying it again changes nothing", async () => {
  await youthEnds(home, await talking(home));
  await ready();
  await ready();
  expect(until()).toBeUndefined();
  expect(said().map((event) => "on" in event && event.on)).toEqual([true, false]);
});

test("taking the next person by choice ends it, and works during it", async () => {
  await youthEnds(home, await talking(home));
  await comesIn(home);
  await home.helpline.db.change(`staff:${home.anna.id}`, (tx, emit) => claimNext(tx, emit, { member: home.anna }));
  expect(until()).toBeUndefined();
});

test("coming to a colleague’s side ends it, and so does accepting what one offers; reading along does not", async () => {
  const { anna, bela, aino } = home;
  await open(home, aino);
  await open(home, bela);
  const chat = await comesIn(home);
  await takes(home, aino, chat);
  const wraps = async (who: StaffMember) => {
    await act(home, who, (tx, emit) => beginWrapUp(tx, emit, { staffId: who.id }));
    return () => wrappingUp(home.helpline.db, now()).has(who.id);
  };
  const belaWraps = await wraps(bela);
  await act(home, bela, (tx, emit) => readAlong(tx, emit, { conversationId: chat, staffId: bela.id }));
  expect(belaWraps()).toBe(true);
  await act(home, bela, (tx, emit) => join(tx, emit, { conversationId: chat, staffId: bela.id }));
  expect(belaWraps()).toBe(false);
  const annaWraps = await wraps(anna);
  const input = { conversationId: chat, staffId: aino.id, to: { staffId: anna.id }, summary: "Her aunt helps." };
  await act(home, aino, (tx, emit) => offer(tx, emit, { ...input, asked: { agreed: true } }));
  expect(annaWraps()).toBe(true);
  await act(home, anna, (tx, emit) => accept(tx, emit, { conversationId: chat, staffId: anna.id }));
  expect(annaWraps()).toBe(false);
});

test("an end before anybody took them, a rehearsal and a line without such a time begin none", async () => {
  await youthEnds(home, await comesIn(home));
  await set("wrapUpMinutes", 0);
  await youthEnds(home, await talking(home));
  expect(said()).toEqual([]);
  await set("wrapUpMinutes", 4);
  const id = await talking(home);
  await home.helpline.db.change("porchlight", (tx) =>
    tx.run(q.updateTable("conversation").set({ kind: "rehearsal" }).where("id", "=", id)),
  );
  await youthEnds(home, id);
  expect(said()).toEqual([]);
});

test("the door does not count whoever wraps up as somebody for whom more may wait, and is not shut for want of anybody", async () => {
  await open(home, home.bela);
  await set("waitingPerCounsellor", 1);
  await youthEnds(home, await talking(home));
  await comesIn(home);
  // Anna wraps up: one for Béla is all that may wait.
  expect(door()).toMatchObject({ state: "full", reason: "queue_full" });
  await ready();
  expect(door().state).toBe("open");
});

test("a helpline with nobody but one who wraps up is open: they are there", async () => {
  await youthEnds(home, await talking(home));
  clock.pass(minute);
  expect(door().state).toBe("open");
});
