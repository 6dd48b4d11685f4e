import { beforeEach, expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { messages } from "#src/conversation/reading.ts";
import type { EndReason } from "#src/conversation/state.ts";
import type { Tx } from "#src/db/db.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { q } from "#src/db/schema.ts";
import type { Emit } from "#src/events.ts";
import { close, comeBack, end, markStillHere } from "#src/queue/end/ending.ts";
import { giveBack } from "#src/queue/handover/give-back.ts";
import { takeOver } from "#src/queue/handover/take-over.ts";
import { pause, resume } from "#src/queue/line/pause.ts";
import { giveFeelingBefore } from "#src/record/feeling.ts";
import { annaSays, comesIn, takes, talking, youthEnds, youthSays } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";

let home: House;
let clock: FakeClock;
let files: OpenFiles;
beforeEach(async () => {
  clock = fakeClock(Date.UTC(2026, 10, 24, 23, 30));
  home = await house({ clock });
  ({ files } = home);
  await open(home);
  home.heard.length = 0;
});

const ends = (conversationId: number, reason: EndReason, staffId: number | null = null) =>
  home.helpline.db.change("porchlight", (tx, emit) => end(tx, emit, { conversationId, reason, staffId }));
const contact = (id: number) =>
  home.helpline.db.first(q.selectFrom("contact").selectAll().where("conversation_id", "=", id));

test("the contact row keeps numbers and no word: waited, talked, messages, feeling, the day where the line is", async () => {
  const id = await comesIn(home, "first words");
  await home.helpline.db.change("youth", (tx, emit) => giveFeelingBefore(tx, emit, { conversationId: id, value: 7 }));
  clock.pass(61_400);
  await takes(home, home.anna, id);
  await annaSays(home, id, "Hi");
  await youthSays(home, id, "more words");
  clock.pass(120_600);
  await ends(id, "ended_by_counsellor", home.anna.id);
  const row = contact(id)!;
  expect(row).toMatchObject({
    // 23:30 UTC is the next day in Brussels.
    day: "2026-11-25",
    waited_s: 61,
    talked_s: 121,
    youth_messages: 2,
    counsellor_messages: 1,
    end_reason: "ended_by_counsellor",
    feeling_before: 7,
    feeling_after: null,
    helped: null,
    lane: "normal",
    language: "en",
    line_id: 1,
  });
  expect(JSON.stringify(row)).not.toMatch(/words|Mika|Anna/);
});

test("every wait and every talk is counted, and no pause", async () => {
  const minutes = (n: number) => clock.pass(n * 60_000);
  const act = (work: (tx: Tx, emit: Emit) => void) => home.helpline.db.change("porchlight", work);
  const id = await comesIn(home, "first words");
  minutes(2);
  await takes(home, home.anna, id);
  minutes(10);
  await act((tx, emit) => pause(tx, emit, { conversationId: id, by: "youth" }));
  minutes(4);
  await act((tx, emit) => resume(tx, emit, { conversationId: id, isHeard: () => true }));
  minutes(20);
  await act((tx, emit) => giveBack(tx, emit, { conversationId: id, staffId: home.anna.id, why: "lost" }));
  minutes(3);
  await takes(home, home.anna, id);
  minutes(5);
  await act((tx, emit) => takeOver(tx, emit, { conversationId: id, staffId: home.bela.id }));
  minutes(1);
  await youthEnds(home, id);
  expect(contact(id)).toMatchObject({ waited_s: 5 * 60, talked_s: 36 * 60 });
});

test("whoever waits again and leaves was in a chat all the same", async () => {
  const id = await talking(home);
  clock.pass(60_000);
  await home.helpline.db.change("porchlight", (tx, emit) =>
    giveBack(tx, emit, { conversationId: id, staffId: home.anna.id, why: "lost" }),
  );
  clock.pass(30_000);
  await youthEnds(home, id);
  expect(contact(id)).toMatchObject({ waited_s: 30, talked_s: 60 });
});

test("ending twice changes nothing and is heard once", async () => {
  const id = await talking(home);
  home.heard.length = 0;
  await Promise.all([youthEnds(home, id), ends(id, "ended_by_counsellor", home.anna.id)]);
  await ends(id, "lost");
  expect(home.heard).toEqual([
    { type: "wrap_up.changed", staffId: home.anna.id, on: true },
    { type: "conversation.ended", conversationId: id, staffId: home.anna.id, reason: "ended_by_youth" },
  ]);
  expect(conversation(home.helpline.db, id)).toMatchObject({ endReason: "ended_by_youth", closedAt: null });
});

test("only the counsellor who has it ends it from the staff side", async () => {
  const id = await talking(home);
  await expect(ends(id, "ended_by_counsellor", home.bela.id)).rejects.toMatchObject({ code: "not_allowed" });
  await expect(ends(99, "lost")).rejects.toMatchObject({ code: "not_found" });
});

test.each([
  ["ended_by_youth", "left_line"],
  ["left_fast", "left_fast"],
  ["lost", "lost"],
] as const)("somebody who waits and goes (%s) leaves no words behind, only numbers (%s)", async (reason, kept) => {
  const id = await comesIn(home, "nobody has read this");
  await ends(id, reason);
  expect(conversation(home.helpline.db, id)).toMatchObject({ endReason: kept, closedAt: clock.now() });
  expect(contact(id)).toMatchObject({ end_reason: kept, talked_s: null, youth_messages: 1 });
  expect(messages(home.helpline.db, id)).toEqual([]);
  expect(files.keys.prepare("SELECT count(*) FROM wrap").pluck().get()).toBe(0);
  expect(home.helpline.db.all(q.selectFrom("erasure").select("conversation_id"))).toEqual([{ conversation_id: id }]);
});

test("a chat that was read keeps its words after the end, until they are due", async () => {
  const id = await talking(home, "read by Mika");
  await youthEnds(home, id);
  expect(messages(home.helpline.db, id)[0]!.text).toBe("read by Mika");
});

test.each(["ended_by_youth", "left_fast", "lost"] as const)("so does one that waits again (%s)", async (reason) => {
  const id = await talking(home, "read by Mika");
  await home.helpline.db.change("porchlight", (tx, emit) =>
    giveBack(tx, emit, { conversationId: id, staffId: home.anna.id, why: "lost" }),
  );
  await ends(id, reason);
  expect(messages(home.helpline.db, id)[0]!.text).toBe("read by Mika");
  expect(conversation(home.helpline.db, id)).toMatchObject({ endReason: reason, closedAt: clock.now() });
});

test("closing takes an ended chat off its own counsellor's screen, once", async () => {
  const id = await talking(home);
  const closes = (staffId: number) =>
    home.helpline.db.change(`staff:${staffId}`, (tx, emit) => close(tx, emit, { conversationId: id, staffId }));
  await expect(closes(home.anna.id)).rejects.toMatchObject({ code: "not_allowed" });
  await youthEnds(home, id);
  await expect(closes(home.bela.id)).rejects.toMatchObject({ code: "not_allowed" });
  home.heard.length = 0;
  await closes(home.anna.id);
  await closes(home.anna.id);
  expect(home.heard).toEqual([{ type: "conversation.closed", conversationId: id, staffId: home.anna.id }]);
});

test("coming back tells how long they were away; after the end nobody comes back", async () => {
  const id = await talking(home);
  home.heard.length = 0;
  const back = () =>
    home.helpline.db.change("youth", (tx, emit) => comeBack(tx, emit, { conversationId: id, awayMs: 540_000.4 }));
  await back();
  expect(home.heard).toEqual([
    { type: "conversation.returned", conversationId: id, staffId: home.anna.id, awayMs: 540_000 },
  ]);
  expect(conversation(home.helpline.db, id)).toMatchObject({ returnedAt: clock.now(), returnedAfterMs: 540_000 });
  await youthEnds(home, id);
  await expect(back()).rejects.toMatchObject({ code: "ended" });
});

test("being here is noted for open conversations only", async () => {
  const [open_, over] = [await talking(home), await talking(home)];
  await youthEnds(home, over);
  const before = conversation(home.helpline.db, over)!.youthHereAt;
  clock.pass(15_000);
  await home.helpline.db.change("porchlight", (tx) => markStillHere(tx, { conversationIds: [open_, over] }));
  expect(conversation(home.helpline.db, open_)!.youthHereAt).toBe(clock.now());
  expect(conversation(home.helpline.db, over)!.youthHereAt).toBe(before);
});

test("a clock that is set back an hour makes nobody wait less than nothing", async () => {
  const id = await comesIn(home, "first words");
  clock.pass(-3_600_000);
  await takes(home, home.anna, id);
  clock.pass(60_000);
  await youthEnds(home, id);
  expect(contact(id)).toMatchObject({ waited_s: 0, talked_s: 60 });
});

test.each([
  // In Brussels the clock is put forward on 29 March at 01:00 UTC, and back on 25 October at 01:00 UTC.
  ["just before the spring jump", "2026-03-29T00:59:59Z", "2026-03-29", 7],
  ["just after it", "2026-03-29T01:00:00Z", "2026-03-29", 12],
  ["the first 02:30 of the autumn night", "2026-10-25T00:30:00Z", "2026-10-25", 10],
  ["the second 02:30, which the wall shows alike", "2026-10-25T01:30:00Z", "2026-10-25", 10],
  ["the first minute of a day", "2026-11-24T23:00:00Z", "2026-11-25", 0],
  ["the last minute of a day", "2026-11-24T22:59:59Z", "2026-11-24", 95],
])("the quarter of the hour in which they came, by the clock of the line: %s", async (_, at, day, quarter) => {
  clock.set(Date.parse(at) - clock.now());
  const id = await comesIn(home);
  clock.pass(40 * 60_000);
  await ends(id, "left_line");
  expect(contact(id)).toMatchObject({ day, quarter });
});

test("every way a contact ends has its quarter, and that somebody came by a mail is counted, without who", async () => {
  const [came, called] = [await talking(home), await comesIn(home, "by a link", { calledBack: true })];
  await ends(came, "lost");
  await ends(called, "line_closed");
  expect(contact(came)).toMatchObject({ quarter: 2, called_back: 0, returned: 0 });
  expect(contact(called)).toMatchObject({ quarter: 2, called_back: 1, returned: 0 });
});
