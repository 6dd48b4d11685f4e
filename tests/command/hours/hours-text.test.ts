import { expect, test } from "vitest";
import { hoursText } from "#src/command/hours/hours-text.ts";
import type { Line } from "#src/hours/lines.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import type { DoorNow } from "#src/queue/door/door.ts";

const calendar: Calendar = {
  timeZone: "Europe/Brussels",
  lastEntryMinutes: 30,
  week: [
    ...Array.from({ length: 4 }, () => [{ opens: 960, closes: 1320 }]),
    [
      { opens: 960, closes: 1320 },
      { opens: 1380, closes: 1560 },
    ],
    [],
    [],
  ],
  seasons: [],
  dayRules: [
    { kind: "one_off", from: "2026-11-30", to: "2026-11-30", label: "Staff day", note: "Back soon", spans: [] },
  ],
  cuts: [{ kind: "closed", from: "2026-12-01T18:00", to: "2026-12-01T19:00", label: "Training" }],
};
const line: Line = {
  id: 1,
  name: "Main line",
  slug: "main",
  timeZone: "Europe/Brussels",
  country: "BE",
  languages: [],
  ageFrom: null,
  ageTo: null,
  intakeCap: null,
  pauseAfterMinutes: 10,
  calendar,
};
// 17:30 in Brussels.
const at = Date.UTC(2026, 10, 25, 16, 30);
const door: DoorNow = {
  state: "open",
  reason: "inside_hours",
  until: Date.UTC(2026, 10, 25, 21),
  closing: false,
  next: null,
};

test("a line: what it says and why, and seven days in a table of its own zone", () => {
  expect(hoursText({ at, lines: [{ line, door }] }, true)).toBe(`Line 1: Main line (Europe/Brussels)
  Open: it is inside its hours. Until Wed 25 Nov, 22:00.

  Wed 25 Nov  16:00–22:00
  Thu 26 Nov  16:00–22:00
  Fri 27 Nov  16:00–22:00, 23:00–02:00
  Sat 28 Nov  closed
  Sun 29 Nov  closed
  Mon 30 Nov  closed                    Staff day
  Tue  1 Dec  16:00–18:00, 19:00–22:00  Training
`);
});

test("days are those of the line’s zone, also where it is tomorrow already", () => {
  const far = { ...line, timeZone: "Pacific/Auckland", calendar: { ...calendar, timeZone: "Pacific/Auckland" } };
  const closed = {
    ...door,
    state: "closed",
    reason: "outside_hours",
    until: null,
    next: Date.UTC(2026, 10, 26, 3),
  } as const;
  expect(hoursText({ at, lines: [{ line: far, door: closed }] }, true)).toContain(
    "  Closed: it is outside its hours. Next: Thu 26 Nov, 16:00.\n\n  Thu 26 Nov  16:00–22:00\n",
  );
});

test("several lines, one without hours; a helpline that does not run says so and nothing of who is there", () => {
  const other = { line: { ...line, id: 2, name: "Night line", calendar: null }, door };
  const text = hoursText({ at, lines: [{ line, door }, other] }, false);
  expect(text.split("\n")[0]).toBe("The helpline does not run now: nobody can come in, whatever the hours say.");
  expect(text).not.toContain("Open:");
  expect(text).toContain(
    "\n\nLine 2: Night line (Europe/Brussels)\n  No hours: it is open whenever a counsellor is available.\n",
  );
});
