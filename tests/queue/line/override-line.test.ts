import { beforeEach, expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { addLine } from "#src/hours/lines.ts";
import { overrideOf } from "#src/hours/rules/override.ts";
import { doorLog, waitingOn } from "#src/queue/door/doors.ts";
import { type Decision, decide, lift } from "#src/queue/line/override-line.ts";
import { comesIn, takes } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";

let home: House;
let clock: FakeClock;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await open(home);
});

const decides = (more: Partial<Decision>) =>
  home.helpline.db.change(`staff:${home.bela.id}`, (tx, emit) =>
    decide(tx, emit, {
      lineId: 1,
      kind: "closed",
      until: null,
      reason: "storm",
      staffId: home.bela.id,
      waiting: 0,
      ...more,
    }),
  );
const lifts = () => home.helpline.db.change(`staff:${home.bela.id}`, (tx, emit) => lift(tx, emit, { lineId: 1 }));
const said = () => doorLog(home.helpline.db, 1, 0).map(({ state, reason }) => `${state}: ${reason}`);

test("closing tells whoever waits in the same commit, and leaves whoever talks alone", async () => {
  const [noor, sam] = [await comesIn(home), await comesIn(home)];
  await takes(home, home.anna, noor);
  home.heard.length = 0;
  await decides({ waiting: 1 });
  expect(home.heard).toMatchObject([
    { type: "line.overridden", kind: "closed", reason: "storm" },
    { type: "line.state_changed", to: "closed", reason: "closed_by_hand" },
    { type: "conversation.ended", conversationId: sam, reason: "line_closed" },
  ]);
  expect(conversation(home.helpline.db, noor)!.endedAt).toBeNull();
});

test("nobody is sent home whom the one who closes did not know of", async () => {
  const noor = await comesIn(home);
  await expect(decides({ waiting: 0 })).rejects.toMatchObject({
    key: "error.override_waiting",
    values: { n: 1 },
    field: "waiting",
  });
  expect(conversation(home.helpline.db, noor)!.endedAt).toBeNull();
  expect(overrideOf(home.helpline.db, 1, clock.now())).toBeNull();
  expect(waitingOn(home.helpline.db, 1)).toBe(1);
});

test("a pause keeps every place, and lifting it opens at once", async () => {
  const noor = await comesIn(home);
  await decides({ kind: "paused", until: clock.now() + 60_000 });
  expect(conversation(home.helpline.db, noor)!.endedAt).toBeNull();
  await lifts();
  await lifts();
  expect(said()).toEqual(["paused: paused_by_hand", "open: without_hours"]);
});

test("a line that its hours have open cannot be opened, nor one that is no more", async () => {
  const until = clock.now() + 60_000;
  await expect(decides({ kind: "open", until })).rejects.toMatchObject({ key: "error.override_inside" });
  await expect(decides({ lineId: 99 })).rejects.toMatchObject({ code: "not_found" });
});

test("closing one line leaves the people of another in peace", async () => {
  const values = { name: "Night", country: "BE", languages: [], ageFrom: null, ageTo: null, intakeCap: null };
  const lineId = await home.helpline.db.change("staff:3", (tx, emit) =>
    addLine(tx, emit, { ...values, pauseAfterMinutes: 10, staffIds: [] }),
  );
  const [here, there] = [await comesIn(home), await comesIn(home, "hello", { lineId })];
  await decides({ waiting: 1 });
  expect([here, there].map((id) => conversation(home.helpline.db, id)!.endReason)).toEqual(["line_closed", null]);
});
