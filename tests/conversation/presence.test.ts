import { beforeEach, expect, test } from "vitest";
import { openTyping } from "#src/conversation/messages/typing.ts";
import { openYouthPresence, type YouthPresence } from "#src/conversation/presence.ts";
import { type FakeClock, fakeClock } from "#tests/support/house/helpline.ts";

let clock: FakeClock;
let presence: YouthPresence;
beforeEach(() => {
  clock = fakeClock();
  presence = openYouthPresence(clock);
});
const now = () => presence.connection(1, clock.now());

test("with a channel open they are connected, however long nothing is said", () => {
  presence.opened(1);
  clock.pass(600_000);
  expect(now()).toBe("connected");
  expect(presence.silentFor(1, 0)).toBe(0);
  expect(presence.here()).toEqual([1]);
});

test("a broken channel is connected for 5 s, lost until 90 s, away after that; and connected at once when back", () => {
  presence.opened(1);
  presence.closed(1);
  const states = [0, 5_000, 1, 84_999, 1].map((ms) => {
    clock.pass(ms);
    return now();
  });
  expect(states).toEqual(["connected", "connected", "lost", "lost", "away"]);
  presence.opened(1);
  expect(now()).toBe("connected");
});

test("of two channels, one that breaks changes nothing", () => {
  presence.opened(1);
  presence.opened(1);
  presence.closed(1);
  clock.pass(100_000);
  expect(now()).toBe("connected");
  presence.closed(1);
  clock.pass(6_000);
  expect(now()).toBe("lost");
});

test("somebody who reads by reloading is connected between two requests, and away 90 s after the last", () => {
  presence.touched(1);
  clock.pass(60_000);
  expect(now()).toBe("connected");
  presence.touched(1);
  clock.pass(89_000);
  expect(now()).toBe("connected");
  clock.pass(2_000);
  expect(now()).toBe("away");
});

test("after a restart the stored moment counts until something is heard", () => {
  const hereAt = clock.now();
  clock.pass(4_000);
  expect(presence.connection(7, hereAt)).toBe("connected");
  clock.pass(4_000);
  expect(presence.connection(7, hereAt)).toBe("lost");
  expect(presence.silentFor(7, hereAt)).toBe(8_000);
  clock.pass(90_000);
  expect(presence.connection(7, hereAt)).toBe("away");
  presence.touched(7);
  expect(presence.connection(7, hereAt)).toBe("connected");
});

test("a stored moment in the future, after the clock was set back, is now", () => {
  expect(presence.silentFor(9, clock.now() + 3_600_000)).toBe(0);
});

test("what has ended is forgotten, unless a channel of it is still open", () => {
  presence.opened(1);
  presence.touched(2);
  presence.keepOnly(new Set());
  expect(presence.here()).toEqual([1]);
  expect(presence.silentFor(2, clock.now() - 7_000)).toBe(7_000);
});

test("an outage of ours takes nobody's place: only what this process could have heard counts as missed", () => {
  const longAgo = clock.now() - 3_600_000;
  const again = openYouthPresence(clock);
  expect(again.silentFor(5, longAgo)).toBe(3_600_000);
  expect(again.missedFor(5, longAgo)).toBe(0);
  clock.pass(301_000);
  expect(again.missedFor(5, longAgo)).toBe(301_000);
});

test("typing is said once, ends 6 s after the last sign, and each end is named once", () => {
  const typing = openTyping(clock);
  expect(typing.typed(1, "youth")).toBe(true);
  clock.pass(3_000);
  expect(typing.typed(1, "youth")).toBe(false);
  expect(typing.typed(1, "counsellor")).toBe(true);
  clock.pass(5_999);
  expect(typing.expired()).toEqual([]);
  expect(typing.stopped(1, "counsellor")).toBe(true);
  expect(typing.stopped(1, "counsellor")).toBe(false);
  clock.pass(1);
  expect(typing.is(1, "youth")).toBe(true);
  expect(typing.expired()).toEqual([{ conversationId: 1, by: "youth", at: expect.any(Number) }]);
  expect(typing.expired()).toEqual([]);
  expect(typing.is(1, "youth")).toBe(false);
  expect(typing.typed(1, "youth")).toBe(true);
});
