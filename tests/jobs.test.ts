import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { q } from "#src/db/schema.ts";
import type { Event } from "#src/events.ts";
import { jobs, runJob, startJobs } from "#src/jobs.ts";
import { topics } from "#src/live/topics.ts";
import { setSetting } from "#src/settings/settings.ts";
import { comeBackToShift, setAvailability } from "#src/staff/shift/availability.ts";
import { availabilityOf } from "#src/staff/staff.ts";
import { comesIn, talking, youthEnds, youthSays } from "./support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "./support/house/helpline.ts";

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

test("every console hears the beat by which it knows that its line lives, and nobody else does", async () => {
  const got = { anna: [] as string[], noor: [] as string[] };
  home.helpline.hub.join(topics.staff(home.anna.id), { send: (frame) => got.anna.push(frame) });
  home.helpline.hub.join(topics.youth(1), { send: (frame) => got.noor.push(frame) });
  await run("the beat of the consoles and live bars");
  expect(got).toEqual({ anna: ['{"type":"beat"}'], noor: [] });
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

test("a day that begins by the clock of a line is said once", async () => {
  await run("days that begin");
  // It is 19:00 in Brussels: five hours later it is midnight there, and not yet by UTC.
  clock.pass(5 * 60 * minute - 1);
  await run("days that begin");
  expect(heard("line.day_begun")).toEqual([]);
  clock.pass(1);
  await run("days that begin");
  await run("days that begin");
  expect(heard("line.day_begun")).toEqual([{ type: "line.day_begun", lineId: 1 }]);
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

test("[ASVS 14.2.7] words are forgotten when they are due, and the audit trail says by whom", async () => {
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

test("[ASVS 16.2.5, 16.3.4] a job that fails is reported by its name, without a word of anybody, and runs again at its next time", async () => {
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

test("an outage of ours takes nobody's place: after a restart everyone has the whole time again", async () => {
  const waiting = await comesIn(home);
  clock.pass(6 * minute);
  const again = await house({ clock, files: home.files });
  await runJob(again.helpline, jobs.find((one) => one.name === "young persons who are gone")!);
  expect(conversation(again.helpline.db, waiting)!.endedAt).toBeNull();
  clock.pass(5 * minute);
  await runJob(again.helpline, jobs.find((one) => one.name === "young persons who are gone")!);
  expect(conversation(again.helpline.db, waiting)!.endReason).toBe("lost");
});

test("one chat that cannot be forgotten does not keep the others", async () => {
  const [broken, fine] = [await talking(home), await comesIn(home)];
  await youthEnds(home, broken);
  await youthEnds(home, fine);
  const { keyring } = home.helpline.db;
  const destroy = keyring.destroy;
  vi.spyOn(keyring, "destroy").mockImplementation((tx, id) => {
    if (id === broken) throw new Error("no");
    destroy(tx, id);
  });
  clock.pass(15 * day);
  await run("words kept long enough");
  expect(conversation(home.helpline.db, broken)).toBeDefined();
  expect(conversation(home.helpline.db, fine)).toBeUndefined();
  expect(home.reported).toEqual([expect.stringContaining("a chat was not forgotten")]);
});

test("a counsellor who is away and loses the line is told to her young people, and again when she is back", async () => {
  const id = await talking(home);
  const { db, hub, staff } = home.helpline;
  await db.change(`staff:${home.anna.id}`, (tx, emit) =>
    setAvailability(tx, emit, { staffId: home.anna.id, availability: "away" }),
  );
  const seen: string[] = [];
  hub.join(`youth:${id}`, { send: (html) => seen.push(html) });
  staff.opened(home.anna.id);
  await run("staff who are gone");
  staff.closed(home.anna.id);
  clock.pass(61_000);
  await run("staff who are gone");
  const ofAnna = () => heard("staff.heard").filter((one) => one.staffId === home.anna.id);
  expect(ofAnna()).toEqual([{ type: "staff.heard", staffId: home.anna.id, heard: false }]);
  expect(seen.at(-1)).toContain('id="state"');
  staff.opened(home.anna.id);
  await run("staff who are gone");
  expect(ofAnna().at(-1)).toEqual({ type: "staff.heard", staffId: home.anna.id, heard: true });
});

test("a session that is over closes what is still open of it", async () => {
  const { sessions, hub, db } = home.helpline;
  const cookie = (await sessions.start(home.anna.id)).split(";")[0]!;
  const { sessionHash } = (await sessions.find(cookie))!;
  let closed = 0;
  hub.join("staff:1", { send: () => {}, session: sessionHash, close: () => (closed += 1) });
  await run("sessions that are over");
  expect(closed).toBe(0);
  await db.change("porchlight", (tx) => tx.run(q.updateTable("staff_session").set({ expires_at: clock.now() })));
  await run("sessions that are over");
  expect(closed).toBe(1);
  expect(await sessions.find(cookie)).toBeNull();
});

test("whoever was counted out is counted in again by a console that opens soon; by one the next morning she is away", async () => {
  const { db } = home.helpline;
  const back = () =>
    db.change(`staff:${home.anna.id}`, (tx, emit) => comeBackToShift(tx, emit, { staffId: home.anna.id }));
  home.helpline.staff.opened(home.anna.id);
  home.helpline.staff.closed(home.anna.id);
  clock.pass(61_000);
  await run("staff who are gone");
  expect(availabilityOf(db, home.anna.id)).toBe("gone");
  await back();
  expect(availabilityOf(db, home.anna.id)).toBe("available");
  clock.pass(61_000);
  await run("staff who are gone");
  clock.pass(12 * 60 * minute);
  await back();
  expect(availabilityOf(db, home.anna.id)).toBe("away");
});

test("the directory is kept ready from the start, not only after a minute", async () => {
  const indexed = () => home.helpline.db.first(q.selectFrom("directory").select("indexed"))!.indexed;
  await vi.waitFor(() => expect(indexed()).not.toBe("")).finally(startJobs(home.helpline));
});

test("a supervisor who took over without saying that they are available is away when their broken line is back", async () => {
  const { db } = home.helpline;
  await db.change("porchlight", (tx, emit) =>
    setAvailability(tx, emit, { staffId: home.bela.id, availability: "gone" }),
  );
  await db.change(`staff:${home.bela.id}`, (tx, emit) => comeBackToShift(tx, emit, { staffId: home.bela.id }));
  expect(availabilityOf(db, home.bela.id)).toBe("away");
});
