import { describe, expect, test } from "vitest";
import type { ScheduleState } from "#src/hours/schedule.ts";
import { type Door, type DoorFacts, type DoorReason, door } from "#src/queue/door.ts";

const minute = 60_000;
const hour = 60 * minute;
/** Noon of some day. */
const noon = Date.UTC(2026, 10, 25, 12);

/** Open from 10:00 to 16:00, the next day again. */
const inside: ScheduleState = {
  open: true,
  acceptsNew: true,
  since: noon - 2 * hour,
  until: noon + 4 * hour,
  next: { start: noon + 22 * hour, end: noon + 28 * hour },
};
const outside: ScheduleState = {
  open: false,
  acceptsNew: false,
  since: null,
  until: null,
  next: { start: noon + 3 * hour, end: noon + 9 * hour },
};

/** Inside the hours, Anna and Béla are there, nobody waits. */
const calm: DoorFacts = {
  at: noon,
  keys: "ready",
  schedule: inside,
  override: null,
  available: 2,
  nobodySince: null,
  waiting: 0,
  intakeCap: null,
  pauseAfterMinutes: 10,
  lastEntryMinutes: 30,
  waitingPerCounsellor: 2,
  chatMinutes: 45,
};
const nobody = (since: number): Partial<DoorFacts> => ({ available: 0, nobodySince: since });
const byHand = (kind: "closed" | "paused" | "open", endsAt: number | null): Partial<DoorFacts> => ({
  override: { kind, startsAt: noon - minute, endsAt },
});
const lastMinutes: ScheduleState = { ...inside, acceptsNew: false, until: noon + 29 * minute };

describe("what the door says", () => {
  test.each<[string, Partial<DoorFacts>, Door, DoorReason]>([
    ["inside the hours, with counsellors", {}, "open", "inside_hours"],
    ["without hours, with counsellors", { schedule: null }, "open", "without_hours"],
    ["without hours, nobody there: at once", { schedule: null, ...nobody(noon - 1) }, "paused", "nobody_there"],
    ["without the master key, whatever else", { keys: "missing", schedule: outside }, "locked", "no_key"],
    ["outside the hours, even with counsellors", { schedule: outside }, "closed", "outside_hours"],
    ["closed by hand", byHand("closed", noon + hour), "closed", "closed_by_hand"],
    ["paused by hand", byHand("paused", noon + hour), "paused", "paused_by_hand"],
    [
      "opened by hand outside the hours",
      { schedule: outside, ...byHand("open", noon + 2 * hour) },
      "open",
      "opened_by_hand",
    ],
    [
      "opened by hand, nobody ever came: first late",
      { schedule: outside, ...byHand("open", noon + hour), ...nobody(-Infinity) },
      "late",
      "nobody_yet",
    ],
    [
      "nobody yet, opened 9 minutes ago",
      { schedule: { ...inside, since: noon - 9 * minute }, ...nobody(noon - hour) },
      "late",
      "nobody_yet",
    ],
    [
      "nobody yet, opened 10 minutes ago",
      { schedule: { ...inside, since: noon - 10 * minute }, ...nobody(noon - hour) },
      "paused",
      "nobody_there",
    ],
    ["they went out 9 minutes ago", nobody(noon - 9 * minute), "open", "inside_hours"],
    ["they went out 10 minutes ago", nobody(noon - 10 * minute), "paused", "nobody_there"],
    ["two for each counsellor wait", { waiting: 4 }, "full", "queue_full"],
    ["one place is left", { waiting: 3 }, "open", "inside_hours"],
    ["who went out a moment ago counts as one", { ...nobody(noon - minute), waiting: 2 }, "full", "queue_full"],
    ["a smaller cap by hand", { waiting: 1, intakeCap: 1 }, "full", "queue_full"],
    ["a cap of none", { intakeCap: 0 }, "full", "queue_full"],
    [
      "one chat each is all that fits before closing",
      { schedule: { ...inside, until: noon + 80 * minute }, waiting: 2 },
      "full",
      "queue_full",
    ],
    [
      "less than a chat is left, and nobody waits",
      { schedule: { ...inside, until: noon + 40 * minute } },
      "open",
      "inside_hours",
    ],
    ["the last minutes", { schedule: lastMinutes }, "last_entry", "closing_soon"],
    ["a line that never closes has no last minutes", { schedule: { ...inside, until: null } }, "open", "inside_hours"],
    [
      "opened by hand, its own last minutes",
      { schedule: outside, ...byHand("open", noon + 29 * minute) },
      "last_entry",
      "closing_soon",
    ],
    [
      "opened by hand until before the hours end: the hours hold",
      byHand("open", noon + 10 * minute),
      "open",
      "opened_by_hand",
    ],
  ])("%s", (_name, facts, state, reason) => {
    expect(door({ ...calm, ...facts })).toMatchObject({ state, reason });
  });
});

test("closed > paused > late > full > last entry > open: each cause that ends shows the next", () => {
  const late = { schedule: { ...lastMinutes, since: noon - minute }, ...nobody(-Infinity), waiting: 9 };
  const said = [
    { ...late, ...byHand("closed", null) },
    { ...late, ...byHand("paused", null) },
    late,
    { ...late, available: 2, nobodySince: null },
    { ...late, available: 2, nobodySince: null, waiting: 0 },
    { schedule: inside },
  ].map((facts) => door({ ...calm, ...facts }).state);
  expect(said).toEqual(["closed", "paused", "late", "full", "last_entry", "open"]);
});

describe("when somebody may come in again", () => {
  test.each<[string, Partial<DoorFacts>, number | null]>([
    ["outside the hours: at the next opening", { schedule: outside }, noon + 3 * hour],
    ["no opening planned", { schedule: { ...outside, next: null } }, null],
    ["closed by hand for an hour, inside the hours", byHand("closed", noon + hour), noon + hour],
    ["closed by hand past the end of the day: the next day", byHand("closed", noon + 5 * hour), noon + 22 * hour],
    ["closed by hand into the next opening", byHand("closed", noon + 23 * hour), noon + 23 * hour],
    ["closed by hand until somebody opens", byHand("closed", null), null],
    ["paused by hand for an hour", byHand("paused", noon + hour), noon + hour],
    ["the last minutes: at the next opening", { schedule: lastMinutes }, noon + 22 * hour],
    ["nobody there: who knows", nobody(noon - hour), null],
    ["open: now", {}, null],
  ])("%s", (_name, facts, next) => {
    expect(door({ ...calm, ...facts }).next).toBe(next);
  });
});

test("until when: the end of the hours, or of what was opened by hand, whichever is later", () => {
  expect(door(calm).until).toBe(noon + 4 * hour);
  expect(door({ ...calm, ...byHand("open", noon + 5 * hour) }).until).toBe(noon + 5 * hour);
  expect(door({ ...calm, ...byHand("open", noon + hour) }).until).toBe(noon + 4 * hour);
  expect(door({ ...calm, ...byHand("closed", null) }).until).toBe(null);
  expect(door({ ...calm, schedule: null }).until).toBe(null);
});
