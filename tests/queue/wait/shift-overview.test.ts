import { beforeEach, expect, test } from "vitest";
import { askForHelp } from "#src/conversation/colleagues/help-wanted.ts";
import { readAlong } from "#src/conversation/colleagues/join.ts";
import { addLine, lineValues } from "#src/hours/lines.ts";
import { onShift } from "#src/live/console/staff-room.tsx";
import { inHand } from "#src/queue/capacity.ts";
import { pause } from "#src/queue/line/pause.ts";
import { staffingNow } from "#src/queue/line/staffing.ts";
import { peopleFromAbove, talks, waitingFromAbove } from "#src/queue/wait/shift-overview.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import { openChats } from "#src/staff/staff.ts";
import { annaSays, comesIn, takes, talking, youthEnds, youthSays } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";

const minute = 60_000;
let home: House;
let clock: FakeClock;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await open(home);
});

const above = () => talks(home.helpline.db, home.helpline, "en");

test("who talks with whom, for how long, and who is silent since when: whichever side the other waits for", async () => {
  const begun = clock.now();
  const id = await talking(home, "my secret words");
  clock.pass(2 * minute);
  expect(above()).toMatchObject([{ id, alias: "Mika", claimedAt: begun, silent: { of: "counsellor", since: begun } }]);
  const answered = clock.now();
  await annaSays(home, id, "Hi");
  clock.pass(minute);
  expect(above()[0]!.silent).toEqual({ of: "youth", since: answered });
  await youthSays(home, id, "hello");
  expect(above()[0]!.silent).toEqual({ of: "counsellor", since: clock.now() });
  expect(JSON.stringify(above())).not.toMatch(/secret|hello|Anna|Peeters/);
  await youthEnds(home, id);
  expect(above()).toEqual([]);
});

test("who asked for help since when, without what about, and who sits beside the counsellor", async () => {
  const id = await talking(home);
  await home.helpline.db.change(`staff:${home.anna.id}`, (tx, emit) =>
    askForHelp(tx, emit, { conversationId: id, staffId: home.anna.id, words: "the words of help" }),
  );
  expect(above()).toMatchObject([{ helpAskedAt: clock.now(), beside: [] }]);
  expect(JSON.stringify(above())).not.toContain("words of help");
  await home.helpline.db.change(`staff:${home.bela.id}`, (tx, emit) =>
    readAlong(tx, emit, { conversationId: id, staffId: home.bela.id }),
  );
  expect(above()[0]!.beside).toEqual([{ alias: "Luna", kind: "reading" }]);
});

test("who waits stands in the order they will be taken, without their words", async () => {
  const [noor, sam] = [await comesIn(home, "noor’s words"), await comesIn(home, "sam’s words", { urgent: true })];
  const waiting = waitingFromAbove(home.helpline.db, home.helpline.youth, "en");
  expect(waiting.map(({ id, lane }) => [id, lane])).toEqual([
    [sam, "urgent"],
    [noor, "normal"],
  ]);
  expect(JSON.stringify(waiting)).not.toContain("words");
});

test("who is available, wraps up, is away or gone, since when, with how many chats, and on which lines if not on all", async () => {
  const people = () =>
    peopleFromAbove(home.helpline.db, clock.now()).map(({ alias, is, chats, lines }) => ({ alias, is, chats, lines }));
  await talking(home);
  await youthEnds(home, await talking(home));
  await home.helpline.db.change("porchlight", (tx, emit) => {
    setAvailability(tx, emit, { staffId: home.bela.id, availability: "available" });
    setAvailability(tx, emit, { staffId: home.aino.id, availability: "gone" });
  });
  expect(people()).toEqual([
    { alias: "Luna", is: "available", chats: 0, lines: [] },
    { alias: "Mika", is: "wrapping", chats: 1, lines: [] },
    { alias: "Robin", is: "gone", chats: 0, lines: [] },
  ]);
  await home.helpline.db.change("porchlight", (tx, emit) =>
    addLine(tx, emit, { ...lineValues(tx, 1), name: "Night", staffIds: [home.bela.id] }),
  );
  expect(people().map(({ lines }) => lines)).toEqual([[], ["Main line"], ["Main line"]]);
});

test("in hand is one number everywhere: a paused chat is in nobody’s", async () => {
  const { db, staff } = home.helpline;
  const paused = await talking(home);
  await talking(home);
  await takes(home, home.anna, await comesIn(home, "urgent", { urgent: true }));
  await db.change("porchlight", (tx, emit) => pause(tx, emit, { conversationId: paused, by: "youth" }));
  const { id } = home.anna;
  const { seats, free } = staffingNow(db, clock.now());
  const seen = {
    capacity: inHand(db, id),
    above: peopleFromAbove(db, clock.now()).find((one) => one.id === id)?.chats,
    room: onShift(db, staff).find(({ alias }) => alias === "Mika")?.chats,
    seats: [seats, free],
  };
  expect(seen).toEqual({ capacity: 2, above: 2, room: 2, seats: [2, 0] });
  // What may still go on holds her account.
  expect(openChats(db, id)).toBe(3);
});
