import { beforeEach, expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { stay } from "#src/conversation/silence/steps.ts";
import { liftOverride, override } from "#src/hours/rules/override.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { promptsScene, talkedNote } from "#src/live/chat/prompts-data.ts";
import { noteDoor } from "#src/queue/door/doors.ts";
import { settings } from "#src/settings/settings.ts";
import { talking, youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";

let home: House;
let clock: FakeClock;
let id: number;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await open(home);
  id = await talking(home);
});

const note = () => talkedNote(settings(home.helpline.db), conversation(home.helpline.db, id)!, clock.now());
const shown = (readerId = home.anna.id) => promptsScene(home.helpline, conversation(home.helpline.db, id)!, readerId);
const noted = () => home.heard.filter(({ type }) => type === "length.noted").length;
const lengths = () => runJob(home.helpline, jobs.find(({ name }) => name === "how long chats have gone on")!);

test("the counsellor is told at 30 and at 45 minutes, each for five, and hears it when it comes and goes", async () => {
  await lengths();
  const seen: [number, string][] = [];
  for (let minute = 1; minute <= 60; minute += 1) {
    clock.pass(60_000);
    await lengths();
    const which = note()?.which;
    if (which) seen.push([minute, which]);
  }
  const five = (from: number, which: string) => [0, 1, 2, 3, 4].map((n) => [from + n, which]);
  expect(seen).toEqual([...five(30, "first"), ...five(45, "second")]);
  expect(noted()).toBe(4);
});

test("at closing time a goodbye, a colleague or staying is offered; the chat never ends by itself, and staying asks no more", async () => {
  const { db } = home.helpline;
  const closes = (on: boolean) =>
    db.change(`staff:${home.bela.id}`, (tx, emit) => {
      if (on) override(tx, emit, { lineId: 1, kind: "closed", until: null, reason: "", staffId: home.bela.id });
      else liftOverride(tx, emit, { lineId: 1 });
      noteDoor(tx, emit, { lineId: 1 });
    });
  expect(shown().closed).toBeNull();
  clock.pass(60_000);
  await closes(true);
  const closed = { at: clock.now(), goodbye: expect.stringContaining("Before we finish") };
  expect(shown()).toMatchObject({ closed, own: true });
  expect(shown(home.bela.id).own).toBe(false);
  clock.pass(3 * 60 * 60_000);
  for (const job of jobs.filter(({ name }) => /doors|silences|pauses/.test(name))) await runJob(home.helpline, job);
  expect(conversation(db, id)?.endedAt).toBeNull();
  await db.change("porchlight", (tx, emit) => stay(tx, emit, { conversationId: id, staffId: home.anna.id }));
  expect(shown().closed).toBeNull();
  // Closed once more, it is asked once more.
  await closes(false);
  clock.pass(60_000);
  await closes(true);
  expect(shown().closed).not.toBeNull();
  const by = (staffId: number) =>
    db.change("porchlight", (tx, emit) => stay(tx, emit, { conversationId: id, staffId }));
  await expect(by(home.bela.id)).rejects.toMatchObject({ code: "not_allowed" });
  await youthEnds(home, id);
  expect(shown()).toMatchObject({ closed: null, talked: null });
  await expect(by(home.anna.id)).rejects.toMatchObject({ code: "ended" });
});
