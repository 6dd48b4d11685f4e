import { beforeEach, expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import type { DataReader } from "#src/db/db.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { q } from "#src/db/schema.ts";
import { addLine, lineValues } from "#src/hours/lines.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { chatState } from "#src/live/youth/youth-data.ts";
import { inLine } from "#src/queue/claim.ts";
import { end } from "#src/queue/end/ending.ts";
import { giveBack } from "#src/queue/handover/give-back.ts";
import { promiseDays } from "#src/queue/wait/announced-wait.ts";
import { goneDays } from "#src/queue/wait/departures.ts";
import { stepsOf } from "#src/queue/wait/estimate.ts";
import { cameOf, forecastOf } from "#src/queue/wait/forecast.ts";
import { dueToGo, forget } from "#src/retention/forget.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import { comesIn, takes, youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { lineMoved } from "#tests/support/house/moved.ts";

const minute = 60_000;
let clock: FakeClock;
let files: OpenFiles;
let home: House;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  ({ files } = home);
  await open(home);
});

const forecast = (place: number, lineId = 1) =>
  forecastOf(home.helpline.db, lineId, cameOf(inLine(home.helpline.db)))(place);
const gone = () => home.helpline.db.all(q.selectFrom("line_gone").selectAll().orderBy("id"));
const promises = () => home.helpline.db.all(q.selectFrom("wait_promise").selectAll().orderBy("id"));
const leaves = (id: number) =>
  home.helpline.db.change("youth", (tx, emit) =>
    end(tx, emit, { conversationId: id, reason: "ended_by_youth", staffId: null }),
  );

test("a line that moved every six minutes: about five to ten for the next, twice as long for the one behind; too few times: nothing", async () => {
  await lineMoved(home, clock, { times: 9 });
  expect(forecast(1)).toBeNull();
  await lineMoved(home, clock, { times: 3 });
  expect(forecast(1)).toMatchObject({ low: 5, high: 10 });
  expect(forecast(3)).toMatchObject({ low: 15, high: 20 });
});

test("nothing is said while nobody is there, nor of another line", async () => {
  await lineMoved(home, clock);
  const other = await act(home, home.aino, (tx, emit) => addLine(tx, emit, { ...lineValues(tx, 1), name: "Night" }));
  expect(forecast(1, other as number)).toBeNull();
  await act(home, home.anna, (tx, emit) => setAvailability(tx, emit, { staffId: home.anna.id, availability: "away" }));
  expect(forecast(1)).toBeNull();
  await open(home);
  expect(forecast(1)).not.toBeNull();
});

test("whoever leaves moves the line; a rehearsal, and those who are sent home when it closes, do not", async () => {
  await lineMoved(home, clock, { times: 9 });
  const before = () => forecast(1);
  expect(before()).toBeNull();
  const [sent, tried] = [await comesIn(home), await comesIn(home, null, { rehearsal: true })];
  clock.pass(6 * minute);
  await home.helpline.db.change("porchlight", (tx, emit) => {
    end(tx, emit, { conversationId: sent, reason: "line_closed", staffId: null });
    end(tx, emit, { conversationId: tried, reason: "ended_by_youth", staffId: null });
  });
  expect(before()).toBeNull();
  for (const _ of [1, 2, 3]) {
    const noor = await comesIn(home);
    clock.pass(6 * minute);
    await leaves(noor);
  }
  expect(forecast(1)).toMatchObject({ low: 5, high: 10 });
});

test("what somebody was told is kept, how long they waited is added when they are taken, and it outlives their words", async () => {
  await lineMoved(home, clock);
  const from = promises().length;
  const [noor, sam] = [await comesIn(home, "hello"), await comesIn(home, "hi")];
  await comesIn(home, null, { rehearsal: true });
  clock.pass(7 * minute);
  await takes(home, home.anna, noor);
  await leaves(sam);
  const told = promises().slice(from);
  expect(told).toMatchObject([
    { conversation_id: noor, line_id: 1, place: 1, low: 5, high: 10, waited: 7 * minute },
    { conversation_id: sam, place: 2, low: 10, high: 15, waited: null },
  ]);
  expect(told[0]!.by_line).toBe(6 * minute);
  await youthEnds(home, noor);
  clock.pass(400 * 24 * 60 * minute);
  expect(dueToGo(home.helpline.db, clock.now())).toContain(noor);
  await home.helpline.db.change("porchlight", (tx, emit) => forget(tx, emit, { conversationId: noor }));
  expect(promises()[from]).toMatchObject({ conversation_id: null, waited: 7 * minute });
});

test("where nothing is kept of a chat, what is told of the waiting stays: two times and a line, of nobody", async () => {
  await lineMoved(home, clock);
  const { db } = home.helpline;
  const before = forecast(2);
  expect(before).toMatchObject({ low: 10, high: 15 });
  for (const { id } of db.all(q.selectFrom("conversation").select("id"))) {
    await db.change("porchlight", (tx, emit) => forget(tx, emit, { conversationId: id }));
  }
  expect(db.all(q.selectFrom("conversation").select("id"))).toEqual([]);
  expect(forecast(2)).toEqual(before);
  expect(Object.keys(gone()[0]!)).toEqual(["id", "line_id", "came", "gone"]);
});

test("of each line the newest hundred are kept, and none longer than it says something", async () => {
  await lineMoved(home, clock, { minutes: 1, times: 103 });
  const kept = gone();
  expect(kept).toHaveLength(100);
  const night = await act(home, home.aino, (tx, emit) => addLine(tx, emit, { ...lineValues(tx, 1), name: "Night" }));
  await lineMoved(home, clock, { times: 2, lineId: night as number });
  expect(gone()).toHaveLength(102);
  const forgets = () => runJob(home.helpline, jobs.find(({ name }) => name === "how lines moved, kept long enough")!);
  clock.pass(kept.at(-1)!.gone + goneDays * 24 * 60 * minute - clock.now());
  await forgets();
  expect(gone()).toHaveLength(2);
  clock.pass(13 * minute);
  await forgets();
  expect(gone()).toEqual([]);
});

test("what was told is kept for a year, and no longer", async () => {
  const told = { conversation_id: null, line_id: 1, place: 1, low: 5, high: 10, by_line: 1, waited: minute };
  const tells = () =>
    home.helpline.db.change("porchlight", (tx) => tx.run(q.insertInto("wait_promise").values({ ...told, at: tx.at })));
  const forgets = () => runJob(home.helpline, jobs.find(({ name }) => name === "how lines moved, kept long enough")!);
  await tells();
  clock.pass(24 * 60 * minute);
  await tells();
  clock.pass((promiseDays - 1) * 24 * 60 * minute - 1);
  await forgets();
  expect(promises()).toHaveLength(2);
  clock.pass(1);
  await forgets();
  expect(promises()).toHaveLength(1);
});

test("somebody who comes back stands and moves the line like everybody; who looks in and goes at once does not", async () => {
  await lineMoved(home, clock, { times: 9 });
  const sam = await comesIn(home);
  await takes(home, home.anna, sam);
  clock.pass(minute);
  const noor = await comesIn(home);
  clock.pass(5 * minute);
  await home.helpline.db.change(`staff:${home.anna.id}`, (tx, emit) =>
    giveBack(tx, emit, { conversationId: sam, staffId: home.anna.id, why: "left" }),
  );
  await leaves(await comesIn(home));
  clock.pass(minute / 2);
  await takes(home, home.anna, sam);
  clock.pass(6 * minute);
  await takes(home, home.anna, noor);
  const [before, back, last] = gone().slice(-3);
  expect([back!.gone - back!.came, last!.gone - last!.came]).toEqual([minute / 2, 11.5 * minute]);
  expect(stepsOf([before!, back!, last!], [])).toEqual([5.5 * minute, 6 * minute]);
});

test("promises that were broken widen the next one", async () => {
  await lineMoved(home, clock);
  expect(forecast(1)).toMatchObject({ high: 10 });
  // From now on every second wait takes five times as long as the line says.
  const late = { line_id: 1, place: 1, low: 5, high: 10, by_line: 6 * minute, waited: 18 * minute };
  await home.helpline.db.change("porchlight", (tx) => {
    for (let n = 0; n < 12; n += 1) tx.run(q.insertInto("wait_promise").values({ ...late, at: tx.at + n }));
  });
  expect(forecast(1)).toMatchObject({ high: 20 });
  // Of those a long way off nothing was wrong.
  expect(forecast(5)).toMatchObject({ high: 30 });
});

test("however many have been here, only the newest of their line are read, along an index", async () => {
  const asked: string[] = [];
  const { db } = home.helpline;
  const listening: DataReader = {
    first: (query) => db.first(query),
    all: (query) => {
      asked.push(query.compile().sql);
      return db.all(query);
    },
    keyring: db.keyring,
    crowd: db.crowd,
  };
  forecastOf(listening, 1, []);
  const plans = asked
    .filter((sql) => /from "(line_gone|wait_promise)"/.test(sql))
    .map((sql) => {
      const found = files.data.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...sql.replace(/[^?]/g, ""));
      return (found as { detail: string }[]).map(({ detail }) => detail);
    });
  expect(plans).toEqual([
    ["SEARCH line_gone USING INDEX line_gone_last (line_id=?)"],
    ["SEARCH wait_promise USING INDEX wait_promise_kept (line_id=?)"],
  ]);
});

test("whoever waits is told the range of their place, and the new one when the line moves", async () => {
  await lineMoved(home, clock);
  const [noor, sam] = [await comesIn(home), await comesIn(home)];
  const shown = (id: number) => chatState(home.helpline, conversation(home.helpline.db, id)!);
  const before = shown(sam);
  expect(before).toMatchObject({ kind: "waiting", place: 2, range: { low: 10, high: 15 } });
  clock.pass(6 * minute);
  await takes(home, home.anna, noor);
  expect(shown(sam)).toMatchObject({ place: 1, range: { low: 5, high: 10 } });
  expect(shown(sam).version).not.toBe(before.version);
});
