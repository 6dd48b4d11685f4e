import { beforeEach, expect, test } from "vitest";
import { join } from "#src/conversation/colleagues/join.ts";
import { conversation, stateOf } from "#src/conversation/conversation.ts";
import { holdClock, stillHere } from "#src/conversation/silence/steps.ts";
import type { Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { Emit } from "#src/events.ts";
import { addLine, lineValues } from "#src/hours/lines.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { topics } from "#src/live/topics.ts";
import { end } from "#src/queue/end/ending.ts";
import { closeAtOnce, giveBack } from "#src/queue/handover/give-back.ts";
import { offer } from "#src/queue/handover/hand-over.ts";
import { takeOver } from "#src/queue/handover/take-over.ts";
import { pause, resume } from "#src/queue/line/pause.ts";
import { settings } from "#src/settings/settings.ts";
import { memberHistory } from "#src/staff/accounts/member.ts";
import { beginWrapUp, wrappingUp } from "#src/staff/shift/wrap-up.ts";
import { annaSays, talking } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";

let clock: FakeClock;
let home: House;
let noor: number;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await open(home);
  await open(home, home.bela);
  noor = await talking(home, "it is bad again");
});

const now = () => conversation(home.helpline.db, noor)!;
const job = (name: string) => runJob(home.helpline, jobs.find((one) => one.name === name)!);
const asked = { agreed: true } as const;
const gaveBack = () =>
  act(home, home.anna, (tx, emit) => giveBack(tx, emit, { conversationId: noor, staffId: home.anna.id, why: "left" }));
const passedOn = async () => {
  const values = { ...lineValues(home.helpline.db, 1), name: "Evening line" };
  const lineId = await act(home, home.aino, (tx, emit) => addLine(tx, emit, values));
  const input = { conversationId: noor, staffId: home.anna.id, to: { lineId }, summary: "No plan.", asked };
  await act(home, home.anna, (tx, emit) => offer(tx, emit, input));
};

const closedAccount = () =>
  act(home, home.aino, (tx, emit) => {
    const input = { staffId: home.anna.id, basedOn: memberHistory.newest(tx, home.anna.id), isHeard: () => true };
    closeAtOnce(tx, emit, input);
  });

const ways: [string, () => Promise<unknown>][] = [
  ["given back", gaveBack],
  ["left by an account that is closed", closedAccount],
];

test.each(ways)("a paused chat that is %s waits, and does not end with the time of its pause", async (_, way) => {
  await act(home, home.anna, (tx, emit) =>
    holdClock(tx, emit, { conversationId: noor, staffId: home.anna.id, held: true }),
  );
  await home.helpline.db.change("youth", (tx, emit) => {
    stillHere(tx, emit, { conversationId: noor });
    pause(tx, emit, { conversationId: noor, by: "youth" });
  });
  await act(home, home.anna, (tx) => tx.run(q.updateTable("conversation").set({ held_at: tx.at })));
  await way();
  expect(now()).toMatchObject({ counsellorId: null, pausedAt: null, heldAt: null, silenceFrom: null });
  clock.pass(60 * 60_000);
  await job("pauses that are over");
  expect(stateOf(now())).toBe("waiting");
});

test.each(ways)("whoever was away with a pause has the promised time after it is %s, and no more", async (_, way) => {
  home.helpline.youth.touched(noor);
  clock.pass(16 * 60_000);
  await home.helpline.db.change("youth", (tx, emit) => pause(tx, emit, { conversationId: noor, by: "silence" }));
  await way();
  await job("young persons who are gone");
  expect(stateOf(now())).toBe("waiting");
  clock.pass(settings(home.helpline.db).resumeMinutes * 60_000 - 1);
  await job("young persons who are gone");
  expect(stateOf(now())).toBe("waiting");
  clock.pass(1);
  await job("young persons who are gone");
  expect(now()).toMatchObject({ endReason: "lost" });
});

test("a paused chat is given to no other line, with a sentence; when it goes on it can be", async () => {
  await home.helpline.db.change("youth", (tx, emit) => pause(tx, emit, { conversationId: noor, by: "youth" }));
  await expect(passedOn()).rejects.toMatchObject({ key: "error.receiver_in_pause", field: "to" });
  expect(stateOf(now())).toBe("paused");
  await home.helpline.db.change("youth", (tx, emit) => resume(tx, emit, { conversationId: noor, isHeard: () => true }));
  await passedOn();
  expect(stateOf(now())).toBe("waiting");
});

test("only a chat that is paused fades out", async () => {
  await gaveBack();
  await act(home, home.anna, (tx) => tx.run(q.updateTable("conversation").set({ paused_at: tx.at })));
  clock.pass(60 * 60_000);
  await job("pauses that are over");
  expect(stateOf(now())).toBe("waiting");
});

test("whoever takes over has the clock anew, whatever was held", async () => {
  await annaSays(home, noor, "I am here.");
  await act(home, home.anna, (tx, emit) =>
    holdClock(tx, emit, { conversationId: noor, staffId: home.anna.id, held: true }),
  );
  clock.pass(60_000);
  await act(home, home.bela, (tx, emit) => takeOver(tx, emit, { conversationId: noor, staffId: home.bela.id }));
  expect(now()).toMatchObject({ counsellorId: home.bela.id, heldAt: null, silenceFrom: clock.now() });
});

test.each([
  ["taken over", (tx: Tx, emit: Emit) => takeOver(tx, emit, { conversationId: noor, staffId: home.bela.id })],
  ["ended", (tx: Tx, emit: Emit) => end(tx, emit, { conversationId: noor, reason: "ended_by_youth", staffId: null })],
])("a chat that was left alone goes from the queues of its line when it is %s", async (_, verb) => {
  await open(home, home.aino);
  home.helpline.staff.opened(home.anna.id);
  home.helpline.staff.closed(home.anna.id);
  const got: string[] = [];
  const topic = topics.queue({ language: "en", canClaim: true, lineIds: [1], languages: ["en"] });
  clock.pass(2 * 60_000);
  home.helpline.hub.join(topic, { send: (frame) => got.push(frame) });
  await act(home, home.bela, verb);
  await expect.poll(() => got.join("")).toContain('id="queue"');
  expect(got.join("")).not.toContain(`left-${noor}`);
});

test("whoever gets a chat wraps up no longer", async () => {
  await act(home, home.bela, (tx, emit) => beginWrapUp(tx, emit, { staffId: home.bela.id }));
  await act(home, home.bela, (tx, emit) => takeOver(tx, emit, { conversationId: noor, staffId: home.bela.id }));
  expect(wrappingUp(home.helpline.db, clock.now()).has(home.bela.id)).toBe(false);
});

test("everybody concerned is sent away: whose it was, who sat beside, and whoever read the summary of an offer", async () => {
  await open(home, home.aino);
  await act(home, home.bela, (tx, emit) => join(tx, emit, { conversationId: noor, staffId: home.bela.id }));
  const input = { conversationId: noor, staffId: home.anna.id, to: { staffId: home.aino.id }, asked };
  await act(home, home.anna, (tx, emit) => offer(tx, emit, { ...input, summary: "No plan, call her aunt." }));
  const got = new Map<number, string>();
  for (const { id } of [home.anna, home.bela, home.aino]) {
    got.set(id, "");
    home.helpline.hub.join(topics.staff(id), { send: (frame) => got.set(id, got.get(id) + frame) });
  }
  await gaveBack();
  for (const one of [home.anna, home.bela]) {
    expect(got.get(one.id)).toContain(`pane-${noor}`);
    expect(got.get(one.id)).not.toContain("it is bad again");
  }
  expect(got.get(home.aino.id)).toContain("#offers");
  expect(got.get(home.aino.id)).not.toContain("aunt");
});
