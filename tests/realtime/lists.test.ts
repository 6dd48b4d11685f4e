import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Lists, openLists } from "#src/realtime/lists.ts";
import { type FakeClock, fakeClock } from "../support/helpline.ts";

let clock: FakeClock;
let painted: string[][];
let lists: Lists;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  clock = fakeClock();
  painted = [];
  lists = openLists(clock, (topics) => painted.push(topics));
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (ms: number) => {
  clock.pass(ms);
  vi.advanceTimersByTime(ms);
};

test("a list is painted at once when little happens", () => {
  expect(lists.mayPaint("queue:en:claim")).toBe(true);
  pass(200);
  expect(lists.mayPaint("queue:en:claim")).toBe(true);
  pass(1_000);
  expect(painted).toEqual([]);
});

test("what comes too soon after is painted once, a moment later, and by one timer for all lists", () => {
  for (const topic of ["staff:1", "staff:2"]) expect(lists.mayPaint(topic)).toBe(true);
  pass(50);
  for (const topic of ["staff:1", "staff:2", "staff:1"]) expect(lists.mayPaint(topic)).toBe(false);
  expect(vi.getTimerCount()).toBe(1);
  pass(200);
  expect(painted).toEqual([["staff:1", "staff:2"]]);
  pass(10_000);
  expect(painted).toHaveLength(1);
});

test("while much happens a list is painted five times a second, and the last event is never missed", () => {
  let atOnce = 0;
  for (let n = 0; n < 100; n += 1) {
    if (lists.mayPaint("queue:en:claim")) atOnce += 1;
    pass(10);
  }
  pass(1_000);
  expect(atOnce + painted.length).toBeGreaterThanOrEqual(4);
  expect(atOnce + painted.length).toBeLessThanOrEqual(7);
  expect(painted.at(-1)).toEqual(["queue:en:claim"]);
});
