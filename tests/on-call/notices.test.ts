import { beforeEach, describe, expect, test } from "vitest";
import { askForHelp } from "#src/conversation/colleagues/help-wanted.ts";
import { markRisk } from "#src/conversation/safety/risk.ts";
import { setHours } from "#src/hours/opening-hours.ts";
import { override } from "#src/hours/rules/override.ts";
import { lastTold } from "#src/on-call/sent.ts";
import { hasRoom } from "#src/queue/capacity.ts";
import { giveDebrief, settleDebrief } from "#src/record/debrief.ts";
import { setSetting } from "#src/settings/settings.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { comesIn, takes, talking, youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, type House, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { type OnCallHouse, onCallHouse } from "#tests/support/people/on-call.ts";

const minute = 60_000;
/** Every day from 18:00 to 22:00 in Brussels. */
const evenings = {
  timeZone: "Europe/Brussels",
  lastEntryMinutes: 20,
  week: Array.from({ length: 7 }, () => [{ opens: 18 * 60, closes: 22 * 60 }]),
  seasons: [],
  dayRules: [],
  cuts: [],
};

let home: House;
let clock: FakeClock;
let pass: OnCallHouse["pass"];
let look: OnCallHouse["look"];
let told: OnCallHouse["told"];

beforeEach(async () => {
  ({ home, clock, pass, look, told } = await onCallHouse());
});

const away = (who: StaffMember) =>
  act(home, who, (tx, emit) => setAvailability(tx, emit, { staffId: who.id, availability: "away" }));

const hours = () =>
  act(home, home.aino, (tx, emit) =>
    setHours(tx, emit, { lineId: 1, timeZone: evenings.timeZone, calendar: evenings }),
  );

describe("nobody there", () => {
  test("is told after five minutes in the opening hours, once", async () => {
    await hours();
    await open(home);
    await pass(10);
    expect(told()).toEqual([]);
    await away(home.anna);
    await pass(4);
    expect(told()).toEqual([]);
    await pass(1);
    expect(told()).toEqual(["nobody"]);
    await pass(90);
    expect(told()).toEqual(["nobody"]);
  });

  test("again, is told half an hour after the last time, and only if it is still so", async () => {
    await hours();
    await open(home);
    await away(home.anna);
    await pass(5);
    await open(home);
    await away(home.anna);
    await pass(10);
    // Told at minute 5; it is minute 15.
    expect(told()).toEqual(["nobody"]);
    await pass(19);
    expect(told()).toEqual(["nobody"]);
    await pass(1);
    expect(told()).toEqual(["nobody", "nobody"]);
    await open(home);
    await away(home.anna);
    await pass(10);
    await open(home);
    await pass(60);
    expect(told()).toEqual(["nobody", "nobody"]);
  });

  test("is told of an evening that began without anybody, five minutes after it opened", async () => {
    await hours();
    // Wednesday, 17:59.
    clock.pass(22 * 60 * minute + 59 * minute);
    await look();
    expect(told()).toEqual([]);
    await pass(5);
    expect(told()).toEqual([]);
    await pass(1);
    expect(told()).toEqual(["nobody"]);
  });

  test("is no news outside the hours, of a line without hours, paused or closed by hand, or before the helpline opens", async () => {
    await pass(10);
    expect(told()).toEqual([]);
    await hours();
    const decide = (kind: "paused" | "closed") =>
      act(home, home.bela, (tx, emit) =>
        override(tx, emit, { lineId: 1, kind, until: clock.now() + 15 * minute, reason: "", staffId: home.bela.id }),
      );
    await decide("paused");
    await pass(14);
    await decide("closed");
    await pass(14);
    const opening = (value: "break" | "open") =>
      act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "opening", value }));
    await opening("break");
    await pass(10);
    expect(told()).toEqual([]);
    await opening("open");
    await pass(1);
    expect(told()).toEqual(["nobody"]);
    clock.pass(5 * 60 * minute);
    await pass(30);
    expect(told()).toEqual(["nobody"]);
  });
});

test("a pause that is over begins anew: that nobody has come by then is told five minutes later", async () => {
  await hours();
  await open(home);
  await away(home.anna);
  await pass(5);
  expect(told()).toEqual(["nobody"]);
  await act(home, home.bela, (tx, emit) =>
    override(tx, emit, {
      lineId: 1,
      kind: "paused",
      until: clock.now() + 60 * minute,
      reason: "",
      staffId: home.bela.id,
    }),
  );
  await pass(64);
  expect(told()).toEqual(["nobody"]);
  await pass(1);
  expect(told()).toEqual(["nobody", "nobody"]);
});

describe("somebody urgent", () => {
  const seconds = async (n: number) => {
    clock.pass(n * 1_000);
    await look();
  };

  test("is told of after a minute, and not when somebody has taken them", async () => {
    await open(home);
    const noor = await comesIn(home, "a secret", { urgent: true });
    await comesIn(home, "calm");
    await seconds(59);
    await takes(home, home.anna, noor);
    await pass(10);
    expect(told()).toEqual([]);
    await comesIn(home, "another secret", { urgent: true });
    await seconds(59);
    expect(told()).toEqual([]);
    await seconds(1);
    expect(told()).toEqual(["urgent"]);
    await pass(5);
    expect(told()).toEqual(["urgent"]);
  });

  test("is told of at once where nobody there can take one more", async () => {
    await open(home);
    for (let n = 0; hasRoom(home.helpline.db, home.anna.id, "urgent"); n += 1) {
      await takes(home, home.anna, await comesIn(home, `chat ${n}`, { urgent: true }));
    }
    await comesIn(home, "nobody is free", { urgent: true });
    await look();
    expect(told()).toEqual(["urgent"]);
  });

  test("and the next in danger on the same line is told of three minutes after, whether or not the first still waits", async () => {
    await open(home);
    await comesIn(home, "Noor", { urgent: true });
    await pass(1);
    await comesIn(home, "Sam", { urgent: true });
    await pass(2);
    expect(told()).toEqual(["urgent"]);
    await pass(1);
    expect(told()).toEqual(["urgent", "urgent"]);
    await pass(10);
    expect(told()).toEqual(["urgent", "urgent"]);
  });
});

describe("a counsellor who needs to talk", () => {
  const needs = async (who: StaffMember) => {
    await open(home, who);
    const id = await comesIn(home);
    await takes(home, who, id);
    await youthEnds(home, id);
    await act(home, who, (tx, emit) =>
      giveDebrief(tx, emit, { conversationId: id, member: who, weight: "talk", note: "" }),
    );
  };

  test("is told of at once, and once", async () => {
    await needs(home.anna);
    await pass(60);
    expect(told()).toEqual(["talk"]);
  });

  test("is not told of when a supervisor has taken it before", async () => {
    await needs(home.anna);
    await act(home, home.bela, (tx, emit) => settleDebrief(tx, emit, { debriefId: 1, member: home.bela, act: "take" }));
    await pass(5);
    expect(told()).toEqual([]);
  });

  test("gets no mail about themselves when they are on call", async () => {
    await needs(home.bela);
    await pass(1);
    expect(lastTold(home.helpline.db, 1)).toMatchObject([{ cause: "talk", mail: "own", alias: "Luna" }]);
  });
});

describe("an emergency", () => {
  test("is help asked for as urgent, or danger marked; of one chat both are told once", async () => {
    await open(home);
    const id = await talking(home);
    await act(home, home.anna, (tx, emit) => askForHelp(tx, emit, { conversationId: id, staffId: home.anna.id }));
    await pass(5);
    expect(told()).toEqual([]);
    const input = { conversationId: id, staffId: home.anna.id };
    await act(home, home.anna, (tx, emit) => askForHelp(tx, emit, { ...input, urgent: true }));
    await pass(1);
    expect(told()).toEqual(["emergency"]);
    await act(home, home.anna, (tx, emit) => markRisk(tx, emit, { ...input, present: true }));
    await pass(5);
    expect(told()).toEqual(["emergency"]);
    const other = await talking(home);
    await act(home, home.anna, (tx, emit) => markRisk(tx, emit, { ...input, conversationId: other, present: true }));
    await pass(1);
    expect(told()).toEqual(["emergency", "emergency"]);
    await youthEnds(home, id);
    await youthEnds(home, other);
    await pass(60);
    expect(told()).toEqual(["emergency", "emergency"]);
  });
});
