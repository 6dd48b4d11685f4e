import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openForNow } from "#src/http/frame/for-now.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("one thing of each chat, the last; it goes by itself, so long after it was kept", () => {
  const kept = openForNow<string>(60_000);
  kept.keep(1, "one");
  kept.keep(2, "of another");
  vi.advanceTimersByTime(40_000);
  kept.keep(1, "two");
  vi.advanceTimersByTime(20_000);
  expect([kept.of(1), kept.of(2)]).toEqual(["two", undefined]);
  vi.advanceTimersByTime(40_000);
  expect(kept.of(1)).toBeUndefined();
});

test("it is forgotten when that is asked, and no timer of before takes what was kept since", () => {
  const kept = openForNow<string>(60_000);
  kept.keep(1, "one");
  vi.advanceTimersByTime(50_000);
  kept.forget(1);
  expect(kept.of(1)).toBeUndefined();
  kept.keep(1, "two");
  vi.advanceTimersByTime(50_000);
  expect(kept.of(1)).toBe("two");
});

test("a flood pushes the oldest out", () => {
  const kept = openForNow<number>(60_000);
  for (let id = 0; id <= 5_000; id += 1) kept.keep(id, id);
  expect([kept.of(0), kept.of(1)]).toEqual([undefined, 1]);
});
