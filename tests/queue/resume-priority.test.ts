import { beforeEach, expect, test } from "vitest";
import { conversation, stateOf } from "#src/conversation/conversation.ts";
import { messages } from "#src/conversation/reading.ts";
import { markRisk } from "#src/conversation/safety/risk.ts";
import type { Tx } from "#src/db/db.ts";
import type { Emit } from "#src/events.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { chatState } from "#src/live/youth/youth-data.ts";
import { inLine } from "#src/queue/claim.ts";
import { giveBack } from "#src/queue/handover/give-back.ts";
import { pause, resume } from "#src/queue/line/pause.ts";
import { annaSays, comesIn, takes, talking } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";

let home: House;
let clock: FakeClock;
let id: number;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await open(home);
  id = await talking(home);
  home.helpline.staff.opened(home.anna.id);
  await annaSays(home, id, "Hi, I am Mika");
});

/** Minutes pass, and nobody writes. */
async function silent(minutes: number) {
  for (let left = minutes; left > 0; left -= 1) {
    clock.pass(60_000);
    await runJob(home.helpline, jobs.find(({ name }) => name === "silences")!);
  }
}
const now = () => conversation(home.helpline.db, id)!;
const notices = () => messages(home.helpline.db, id).flatMap((one) => (one.author === "notice" ? [one.text] : []));
const change = <Result>(work: (tx: Tx, emit: Emit) => Result) => home.helpline.db.change("porchlight", work);
const comesBack = (isHeard = true) =>
  change((tx, emit) => resume(tx, emit, { conversationId: id, isHeard: () => isHeard }));

/** Lets it rest, comes back into the line, is taken again. */
async function goesRound() {
  await change((tx, emit) => pause(tx, emit, { conversationId: id, by: "youth" }));
  await comesBack(false);
}

test("whoever comes back from a pause is first once in a chat, and not before somebody urgent who waits longer", async () => {
  const urgent = await comesIn(home, "waits too", { urgent: true });
  clock.pass(60_000);
  const other = await comesIn(home, "waits too");
  clock.pass(60_000);
  await goesRound();
  const order = () => inLine(home.helpline.db).map((one) => one.id);
  expect(order()).toEqual([urgent, id, other]);
  await takes(home, home.anna, id);
  await goesRound();
  expect(order()).toEqual([urgent, other, id]);
  expect(notices().at(-1)).toContain("notice.resumed_again");
  // Whoever loses a counsellor after that is first again: it was not their doing.
  await takes(home, home.anna, id);
  clock.pass(60_000);
  await change((tx, emit) => giveBack(tx, emit, { conversationId: id, staffId: home.anna.id, why: "lost" }));
  expect(order()).toEqual([urgent, id, other]);
});

test("with risk marked meanwhile they are first however often they come back", async () => {
  const risk = (present: boolean) =>
    change((tx, emit) => markRisk(tx, emit, { conversationId: id, staffId: home.anna.id, present, why: "talked" }));
  const other = await comesIn(home, "waits too");
  await goesRound();
  await takes(home, home.anna, id);
  clock.pass(60_000);
  await change((tx, emit) => pause(tx, emit, { conversationId: id, by: "youth" }));
  await risk(true);
  await comesBack(false);
  expect(inLine(home.helpline.db).map((one) => one.id)).toEqual([id, other]);
  expect(notices().at(-1)).toContain("notice.resumed_waiting");
});

test("“later” can be said three times in a chat, and is offered no more after that", async () => {
  const offered = () => {
    const shown = chatState(home.helpline, now());
    return shown.kind === "talking" && shown.asked?.later;
  };
  for (let times = 1; times <= 3; times += 1) {
    await silent(12);
    expect(offered()).toBe(true);
    await change((tx, emit) => pause(tx, emit, { conversationId: id, by: "youth" }));
    await comesBack();
  }
  await silent(12);
  expect(offered()).toBe(false);
  const again = change((tx, emit) => pause(tx, emit, { conversationId: id, by: "youth" }));
  await expect(again).rejects.toMatchObject({ code: "not_allowed" });
  await silent(3);
  expect(stateOf(now())).toBe("paused");
});
