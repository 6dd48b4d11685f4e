import { beforeEach, expect, test } from "vitest";
import { jobs, runJob } from "#src/jobs.ts";
import { declareEmergency } from "#src/record/emergency.ts";
import { recordOfChat } from "#src/record/reading.ts";
import { setSetting } from "#src/settings/settings.ts";
import { youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, give, heardSince, type Person, says, youth } from "#tests/support/house/http.ts";
import { saves } from "#tests/support/house/records.ts";
import { comesOnShift, sealsOver } from "#tests/support/keys/keys.ts";

// SG15: whoever had a part in a chat reads it to write its record, and is told until when.

const minute = 60_000;
const words = "he waits at the gate";

let clock: FakeClock;
let home: House;
let noor: Person & { id: number };
let anna: Person;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await comesOnShift(home, "bela");
  anna = await comesOnShift(home, "anna");
  await open(home);
  noor = await youth(home, words);
  await give(home, noor.id, home.anna);
});

const goesBy = async (minutes: number) => {
  clock.pass(minutes * minute);
  await runJob(home.helpline, jobs.find(({ name }) => name === "words that close soon")!);
  await sealsOver(home);
};
const page = async () => (await anna.get(`/staff/conversation/${noor.id}`)).text;
const resume = (minutes: number) =>
  act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "resumeMinutes", value: minutes }));

test("the page says until when, warns three minutes before, once, and then the record is finished without the words", async () => {
  await youthEnds(home, noor.id);
  const time = "20:00";
  expect(await page()).toContain(says("staff.shuts.record", { time }));
  await goesBy(56);
  const before = home.heard.length;
  await goesBy(1);
  await goesBy(1);
  expect(heardSince(home, before)).toEqual(["conversation.closing"]);
  await goesBy(1);
  const last = await page();
  expect(last).toContain(says("staff.shuts.soon", { time }));
  expect(last).toContain(words);
  await goesBy(1);
  const shut = await page();
  expect(shut).toContain(says("staff.pane.sealed"));
  expect(shut).not.toContain(words);
  await saves(home, home.anna, { of: { conversationId: noor.id } });
  expect(recordOfChat(home.helpline.db, noor.id)?.finishedAt).toBe(clock.now());
});

test("once its record is finished the words close as soon as the chat cannot go on, and nobody is warned of it again", async () => {
  await youthEnds(home, noor.id);
  await saves(home, home.anna, { of: { conversationId: noor.id } });
  expect(await page()).toContain(says("staff.shuts.nothing", { time: "19:15" }));
  await goesBy(14);
  expect(await page()).toContain(words);
  await goesBy(1);
  expect(await page()).not.toContain(words);
});

test("after an emergency until its record says what came of it", async () => {
  await act(home, home.anna, (tx, emit) =>
    declareEmergency(tx, emit, { conversationId: noor.id, staffId: home.anna.id }),
  );
  await youthEnds(home, noor.id);
  expect(await page()).toContain(says("staff.shuts.emergency", { time: "07:00" }));
});

test.each([5, 60])(
  "with %s minutes to come back, a code is given until the words close and not after that",
  async (minutes) => {
    await resume(minutes);
    await youthEnds(home, noor.id);
    await saves(home, home.anna, { of: { conversationId: noor.id } });
    await goesBy(minutes - 1);
    expect((await noor.post("/back", { want: "code" })).text).toContain('id="words"');
    await goesBy(1);
    expect((await noor.get("/")).text).not.toContain('href="/back"');
    expect((await noor.post("/back", { want: "code" })).text).not.toContain('id="words"');
  },
);
