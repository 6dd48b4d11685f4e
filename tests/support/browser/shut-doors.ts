import type { Availability, OverrideKind } from "#src/events.ts";
import { setHours } from "#src/hours/opening-hours.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { override } from "#src/hours/rules/override.ts";
import { lineDoors } from "#src/queue/door/doors.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import type { FakeClock, House } from "#tests/support/house/helpline.ts";
import { act, youth } from "#tests/support/house/http.ts";

// Doors that let in only someone in danger, while Anna is on shift.

const minute = 60_000;
const timeZone = "Europe/Brussels";
/** Daily 18:00 to 22:00, last entry 21:40; it is 19:00 there. */
const evenings: Calendar = {
  timeZone,
  lastEntryMinutes: 20,
  week: Array.from({ length: 7 }, () => [{ opens: 18 * 60, closes: 22 * 60 }]),
  seasons: [],
  dayRules: [],
  cuts: [],
};

export const inEvenings = (home: House) =>
  act(home, home.bela, (tx, emit) => setHours(tx, emit, { lineId: 1, timeZone, calendar: evenings }));
/** Returns the state of the line's door. */
export const stateNow = ({ helpline: { db, clock } }: House) => lineDoors(db, clock.now())[0]!.door.state;
export const annaIs = (home: House, availability: Availability) =>
  act(home, home.anna, (tx, emit) => setAvailability(tx, emit, { staffId: home.anna.id, availability }));
export const byHand = (home: House, kind: OverrideKind) =>
  act(home, home.bela, (tx, emit) =>
    override(tx, emit, { lineId: 1, kind, until: null, reason: "", staffId: home.bela.id }),
  );

async function filled(home: House) {
  for (let n = 0; n < 50 && stateNow(home) === "open"; n += 1) await youth(home);
}

/** States of a door, and how a house with those hours gets there. */
export const shut: [string, (home: House, clock: FakeClock) => unknown][] = [
  ["full", filled],
  [
    "late",
    async (home, clock) => {
      await annaIs(home, "away");
      clock.pass((23 * 60 + 2) * minute);
      home.helpline.staff.touched(home.anna.id);
    },
  ],
  ["paused", (home) => byHand(home, "paused")],
  [
    "last_entry",
    (home, clock) => {
      clock.pass(165 * minute);
      home.helpline.staff.touched(home.anna.id);
    },
  ],
];
