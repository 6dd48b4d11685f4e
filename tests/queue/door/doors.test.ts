import { beforeEach, expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { newClientId, newToken } from "#src/crypto/hash.ts";
import { q } from "#src/db/schema.ts";
import { addLine, line } from "#src/hours/lines.ts";
import { setHours } from "#src/hours/opening-hours.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { override } from "#src/hours/rules/override.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { claim, claimNext } from "#src/queue/claim.ts";
import { doorLog, doorOf, noteDoor } from "#src/queue/door/doors.ts";
import { start } from "#src/queue/start.ts";
import { dueToGo } from "#src/retention/forget.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import { comesIn } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";

let home: House;
let clock: FakeClock;
const minute = 60_000;

/** Every day from 18:00 to 22:00 in Brussels; it is 17:30 there on a Tuesday in November. */
const evenings: Calendar = {
  timeZone: "Europe/Brussels",
  lastEntryMinutes: 30,
  week: Array.from({ length: 7 }, () => [{ opens: 18 * 60, closes: 22 * 60 }]),
  seasons: [],
  dayRules: [],
  cuts: [],
};

beforeEach(async () => {
  clock = fakeClock(Date.UTC(2026, 10, 24, 16, 30));
  home = await house({ clock });
  const { timeZone } = evenings;
  await home.helpline.db.change("staff:3", (tx, emit) =>
    setHours(tx, emit, { lineId: 1, timeZone, calendar: evenings }),
  );
  home.heard.length = 0;
});

const says = () => doorOf(home.helpline.db, line(home.helpline.db, 1)!, clock.now()).state;
const watch = () => runJob(home.helpline, jobs.find((job) => job.name === "doors that say something else")!);
const away = () =>
  home.helpline.db.change(`staff:${home.anna.id}`, (tx, emit) =>
    setAvailability(tx, emit, { staffId: home.anna.id, availability: "away" }),
  );

test("an evening at the door: closed, late, open, a short absence, paused, open again, last entry, closed; each is kept with its reason", async () => {
  const seen: string[] = [];
  const look = async () => {
    seen.push(says());
    await watch();
  };
  await look();
  clock.pass(30 * minute);
  await look();
  clock.pass(5 * minute);
  await open(home);
  await look();
  await away();
  clock.pass(9 * minute);
  await look();
  clock.pass(minute);
  await look();
  await open(home);
  await look();
  clock.pass(3 * 60 * minute + 15 * minute);
  await look();
  clock.pass(30 * minute);
  await look();
  expect(seen).toEqual(["closed", "late", "open", "open", "paused", "open", "last_entry", "closed"]);
  expect(doorLog(home.helpline.db, 1, 0).map(({ state, reason }) => `${state}: ${reason}`)).toEqual([
    "closed: outside_hours",
    "late: nobody_yet",
    "open: inside_hours",
    "paused: nobody_there",
    "open: inside_hours",
    "last_entry: closing_soon",
    "closed: outside_hours",
  ]);
  expect(home.heard.filter((one) => one.type === "line.state_changed")).toHaveLength(7);
  expect(doorLog(home.helpline.db, 1, clock.now() - 31 * minute).map((one) => one.state)).toEqual([
    "open",
    "last_entry",
    "closed",
  ]);
});

test("a counsellor online outside the hours opens nothing, and nobody gets in", async () => {
  await open(home);
  expect(says()).toBe("closed");
  await expect(comesIn(home)).rejects.toMatchObject({ code: "closed", key: "error.door.closed" });
});

test("Béla opens the line by hand before its time", async () => {
  await open(home);
  const until = clock.now() + 60 * minute;
  await home.helpline.db.change(`staff:${home.bela.id}`, (tx, emit) =>
    override(tx, emit, { lineId: 1, kind: "open", until, reason: "storm", staffId: home.bela.id }),
  );
  expect(says()).toBe("open");
  await comesIn(home);
});

test("at closing a running chat goes on; who still waits is told, with their words, for as long as the page lasts", async () => {
  await open(home);
  clock.pass(40 * minute);
  const talking = await comesIn(home);
  await home.helpline.db.change(`staff:${home.anna.id}`, (tx, emit) =>
    claim(tx, emit, { conversationId: talking, member: home.anna }),
  );
  const waiting = await comesIn(home, "is anybody there?");
  await watch();
  clock.pass(4 * 60 * minute);
  home.heard.length = 0;
  await watch();
  const { db } = home.helpline;
  expect(conversation(db, talking)).toMatchObject({ endedAt: null });
  expect(conversation(db, waiting)).toMatchObject({ endReason: "line_closed", endedAt: clock.now() });
  expect(home.heard.map((one) => one.type)).toEqual(["line.state_changed", "conversation.ended"]);
  expect(dueToGo(db, clock.now() + 14 * minute)).toEqual([]);
  expect(dueToGo(db, clock.now() + 15 * minute)).toEqual([waiting]);
});

test("closing, and the claim of the last who waits, in one turn: they are taken or told, never both", async () => {
  await open(home);
  clock.pass(40 * minute);
  const { db } = home.helpline;
  const noteIt = () => db.change("porchlight", (tx, emit) => noteDoor(tx, emit, { lineId: 1 }));
  const takeNext = () => db.change(`staff:${home.anna.id}`, (tx, emit) => claimNext(tx, emit, { member: home.anna }));

  const first = await comesIn(home);
  await noteIt();
  clock.pass(4 * 60 * minute);
  const [taken] = await Promise.allSettled([takeNext(), noteIt()]);
  expect(taken).toMatchObject({ status: "fulfilled", value: first });
  expect(conversation(db, first)).toMatchObject({ counsellorId: home.anna.id, endedAt: null });

  clock.pass(20 * 60 * minute);
  const second = await comesIn(home);
  await noteIt();
  clock.pass(4 * 60 * minute);
  const [, late] = await Promise.allSettled([noteIt(), takeNext()]);
  expect(late).toMatchObject({ status: "rejected", reason: { code: "not_found" } });
  expect(conversation(db, second)).toMatchObject({ counsellorId: null, endReason: "line_closed" });
});

test("last entry, and two who come in, in one turn: whoever the door let in has a place, nobody else", async () => {
  await open(home);
  clock.pass(30 * minute + 3 * 60 * minute + 30 * minute - 1);
  const { db } = home.helpline;
  const input = () => ({
    startId: newClientId(),
    token: newToken(),
    language: "en" as const,
    lineId: 1,
    text: null,
    rulesVersion: 1,
  });
  const come = () => db.change("youth", (tx, emit) => start(tx, emit, input()));
  const early = come();
  await early;
  clock.pass(1);
  const outcomes = await Promise.allSettled([
    db.change("porchlight", (tx, emit) => noteDoor(tx, emit, { lineId: 1 })),
    come(),
    db.change(`staff:${home.anna.id}`, (tx, emit) => claimNext(tx, emit, { member: home.anna })),
    come(),
  ]);
  expect(outcomes.map((one) => one.status)).toEqual(["fulfilled", "rejected", "fulfilled", "rejected"]);
  // One place for one counsellor is all that fits before closing; when that one is taken, it is too late for another.
  expect(outcomes[1]).toMatchObject({ reason: { key: "error.door.full" } });
  expect(outcomes[3]).toMatchObject({ reason: { key: "error.door.last_entry" } });
  await watch();
  expect(doorLog(db, 1, 0).map((one) => one.state)).toEqual(["full", "last_entry"]);
  const all = db.all(q.selectFrom("conversation").select(["counsellor_id", "ended_at"]));
  expect(all).toEqual([{ counsellor_id: home.anna.id, ended_at: null }]);
});

test("a line with people of its own counts only them, and only they take from it", async () => {
  const { db } = home.helpline;
  const values = { name: "Rainbow", country: "BE", languages: [], ageFrom: null, ageTo: null, intakeCap: null };
  const lineId = await db.change("staff:3", (tx, emit) =>
    addLine(tx, emit, { ...values, pauseAfterMinutes: 10, staffIds: [home.bela.id] }),
  );
  const here = () => doorOf(db, line(db, lineId)!, clock.now()).state;
  await open(home, home.anna);
  expect(here()).toBe("paused");
  await open(home, home.bela);
  expect(here()).toBe("open");
  const id = await comesIn(home, "hello", { lineId });
  expect(conversation(db, id)?.lineId).toBe(lineId);
  const taken = (who: typeof home.anna) =>
    db.change(`staff:${who.id}`, (tx, emit) => claim(tx, emit, { conversationId: id, member: who }));
  await expect(taken(home.anna)).rejects.toMatchObject({ key: "error.other_line" });
  const next = db.change(`staff:${home.anna.id}`, (tx, emit) => claimNext(tx, emit, { member: home.anna }));
  await expect(next).rejects.toMatchObject({ code: "not_found" });
  await taken(home.bela);
  expect(conversation(db, id)?.counsellorId).toBe(home.bela.id);
});
