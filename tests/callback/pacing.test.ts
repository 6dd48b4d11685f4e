import { expect, test } from "vitest";
import { mayInvite } from "#src/callback/invite.ts";

test.each([
  ["nobody is free", { free: 0, held: 0, waiting: 0, taken: 9 }, false],
  ["a seat is free and nobody waits", { free: 1, held: 0, waiting: 0, taken: 0 }, true],
  ["every free seat is held", { free: 2, held: 2, waiting: 0, taken: 9 }, false],
  ["one more is free than held", { free: 3, held: 2, waiting: 0, taken: 0 }, true],
  ["people wait, and two were taken", { free: 1, held: 0, waiting: 1, taken: 2 }, false],
  ["people wait, and three were taken", { free: 1, held: 0, waiting: 1, taken: 3 }, true],
  ["people wait, and one seat is held", { free: 3, held: 1, waiting: 1, taken: 9 }, false],
  ["people wait, and nobody is free", { free: 0, held: 0, waiting: 5, taken: 9 }, false],
])("%s", (_what, seats, may) => {
  expect(mayInvite(seats)).toBe(may);
});
