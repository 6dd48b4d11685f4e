import { describe, expect, test } from "vitest";
import type { HoursNow } from "#src/hours/now.ts";
import { type DoorFacts, type DoorReason, type LineDoor, lineDoor } from "#src/queue/door/door.ts";

const minute = 60_000;
const hour = 60 * minute;
/** Noon of some day. */
const noon = Date.UTC(2026, 10, 25, 12);

/** Open from 10:00 to 16:00, the next day again. */
const inside: HoursNow = {
  open: true,
  acceptsNew: true,
  closing: false,
  since: noon - 2 * hour,
  until: noon + 4 * hour,
  next: noon + 22 * hour,
};
const outside: HoursNow = {
  open: false,
  acceptsNew: false,
  closing: false,
  since: null,
  until: null,
  next: noon + 3 * hour,
};

/** Inside the hours, Anna and Béla are there, nobody waits. */
const calm: DoorFacts = {
  at: noon,
  keys: "ready",
  opening: "open",
  hours: inside,
  hasHours: true,
  decided: null,
  available: 2,
  nobodySince: null,
  waiting: [],
  ownWaiting: null,
  intakeCap: null,
  pauseAfterMinutes: 10,
  waitingPerCounsellor: 2,
  chatMinutes: 45,
};
/** So many, each from a network of their own. */
const apart = (n: number) => Array.from({ length: n }, () => 1);
const nobody = (since: number): Partial<DoorFacts> => ({ available: 0, nobodySince: since });
const withoutHours: Partial<DoorFacts> = {
  hours: { ...inside, since: null, until: null, next: null },
  hasHours: false,
};
const lastMinutes: HoursNow = { ...inside, acceptsNew: false, closing: true, until: noon + 29 * minute };

describe("what the door says", () => {
  test.each<[string, Partial<DoorFacts>, LineDoor, DoorReason]>([
    ["inside the hours, with counsellors", {}, "open", "inside_hours"],
    ["without hours, with counsellors", withoutHours, "open", "without_hours"],
    ["without hours, nobody there: at once", { ...withoutHours, ...nobody(noon - 1) }, "paused", "nobody_there"],
    ["without the master key, whatever else", { keys: "missing", hours: outside }, "locked", "no_key"],
    ["outside the hours, even with counsellors", { hours: outside }, "closed", "outside_hours"],
    ["closed by hand", { hours: outside, decided: "closed" }, "closed", "closed_by_hand"],
    ["paused by hand", { decided: "paused" }, "paused", "paused_by_hand"],
    ["paused by hand outside the hours", { hours: outside, decided: "paused" }, "closed", "outside_hours"],
    ["opened by hand", { decided: "open" }, "open", "opened_by_hand"],
    [
      "opened by hand, nobody ever came: first late",
      { hours: { ...inside, since: noon - minute }, decided: "open", ...nobody(-Infinity) },
      "late",
      "nobody_yet",
    ],
    [
      "nobody yet, opened 9 minutes ago",
      { hours: { ...inside, since: noon - 9 * minute }, ...nobody(noon - hour) },
      "late",
      "nobody_yet",
    ],
    [
      "nobody yet, opened 10 minutes ago",
      { hours: { ...inside, since: noon - 10 * minute }, ...nobody(noon - hour) },
      "paused",
      "nobody_there",
    ],
    ["they went out 9 minutes ago", nobody(noon - 9 * minute), "open", "inside_hours"],
    ["they went out 10 minutes ago", nobody(noon - 10 * minute), "paused", "nobody_there"],
    ["two for each counsellor wait", { waiting: apart(4) }, "full", "queue_full"],
    ["one place is left", { waiting: apart(3) }, "open", "inside_hours"],
    ["who went out a moment ago counts as one", { ...nobody(noon - minute), waiting: apart(2) }, "full", "queue_full"],
    ["a smaller cap by hand", { waiting: apart(1), intakeCap: 1 }, "full", "queue_full"],
    ["a cap of none", { intakeCap: 0 }, "full", "queue_full"],
    [
      "one chat each is all that fits before closing",
      { hours: { ...inside, until: noon + 80 * minute }, waiting: apart(2) },
      "full",
      "queue_full",
    ],
    [
      "less than a chat is left, and nobody waits",
      { hours: { ...inside, until: noon + 40 * minute } },
      "open",
      "inside_hours",
    ],
    ["the last minutes", { hours: lastMinutes }, "last_entry", "closing_soon"],
    ["a line that never closes has no last minutes", { hours: { ...inside, until: null } }, "open", "inside_hours"],
  ])("%s", (_name, facts, state, reason) => {
    expect(lineDoor({ ...calm, ...facts })).toMatchObject({ state, reason });
  });
});

test("closed > paused > late > full > last entry > open: each cause that ends shows the next", () => {
  const late = { hours: { ...lastMinutes, since: noon - minute }, ...nobody(-Infinity), waiting: apart(9) };
  const said = [
    { ...late, decided: "closed" as const },
    { ...late, decided: "paused" as const },
    late,
    { ...late, available: 2, nobodySince: null },
    { ...late, available: 2, nobodySince: null, waiting: [] },
    { hours: inside },
  ].map((facts) => lineDoor({ ...calm, ...facts }).state);
  expect(said).toEqual(["closed", "paused", "late", "full", "last_entry", "open"]);
});

describe("who fills a line alone keeps nobody out", () => {
  // Four places: Anna and Béla are there, two for each.
  test.each<[string, Partial<DoorFacts>, LineDoor]>([
    ["of the line as such one network takes half of the places", { waiting: [9] }, "open"],
    ["and leaves the other half to others", { waiting: [9, 1] }, "open"],
    ["until these have it", { waiting: [9, 1, 1] }, "full"],
    ["whoever comes from elsewhere is let in though it is full", { waiting: [9, 1, 1], ownWaiting: 0 }, "open"],
    ["however many networks have filled it", { waiting: apart(40), ownWaiting: 0 }, "open"],
    ["not where an admin lets nobody wait", { waiting: [], ownWaiting: 0, intakeCap: 0 }, "full"],
    ["who holds half of the places gets no more beside others", { waiting: [2, 1], ownWaiting: 2 }, "full"],
    ["who holds less than half gets one while there is one", { waiting: [1, 2], ownWaiting: 1 }, "open"],
    ["and none when they are taken", { waiting: [1, 1, 1, 1], ownWaiting: 1 }, "full"],
    ["a school that has the line for itself may fill it", { waiting: [3], ownWaiting: 3 }, "open"],
    ["and no more", { waiting: [4], ownWaiting: 4 }, "full"],
    ["with one place the half of it is one", { intakeCap: 1, waiting: [1], ownWaiting: 1 }, "full"],
    ["who cannot be told apart finds the line as it is", { waiting: apart(4), ownWaiting: null }, "full"],
  ])("%s", (_name, facts, state) => {
    expect(lineDoor({ ...calm, ...facts }).state).toBe(state);
  });
});

test("when somebody may come in again is said where nobody may now, and until when where somebody may", () => {
  const next = (facts: Partial<DoorFacts>) => lineDoor({ ...calm, ...facts }).next;
  expect(next({ hours: outside })).toBe(noon + 3 * hour);
  expect(next({ hours: outside, decided: "closed" })).toBe(noon + 3 * hour);
  expect(next({ decided: "paused" })).toBe(noon + 22 * hour);
  expect(next({ hours: lastMinutes })).toBe(noon + 22 * hour);
  expect(next(nobody(noon - hour))).toBe(null);
  expect(next({ waiting: apart(9) })).toBe(null);
  expect(next({})).toBe(null);
  expect(lineDoor(calm).until).toBe(noon + 4 * hour);
  expect(lineDoor({ ...calm, hours: lastMinutes, waiting: apart(9) })).toMatchObject({ state: "full", closing: true });
});
