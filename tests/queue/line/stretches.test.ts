import { expect, test } from "vitest";
import { byQuarter, holding, without } from "#src/queue/line/stretches.ts";

const minute = 60_000;

test("what is too short to be a minute of one quarter is one of the day all the same", () => {
  const from = Date.parse("2026-11-20T18:00:00Z");
  const short = Array.from({ length: 12 }, (_, n) => {
    return { from: from + n * 15 * minute, to: from + n * 15 * minute + 20_000 };
  });
  const quarters = byQuarter(new Map([[1, short]]), { from, to: from + 3 * 60 * minute }, "Europe/Brussels");
  expect(quarters).toHaveLength(12);
  expect(quarters.reduce((total, { minutes }) => total + minutes, 0)).toBe(4);
});

test("what was taken away is not there, wherever it lies", () => {
  const whole = [{ from: 10, to: 20 }];
  expect(without(whole, [{ from: 12, to: 14 }])).toEqual([
    { from: 10, to: 12 },
    { from: 14, to: 20 },
  ]);
  expect(without(whole, [{ from: 0, to: 30 }])).toEqual([]);
  expect(without(whole, [{ from: 20, to: 30 }])).toEqual(whole);
  // A clock that was set back: what was said later was later.
  expect(
    holding(
      [
        { at: 5, holds: true },
        { at: 3, holds: false },
        { at: 8, holds: true },
      ],
      { from: 0, to: 9 },
    ),
  ).toEqual([{ from: 8, to: 9 }]);
});
