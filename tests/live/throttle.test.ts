import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Owed } from "#src/live/paint.tsx";
import { type Lists, openLists } from "#src/live/repaint.ts";
import { type FakeClock, fakeClock } from "#tests/support/house/helpline.ts";

let clock: FakeClock;
let painted: Owed[][];
let lists: Lists;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  clock = fakeClock();
  painted = [];
  lists = openLists(clock, (owed) => painted.push(owed));
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
  pass(1_000);
  expect(lists.mayPaint("queue:en:claim")).toBe(true);
  pass(1_000);
  expect(painted).toEqual([]);
});

test("what comes too soon after is painted once, a moment later, and by one timer for all lists", () => {
  for (const topic of ["staff:1", "staff:2"]) expect(lists.mayPaint(topic)).toBe(true);
  pass(50);
  for (const topic of ["staff:1", "staff:2", "staff:1"]) expect(lists.mayPaint(topic)).toBe(false);
  expect(vi.getTimerCount()).toBe(1);
  pass(1_000);
  expect(painted.map((owed) => owed.map(({ topic }) => topic))).toEqual([["staff:1", "staff:2"]]);
  pass(10_000);
  expect(painted).toHaveLength(1);
});

test("while much happens a list is painted once a second, and the last event is never missed", () => {
  let atOnce = 0;
  for (let n = 0; n < 500; n += 1) {
    if (lists.mayPaint("queue:en:claim")) atOnce += 1;
    pass(10);
  }
  pass(1_000);
  expect(atOnce + painted.length).toBeGreaterThanOrEqual(5);
  expect(atOnce + painted.length).toBeLessThanOrEqual(7);
  expect(painted.at(-1)).toEqual([{ topic: "queue:en:claim", changed: undefined }]);
});

test("what is owed of a list are the rows that changed meanwhile, and all of it once that may be any", () => {
  const of = (...ids: number[]) => new Set(ids);
  expect(lists.mayPaint("queue:en:claim", of(1))).toBe(true);
  pass(50);
  for (const id of [2, 3, 2]) expect(lists.mayPaint("queue:en:claim", of(id))).toBe(false);
  pass(1_000);
  expect(painted.pop()).toEqual([{ topic: "queue:en:claim", changed: of(2, 3) }]);
  pass(50);
  for (const changed of [of(4), undefined, of(5)]) expect(lists.mayPaint("queue:en:claim", changed)).toBe(false);
  pass(1_000);
  expect(painted.pop()).toEqual([{ topic: "queue:en:claim", changed: undefined }]);
});

test("what is owed is not lost when the next change comes in the very moment in which it is due", () => {
  expect(lists.mayPaint("queue:en:claim", new Set([1]))).toBe(true);
  expect(lists.mayPaint("queue:en:claim", new Set([2]))).toBe(false);
  clock.pass(1_000);
  // The timer has not run yet.
  expect(lists.mayPaint("queue:en:claim", new Set([3]))).toBe(false);
  vi.advanceTimersByTime(1_000);
  expect(painted.flat()).toEqual([{ topic: "queue:en:claim", changed: new Set([2, 3]) }]);
});
