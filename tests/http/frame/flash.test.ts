import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openOnce, shownOnce } from "#src/http/frame/flash.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("a form is there once, by the name it was given alone", () => {
  const once = openOnce<{ q?: string }>();
  const [one, other] = [once.keep({ q: "one" }), once.keep({ q: "other" })];
  expect(one).not.toBe(other);
  expect(once.take("")).toBe(undefined);
  expect(once.take(one)).toEqual({ q: "one" });
  expect(once.take(one)).toBe(undefined);
  expect(once.take(other)).toEqual({ q: "other" });
});

test("one that nobody comes for is gone after a minute, by itself", () => {
  const once = openOnce<{ q?: string }>();
  const [early, late] = [once.keep({}), once.keep({})];
  vi.advanceTimersByTime(59_000);
  expect(once.take(early)).toEqual({});
  vi.advanceTimersByTime(1_000);
  expect(once.take(late)).toBe(undefined);
});

test("a flood pushes the oldest out", () => {
  const once = openOnce<{ q?: string }>();
  const first = once.keep({});
  const names = Array.from({ length: 5_000 }, () => once.keep({}));
  expect(once.take(first)).toBe(undefined);
  expect(once.take(names[0]!)).toEqual({});
});

test("the address of the page keeps what was chosen by a link", () => {
  expect(shownOnce("/other", "", "x")).toBe("/other?w=x");
  expect(shownOnce("/which", "?l=fr&line=2", "x")).toBe("/which?l=fr&line=2&w=x");
});
