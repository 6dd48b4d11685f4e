import { beforeEach, expect, test } from "vitest";
import { openConversations, stateOf } from "#src/conversation/conversation.ts";
import { messages } from "#src/conversation/reading.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { annaSays, talking, youthSays } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { drawnFrom } from "#tests/support/run/night.ts";

// R6, the short form of `npm run faults -- clock`: somebody, or the network, sets the clock of the machine under chats.

const minute = 60_000;
const hour = 60 * minute;
let home: House;
let clock: FakeClock;
let id: number;

beforeEach(async () => {
  // Just before the night in which the hour from two to three comes twice.
  clock = fakeClock(Date.UTC(2027, 9, 31, 0, 50));
  home = await house({ clock });
  await open(home);
  id = await talking(home);
  await annaSays(home, id, "Hi, I am Mika");
  home.heard.length = 0;
});

/** Minutes pass, and everything happens that happens by itself; both browsers stay open. */
async function passes(minutes: number) {
  for (let halves = Math.round(minutes * 2); halves > 0; halves -= 1) {
    clock.pass(30_000);
    home.helpline.youth.touched(id);
    for (const { id: staffId } of [home.anna, home.bela, home.aino]) home.helpline.staff.touched(staffId);
    for (const job of jobs) if (job.every <= minute && !job.atOnce) await runJob(home.helpline, job);
  }
}

const steps = () => home.heard.flatMap((one) => (one.type === "silence.stepped" ? [one.step] : []));
const states = () => openConversations(home.helpline.db).map((one) => stateOf(one));

const ways: [string, number][] = [
  ["two hours ahead", 2 * hour],
  ["a day back", -24 * hour],
  ["a year and a half ahead, to a leap day", Date.UTC(2028, 1, 28, 23, 59) - Date.UTC(2027, 9, 31, 0, 51)],
];
test.each(drawnFrom("ways to set the clock", ways, 1))(
  "R6: the clock is set %s: nobody's silence gets longer by it, and none is forgotten",
  async (_what, ms) => {
    await passes(1);
    clock.set(ms);
    await passes(2.5);
    expect(steps()).toEqual([]);
    expect(states()).toEqual(["talking"]);
    // From there on it is counted as ever: 3, 7, 12 and 15 minutes.
    await passes(1);
    expect(steps()).toEqual(["prompt"]);
    await passes(13);
    expect(steps()).toEqual(["prompt", "soft", "warn", "pause"]);
    clock.set(-ms);
    await passes(14);
    expect(states()).toEqual(["paused"]);
    await passes(2);
    expect(states()).toEqual([]);
  },
);

test("R6: the clock is set while the counsellor owes an answer: they are not taken for silent, and words keep their order", async () => {
  await youthSays(home, id, "one");
  for (const [n, ms] of [2 * hour, -24 * hour, 22 * hour].entries()) {
    clock.set(ms);
    await passes(0.5);
    await youthSays(home, id, `after ${n}`);
    await annaSays(home, id, `answer ${n}`);
    await youthSays(home, id, `and ${n}`);
  }
  expect(steps()).toEqual([]);
  const said = messages(home.helpline.db, id).flatMap(({ author, text }) => (author === "notice" ? [] : [text]));
  expect(said.slice(-10)).toEqual(["one", ...[0, 1, 2].flatMap((n) => [`after ${n}`, `answer ${n}`, `and ${n}`])]);
});

test("R6: the clock is set back by five seconds just after the counsellor wrote: nobody is taken for silent since the start", async () => {
  await passes(2.5);
  await youthSays(home, id, "one");
  await passes(1);
  await annaSays(home, id, "and now?");
  clock.set(-5_000);
  await runJob(home.helpline, jobs.find(({ name }) => name === "silences")!);
  await passes(2.5);
  expect(steps()).toEqual([]);
  await passes(1);
  expect(steps()).toEqual(["prompt"]);
});

test("R6: in the night in which an hour comes twice a chat goes on as in any other", async () => {
  await youthSays(home, id, "still here");
  await annaSays(home, id, "good");
  await passes(2.5);
  await youthSays(home, id, "yes");
  await annaSays(home, id, "and now?");
  await passes(2.5);
  expect([steps(), states()]).toEqual([[], ["talking"]]);
});
