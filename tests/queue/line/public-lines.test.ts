import { expect, test } from "vitest";
import type { Interval } from "#src/hours/rules/plan.ts";
import type { DoorNow } from "#src/queue/door/door.ts";
import { decided, publicDoor } from "#src/queue/line/public-lines.ts";

const now = (more: Partial<DoorNow>): DoorNow => ({
  state: "open",
  reason: "inside_hours",
  until: 400,
  closing: false,
  next: null,
  ...more,
});

test.each([
  [now({}), { state: "open", acceptsNew: true, until: 400, next: null }],
  [now({ state: "late" }), { state: "late", acceptsNew: false, until: 400, next: null }],
  [now({ state: "full" }), { state: "full", acceptsNew: false, until: 400, next: null }],
  [now({ state: "last_entry", next: 900 }), { state: "last_entry", acceptsNew: false, until: 400, next: 900 }],
  [now({ state: "closed", until: null, next: 900 }), { state: "closed", acceptsNew: false, until: null, next: 900 }],
])("%o in public", (door, said) => {
  expect(publicDoor(door)).toEqual(said);
});

test("without the master key it is closed like a line that somebody closed until further notice", () => {
  const byHand = now({ state: "closed", reason: "closed_by_hand", until: null });
  expect(publicDoor(now({ state: "locked", reason: "no_key", next: 900 }))).toEqual(publicDoor(byHand));
});

const evening: Interval[] = [
  { start: 100, end: 200 },
  { start: 300, end: 400 },
];
const decision = (kind: "closed" | "paused" | "open", startsAt: number, endsAt: number | null) => ({
  id: 1,
  kind,
  startsAt,
  endsAt,
  staffId: 1,
});

test.each([
  ["nobody has decided anything", null, 350, evening],
  ["paused: the hours stay as they are", decision("paused", 310, 320), 315, evening],
  [
    "closed for a while",
    decision("closed", 320, 340),
    330,
    [evening[0], { start: 300, end: 320 }, { start: 340, end: 400 }],
  ],
  [
    "closed over several openings",
    decision("closed", 150, 350),
    160,
    [
      { start: 100, end: 150 },
      { start: 350, end: 400 },
    ],
  ],
  ["closed until further notice", decision("closed", 150, null), 160, [{ start: 100, end: 150 }, evening[1]]],
  ["closed until further notice, between openings", decision("closed", 210, null), 250, evening],
  [
    "closed until further notice, on another day",
    decision("closed", 10, null),
    350,
    [{ start: 100, end: 200 }].slice(1),
  ],
  ["opened between openings", decision("open", 220, 260), 230, [evening[0], { start: 220, end: 260 }, evening[1]]],
  ["opened until an opening begins", decision("open", 220, 300), 230, [evening[0], { start: 220, end: 400 }]],
  ["opened over both", decision("open", 150, 350), 160, [{ start: 100, end: 400 }]],
])("%s", (_name, given, at, expected) => {
  expect(decided(evening, given, at)).toEqual(expected);
});
