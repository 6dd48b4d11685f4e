import fc from "fast-check";
import { expect, test } from "vitest";
import { estimate, type Promised, type Stood, stepsOf } from "#src/queue/wait/estimate.ts";

const minute = 60_000;
const at = (minutes: number) => minutes * minute;
const stood = (came: number, gone: number): Stood => ({ came: at(came), gone: at(gone) });

/** A line that moved every so many minutes, one after the other. */
const moved = (...minutes: number[]) => minutes.map(at);
const steady = moved(...Array.from({ length: 20 }, () => 6));

test("a step lasts from one who went to the next, and only while somebody stood there", () => {
  const line = [stood(0, 10), stood(2, 16), stood(3, 30)];
  expect(stepsOf(line, [])).toEqual(moved(6, 14));
  // For half an hour nobody was there: Sam, who came then, waited nine minutes.
  expect(stepsOf([...line, stood(60, 69)], [])).toEqual(moved(6, 14, 9));
});

test("whoever leaves moves the line as well, and whoever still stands there kept it going", () => {
  const left = stood(5, 12);
  expect(stepsOf([stood(0, 10), left, stood(6, 20)], [])).toEqual(moved(2, 8));
  // Noor has been there since the 11th minute: the line was not empty before Sam came and left.
  expect(stepsOf([stood(0, 10), stood(15, 20)], [at(11)])).toEqual(moved(9));
});

test("who was taken within a minute did not wait and makes no step, but the next one counts from there", () => {
  expect(stepsOf([stood(0, 10), stood(20, 20.5), stood(20.2, 26)], [])).toEqual(moved(5.5));
});

test("who is taken at once before somebody who stands there moved the line all the same", () => {
  // Noor came in the 10th minute; somebody urgent came in the 19th and was taken, then Noor in the 26th.
  expect(stepsOf([stood(0, 9), stood(19, 19.5), stood(10, 26)], [])).toEqual(moved(9.5, 6.5));
});

test("the newest twenty steps count, in whatever order they are given", () => {
  const line = Array.from({ length: 40 }, (_, i) => stood(0, 10 + i * (i < 19 ? 1 : 3)));
  expect(stepsOf(line.toReversed(), [])).toEqual(moved(...Array.from({ length: 20 }, () => 3)));
});

test("thin data say nothing of time", () => {
  expect(estimate(1, steady.slice(0, 9), [])).toBeNull();
  expect(estimate(1, steady.slice(0, 10), [])).not.toBeNull();
});

test("a steady line: as many steps as there are to the front, rounded to five minutes and never a point", () => {
  expect(estimate(1, steady, [])).toEqual({ low: 5, high: 10, middle: at(6), byLine: at(6) });
  expect(estimate(5, steady, [])).toEqual({ low: 25, high: 30, middle: at(30), byLine: at(30) });
  expect(estimate(3, moved(...steady.map(() => 1)), [])).toEqual({ low: 0, high: 5, middle: at(3), byLine: at(3) });
});

test("an uneven line: the high end covers four in five of its own steps", () => {
  const steps = moved(2, 2, 2, 2, 2, 2, 2, 2, 20, 20);
  expect(estimate(1, steps, [])!.high).toBeGreaterThanOrEqual(6);
  expect(estimate(1, moved(2, 2, 2, 2, 2, 2, 2, 20, 20, 20), [])!.high).toBe(20);
});

test("promises that were broken widen the next for such a place, and kept ones narrow none", () => {
  const told = (place: number, waited: number): Promised => ({ place, byLine: at(6), waited: at(waited) });
  const broken = Array.from({ length: 10 }, () => told(1, 12));
  expect(estimate(1, steady, broken)).toEqual({ low: 5, high: 15, middle: at(6), byLine: at(6) });
  expect(estimate(2, steady, broken)).toEqual(estimate(2, steady, []));
  expect(estimate(1, steady, broken.slice(1))).toEqual(estimate(1, steady, []));
  const kept = Array.from({ length: 30 }, () => told(1, 2));
  expect(estimate(1, steady, [...broken, ...kept])).toEqual(estimate(1, steady, []));
  // A counsellor was free: that keeps no promise.
  const free = Array.from({ length: 30 }, () => told(1, 0.5));
  expect(estimate(1, steady, [...broken, ...free])!.high).toBe(15);
  const lost = Array.from({ length: 30 }, () => told(1, 600));
  expect(estimate(1, steady, lost)!.high).toBe(20);
});

test("whatever the line did: whole fives, low below high, and never sooner further back", () => {
  const steps = fc.array(fc.integer({ min: 0, max: 240 * minute }), { minLength: 10, maxLength: 20 });
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 60 }), (some, place) => {
      const { low, high } = estimate(place, some, [])!;
      expect([low % 5, high % 5, low >= 0, low < high]).toEqual([0, 0, true, true]);
      expect(estimate(place + 1, some, [])!.high).toBeGreaterThanOrEqual(high);
    }),
  );
});
