import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { q } from "#src/db/schema.ts";
import type { Event } from "#src/events.ts";
import { jobs, runJob, startJobs } from "#src/jobs.ts";
import { setSetting } from "#src/settings/settings.ts";
import { availabilityOf } from "#src/staff/staff.ts";
import { comesIn, talking, youthEnds, youthSays } from "./support/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "./support/helpline.ts";

const minute = 60_000;
const day = 24 * 60 * minute;
let clock: FakeClock;
let home: House;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await open(home);
  home.heard.length = 0;
});
afterEach(() => vi.useRealTimers());

type Name = (typeof jobs)[number]["name"];
const run = (name: Name) => runJob(home.helpline, jobs.find((one) => one.name === name)!);
const heard = <Type extends Event["type"]>(type: Type) =>
  home.heard.filter((one): one is Extract<Event, { type: Type }> => one.type === type);

test("typing that stopped is said once", async () => {
  const id = await talking(home);
  home.helpline.typing.typed(id, "youth");
  await run("typing that stopped");
  clock.pass(6_000);
  await run("typing that stopped");
  await run("typing that stopped");
  expect(heard("typing")).toEqual([{ type: "typing", conversationId: id, staffId: null, by: "youth", on: false }]);
});

test("a line that breaks is said when it is lost, when it is away, and when it is back; each once", async () => {
  const id = await talking(home);
  const { youth } = home.helpline;
  youth.opened(id);
  await run("connections that changed");
  youth.closed(id);
  for (const ms of [1_000, 5_000, 30_000, 60_000, 5_000]) {
    clock.pass(ms);
    await run("connections that changed");
  }
  youth.opened(id);
  await run("connections that changed");
  await run("connections that changed");
  expect(heard("connection.changed").map((one) => one.connection)).toEqual(["lost", "away", "connected"]);
  expect(heard("connection.changed").every((one) => one.staffId === home.anna.id)).toBe(true);
});

test("who has a channel open is noted, so that a restart knows how long they were away", async () => {
  const [here, gone] = [await talking(home), await comesIn(home)];
  home.helpline.youth.opened(here);
  clock.pass(20_000);
  await run("who is still here");
  expect(conversation(home.helpline.db, here)!.youthHereAt).toBe(clock.now());
  expect(conversation(home.helpline.db, gone)!.youthHereAt).toBe(clock.now() - 20_000);
});

test("someone who waits keeps the place 5 minutes, someone who talks the chat 15, someone who is here for ever", async () => {
  const [waits, talks, stays] = [await comesIn(home), await talking(home), await talking(home)];
  home.helpline.youth.opened(stays);
  const endedNow = async (ms: number) => {
    clock.pass(ms);
    await run("young persons who are gone");
    return heard("conversation.ended").map((one) => [one.conversationId, one.reason]);
  };
  expect(await endedNow(5 * minute - 1)).toEqual([]);
  expect(await endedNow(1)).toEqual([[waits, "lost"]]);
  expect(await endedNow(10 * minute - 1)).toEqual([[waits, "lost"]]);
  expect(await endedNow(1)).toEqual([
    [waits, "lost"],
    [talks, "lost"],
  ]);
  expect(await endedNow(10 * 60 * minute)).toHaveLength(2);
});

test("how long is kept follows the settings", async () => {
  const id = await talking(home);
  const set = (name: "resumeMinutes", value: number) =>
    home.helpline.db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name, value }));
  await set("resumeMinutes", 30);
  clock.pass(29 * minute);
  await run("young persons who are gone");
  expect(conversation(home.helpline.db, id)!.endedAt).toBeNull();
  clock.pass(minute);
  await run("young persons who are gone");
  expect(conversation(home.helpline.db, id)!.endReason).toBe("lost");
});

test("a counsellor whose console is silent for a minute is not counted on, and it is said once", async () => {
  const { db, staff } = home.helpline;
  staff.opened(home.anna.id);
  clock.pass(10 * minute);
  await run("staff who are gone");
  expect(availabilityOf(db, home.anna.id)).toBe("available");
  staff.closed(home.anna.id);
  clock.pass(minute);
  await run("staff who are gone");
  expect(availabilityOf(db, home.anna.id)).toBe("available");
  clock.pass(1);
  await run("staff who are gone");
  await run("staff who are gone");
  expect(heard("availability.changed")).toEqual([
    { type: "availability.changed", staffId: home.anna.id, availability: "gone" },
  ]);
});

test("words are forgotten when they are due, and the audit trail says by whom", async () => {
  const { db } = home.helpline;
  const [over, open_] = [await talking(home), await talking(home)];
  await youthEnds(home, over);
  clock.pass(14 * day);
  await run("words kept long enough");
  expect(heard("conversation.forgotten")).toEqual([{ type: "conversation.forgotten", conversationId: over }]);
  expect(conversation(db, over)).toBeUndefined();
  expect(conversation(db, open_)).toBeDefined();
  const row = db.first(
    q.selectFrom("audit").select(["actor", "object"]).where("action", "=", "conversation.forgotten"),
  );
  expect(row).toEqual({ actor: "porchlight", object: `conversation:${over}` });
});

test("sessions that are over leave no row", async () => {
  await home.helpline.sessions.start(home.anna.id);
  const rows = () => home.helpline.db.all(q.selectFrom("staff_session").select("staff_id")).length;
  await run("sessions that are over");
  expect(rows()).toBe(1);
  await home.helpline.db.change("porchlight", (tx) =>
    tx.run(q.updateTable("staff_session").set({ expires_at: clock.now() })),
  );
  await run("sessions that are over");
  expect(rows()).toBe(0);
});

test("a job that fails is reported by its name, without a word of anybody, and runs again at its next time", async () => {
  vi.useFakeTimers();
  const id = await vi.waitFor(() => comesIn(home, "private words"));
  await youthSays(home, id, "more private words");
  const typing = home.helpline.typing.expired;
  let runs = 0;
  home.helpline.typing.expired = () => {
    runs += 1;
    if (runs === 1) throw new Error("broken once");
    return typing();
  };
  const stop = startJobs(home.helpline);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(runs).toBe(3);
  expect(home.reported).toHaveLength(1);
  expect(home.reported[0]).toContain("typing that stopped");
  expect(home.reported[0]).not.toContain("private");
  stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(runs).toBe(3);
});

test("every job has its own name and a time of its own", () => {
  expect(new Set(jobs.map((one) => one.name)).size).toBe(jobs.length);
  for (const job of jobs) expect(job.every).toBeGreaterThanOrEqual(1_000);
});
