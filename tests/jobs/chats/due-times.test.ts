import fc from "fast-check";
import { expect, test } from "vitest";
import { openDueTimes } from "#src/jobs/chats/due-times.ts";

const what = fc.oneof(
  fc.record({ set: fc.nat(30), at: fc.nat(100) }),
  fc.record({ forget: fc.nat(30) }),
  fc.record({ by: fc.nat(100) }),
);

test("what is due comes out once, the earliest first, and at the time set last", () => {
  fc.assert(
    fc.property(fc.array(what, { maxLength: 200 }), (course) => {
      const times = openDueTimes();
      const onPaper = new Map<number, number>();
      for (const one of course) {
        if ("set" in one) {
          times.set(one.set, one.at);
          onPaper.set(one.set, one.at);
        } else if ("forget" in one) {
          times.forget(one.forget);
          onPaper.delete(one.forget);
        } else {
          const due = [...onPaper].filter(([, at]) => at <= one.by);
          const taken = times.take(one.by);
          expect(taken.map((id) => onPaper.get(id))).toEqual(due.map(([, at]) => at).sort((a, b) => a - b));
          expect(new Set(taken)).toEqual(new Set(due.map(([id]) => id)));
          for (const id of taken) onPaper.delete(id);
        }
        expect(times.size).toBe(onPaper.size);
      }
    }),
  );
});

test("a time that is set ten thousand times takes the room of one", () => {
  const times = openDueTimes();
  for (let n = 0; n < 10_000; n += 1) times.set(1, n % 7);
  expect(times.size).toBe(1);
  expect(times.take(10)).toEqual([1]);
  expect(times.take(10)).toEqual([]);
});
