import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isReal, kinds } from "#src/conversation/kind.ts";
import { type Language, languages } from "#src/i18n/i18n.ts";
import { type InLine, inOrder } from "#src/queue/order.ts";

const minute = 60_000;
const ahead = { urgentMinutes: 60, languageMinutes: 15 };

const person = (id: number, more: Partial<InLine> = {}): InLine => ({
  id,
  lane: "normal",
  language: "en",
  waitsSince: id * minute,
  isFirst: false,
  lineId: 1,
  byLink: false,
  wasPassed: false,
  network: null,
  turns: [],
  kind: "real" as const,
  ...more,
});
const ids = (all: InLine[]) => all.map(({ id }) => id);

test("first come first served, urgent ones first, whoever was in a chat before all others, a rehearsal and practice last", () => {
  const all = [
    person(0, { kind: "rehearsal" }),
    person(0.5, { kind: "practice" }),
    person(1),
    person(2),
    person(3, { lane: "urgent" }),
    person(2.5, { isFirst: true }),
  ];
  expect(ids(inOrder(all, ahead))).toEqual([2.5, 3, 1, 2, 0, 0.5]);
});

test("somebody urgent who is next does not wait for whoever comes from a chat later; one who is not next does", () => {
  const urgent = person(70, { lane: "urgent" });
  const back = person(90, { isFirst: true });
  expect(ids(inOrder([back, urgent], ahead))).toEqual([70, 90]);
  expect(ids(inOrder([back, urgent, person(0)], ahead))).toEqual([90, 0, 70]);
  expect(ids(inOrder([back, urgent, person(20)], ahead))).toEqual([70, 90, 20]);
});

test("who has waited an hour is not passed by somebody urgent who comes only then; a minute less and they are", () => {
  const urgent = person(60, { lane: "urgent" });
  expect(ids(inOrder([urgent, person(0)], ahead))).toEqual([60, 0]);
  expect(ids(inOrder([urgent, person(0, { waitsSince: -1 })], ahead))).toEqual([0, 60]);
});

test("a shared language counts for a quarter of an hour, and less than being urgent", () => {
  const nl = person(0, { language: "nl" });
  expect(ids(inOrder([nl, person(14)], ahead, ["en"]))).toEqual([14, 0]);
  expect(ids(inOrder([nl, person(16)], ahead, ["en"]))).toEqual([0, 16]);
  expect(ids(inOrder([nl, person(14)], ahead))).toEqual([0, 14]);
  expect(ids(inOrder([person(1), person(2, { lane: "urgent", language: "nl" })], ahead, ["en"]))).toEqual([2, 1]);
});

const people = fc.uniqueArray(
  fc.record({
    id: fc.nat(10_000),
    lane: fc.constantFrom("normal" as const, "urgent" as const),
    language: fc.constantFrom(...languages),
    waitsSince: fc.integer({ min: 0, max: 300 * minute }),
    isFirst: fc.boolean(),
    lineId: fc.constantFrom(1, 2),
    byLink: fc.constant(false),
    wasPassed: fc.constant(false),
    network: fc.constant(null),
    turns: fc.constant([]),
    kind: fc.constantFrom(...kinds),
  }),
  { selector: ({ id }) => id, maxLength: 30 },
);
const counted = fc.record({
  urgentMinutes: fc.integer({ min: 5, max: 240 }),
  languageMinutes: fc.integer({ min: 0, max: 60 }),
});
const spoken = fc.option(fc.subarray<Language>([...languages]), { freq: 4 });

test("whoever waits: nobody is left out, and the order is the same however they are given", () => {
  fc.assert(
    fc.property(people, counted, spoken, fc.nat(), (all, ahead, spoken, turn) => {
      const ordered = inOrder(all, ahead, spoken);
      expect(ids(ordered).toSorted()).toEqual(ids(all).toSorted());
      const turned = [...all.slice(turn % (all.length + 1)), ...all.slice(0, turn % (all.length + 1))];
      expect(ids(inOrder(turned, ahead, spoken))).toEqual(ids(ordered));
    }),
  );
});

test("within a lane and a language the order is that of coming", () => {
  fc.assert(
    fc.property(people, counted, spoken, (all, ahead, spoken) => {
      const alike = (one: InLine) => `${one.lane} ${one.language} ${one.isFirst} ${isReal(one)}`;
      for (const same of Map.groupBy(inOrder(all, ahead, spoken), alike).values()) {
        const starts = same.map(({ waitsSince }) => waitsSince);
        expect(starts).toEqual(starts.toSorted((a, b) => a - b));
      }
    }),
  );
});

test("nobody starves: who comes later than both together after somebody, and was in no chat yet, is never before them", () => {
  fc.assert(
    fc.property(people, counted, spoken, (all, ahead, spoken) => {
      const ordered = inOrder(all, ahead, spoken).filter((one) => isReal(one) && !one.isFirst);
      const most = (ahead.urgentMinutes + ahead.languageMinutes) * minute;
      for (const [place, one] of ordered.entries()) {
        const before = ordered.slice(0, place);
        expect(before.filter(({ waitsSince }) => waitsSince > one.waitsSince + most)).toEqual([]);
      }
    }),
  );
});

test("networks take turns in each lane: whoever comes with many stands behind everybody else with all but the first", () => {
  const all = [
    person(1, { network: "bots" }),
    person(2, { network: "bots" }),
    person(3, { network: "bots" }),
    person(4, { network: "school" }),
    person(5),
    person(6, { lane: "urgent", network: "bots" }),
    person(7, { lane: "urgent", network: "bots" }),
    person(8, { lane: "urgent" }),
  ];
  expect(ids(inOrder(all, ahead))).toEqual([6, 8, 1, 4, 5, 7, 2, 3]);
});

test("a network that has just had its turn comes after all who waited by then, and before whoever comes later", () => {
  const bots = { network: "bots", turns: [10 * minute] };
  const all = [person(1, bots), person(2, bots), person(9), person(11), person(12)];
  expect(ids(inOrder(all, ahead))).toEqual([9, 1, 11, 12, 2]);
});

test("who only says again and again that it is urgent does not stand before everybody else; whoever says it first of a network does", () => {
  const bots = { lane: "urgent", network: "bots" } as const;
  const home = person(50, { network: "home" });
  expect(ids(inOrder([home, person(58, bots), person(59, bots), person(60, bots)], ahead))).toEqual([58, 50, 59, 60]);
  // Once the first has been taken: fifteen minutes ahead, and after the next not four.
  const after = (...turns: number[]) => ({ ...bots, turns: turns.map((turn) => turn * minute) });
  expect(ids(inOrder([home, person(59, after(58)), person(60, after(58))], ahead))).toEqual([59, 50, 60]);
  expect(ids(inOrder([home, person(60, after(58, 59))], ahead))).toEqual([50, 60]);
  const school = person(61, { lane: "urgent", network: "school" });
  expect(ids(inOrder([home, person(60, after(58, 59)), school], ahead))).toEqual([61, 50, 60]);
  // An hour later it is the first again.
  expect(ids(inOrder([person(100), person(120, after(58, 59))], ahead))).toEqual([120, 100]);
});

/** One who waits, from one of few networks or from one that nobody knows. */
const fromNetworks = fc.uniqueArray(
  fc.record({
    id: fc.nat(1_000),
    network: fc.constantFrom(null, "bots", "school", "home"),
    minutes: fc.integer({ min: 0, max: 40 }),
  }),
  { selector: ({ id }) => id, minLength: 1, maxLength: 20 },
);

test("whoever waits and whatever comes after: each is passed over by no more networks than there are, and nobody by one twice", () => {
  fc.assert(
    fc.property(fromNetworks, fc.array(fc.constantFrom("bots", "school", "home"), { maxLength: 60 }), (some, more) => {
      const turns = new Map<string, number>();
      let left = some.map(({ id, network, minutes }) => person(id, { network, waitsSince: minutes * minute }));
      const passedBy = new Map(left.map(({ id }) => [id, [] as string[]]));
      let now = 41;
      for (const network of more) {
        // One comes and one is taken each minute.
        left.push(person(2_000 + now, { network, waitsSince: now * minute }));
        left = left.map((one) => ({ ...one, turns: [turns.get(one.network ?? "") ?? 0] }));
        const [next] = inOrder(left, ahead);
        for (const one of left) {
          const hasComeLater = next!.waitsSince > one.waitsSince && next!.network !== one.network;
          if (hasComeLater && next!.network) passedBy.get(one.id)?.push(next!.network);
        }
        if (next!.network) turns.set(next!.network, now * minute);
        left = left.filter((one) => one !== next);
        now += 1;
      }
      for (const one of left.filter(({ network }) => network === null)) {
        const names = passedBy.get(one.id) ?? [];
        expect(names.length).toBe(new Set(names).size);
      }
    }),
  );
});
