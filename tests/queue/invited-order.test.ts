import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isReal, kinds } from "#src/conversation/kind.ts";
import { type InLine, inOrder, passedBy } from "#src/queue/order.ts";

// Whoever came by a link is next, and several of them take turns with those who wait.

const minute = 60_000;
const ahead = { urgentMinutes: 60, languageMinutes: 15 };
const person = (id: number, more: Partial<InLine> = {}): InLine => ({
  ...{ id, lineId: 1, lane: "normal", language: "en", waitsSince: id * minute, kind: "real" },
  ...{ isFirst: false, byLink: false, wasPassed: false, network: null, turns: [], ...more },
});
const linked = (id: number, more: Partial<InLine> = {}) => person(id, { byLink: true, ...more });
const waiting = (...ids: number[]) => ids.map((id) => person(id));
const ids = (all: InLine[]) => all.map(({ id }) => id);

/** One after the other is taken, as they stand; what follows from each is noted, as when they are claimed. */
function takenOneByOne(all: InLine[]): number[] {
  const taken: number[] = [];
  let left = all;
  while (left.length > 0) {
    const [next] = inOrder(left, ahead);
    const passed = passedBy(left, ahead, next!.id);
    left = left
      .filter((one) => one !== next)
      .map((one) => (passed.includes(one.id) ? { ...one, wasPassed: true } : one));
    taken.push(next!.id);
  }
  return taken;
}

test("one who came by a link is next; of several each comes after three who wait", () => {
  const live = waiting(1, 2, 3, 4, 5, 6, 7);
  expect(ids(inOrder([...live, linked(8)], ahead))).toEqual([8, 1, 2, 3, 4, 5, 6, 7]);
  const all = [...live, linked(8), linked(9), linked(10)];
  expect(ids(inOrder(all, ahead))).toEqual([8, 1, 2, 3, 9, 4, 5, 6, 10, 7]);
  expect(takenOneByOne(all)).toEqual([8, 1, 2, 3, 9, 4, 5, 6, 10, 7]);
});

test("who comes by a link when one who did has just been taken waits for those who were passed over, and no longer", () => {
  const [first, second, third, ...more] = waiting(1, 2, 3, 4, 5);
  const left = [first!, second!, third!].map((one) => ({ ...one, wasPassed: true }));
  expect(ids(inOrder([...left, ...more, linked(8)], ahead))).toEqual([1, 2, 3, 8, 4, 5]);
  // Two of them have left.
  expect(ids(inOrder([left[2]!, ...more, linked(8)], ahead))).toEqual([3, 8, 4, 5]);
  expect(ids(inOrder([...more, linked(8)], ahead))).toEqual([8, 4, 5]);
});

test("a link makes nobody worse off: whoever comes later never stands before them", () => {
  const all = [linked(1), linked(2), linked(3), ...waiting(4, 5, 6, 7)];
  expect(ids(inOrder(all, ahead))).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(takenOneByOne(all)).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test("each line has its own turns", () => {
  const other = (id: number, more = {}) => person(id, { lineId: 2, ...more });
  const all = [
    ...waiting(1, 2),
    other(3),
    linked(4),
    linked(5),
    other(6, { byLink: true }),
    other(7, { byLink: true }),
  ];
  expect(ids(inOrder(all, ahead))).toEqual([4, 6, 1, 2, 5, 3, 7]);
});

test("whoever was in a chat, and the urgent ones who are next, stand by who has waited longer, as ever", () => {
  const all = [person(10, { isFirst: true }), person(20, { lane: "urgent" }), linked(30), person(1), linked(31)];
  expect(ids(inOrder(all, ahead))).toEqual([10, 20, 30, 1, 31]);
  expect(ids(inOrder([person(20, { lane: "urgent" }), linked(30), linked(31), person(15)], ahead))).toEqual([
    20, 30, 15, 31,
  ]);
});

const people = fc.uniqueArray(
  fc.record({
    id: fc.nat(10_000),
    lineId: fc.constantFrom(1, 2),
    lane: fc.constantFrom("normal" as const, "normal" as const, "urgent" as const),
    language: fc.constantFrom("en" as const, "fr" as const),
    waitsSince: fc.integer({ min: 0, max: 100 * minute }),
    isFirst: fc.constant(false),
    byLink: fc.boolean(),
    wasPassed: fc.boolean(),
    network: fc.constantFrom(null, "school", "home"),
    turns: fc.constant([]),
    kind: fc.constantFrom(...kinds),
  }),
  { selector: ({ id }) => id, maxLength: 30 },
);
const hadTurns: Record<string, number> = { school: 30 * minute, home: 60 * minute };
/** Whoever came by a link rehearses nothing, and is passed over by nobody; of one network all had their last turn at once. */
const linksOf = (all: InLine[]) =>
  all
    .map((one) => ({ ...one, turns: [hadTurns[one.network ?? ""] ?? 0] }))
    .map((one) => (one.byLink ? { ...one, kind: "real" as const, wasPassed: false } : one));

test("whoever waits, nobody is left out, and links change nothing among those who have none", () => {
  fc.assert(
    fc.property(people, fc.constantFrom(null, ["fr" as const]), (some, spoken) => {
      const all = linksOf(some);
      const ordered = inOrder(all, ahead, spoken);
      expect(ids(ordered).toSorted()).toEqual(ids(all).toSorted());
      const live = (list: InLine[]) => ids(list.filter(({ byLink }) => !byLink));
      expect(live(ordered)).toEqual(
        live(
          inOrder(
            all.filter(({ byLink }) => !byLink),
            ahead,
            spoken,
          ),
        ),
      );
    }),
  );
});

test("whoever waits: of five who are taken on a line at most two passed anybody over, and what is shown is what happens", () => {
  fc.assert(
    fc.property(people, (some) => {
      // Where networks take turns as well, what is shown is a guess: whose turn it was is known only afterwards.
      const all = linksOf(some.map((one) => ({ ...one, network: null }))).filter(
        (one) => one.lineId === 1 && isReal(one) && one.lane === "normal",
      );
      const taken = takenOneByOne(all);
      expect(taken).toEqual(ids(inOrder(all, ahead)));
      const usual = ids(
        inOrder(
          all.map((one) => ({ ...one, byLink: false })),
          ahead,
        ),
      );
      const isLink = (id: number) => all.some((one) => one.id === id && one.byLink);
      const passes = taken.map(
        (id, at) =>
          isLink(id) && taken.slice(at + 1).some((other) => !isLink(other) && usual.indexOf(other) < usual.indexOf(id)),
      );
      for (let at = 0; at + 4 < passes.length; at += 1) {
        const waits = taken.slice(at + 5).some((id) => !isLink(id));
        if (waits) expect(passes.slice(at, at + 5).filter(Boolean).length).toBeLessThanOrEqual(2);
      }
    }),
  );
});
