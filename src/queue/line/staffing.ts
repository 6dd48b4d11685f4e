import { hourMs } from "#src/clock.ts";
import { conversations, openConversations, stateOf } from "#src/conversation/conversation.ts";
import { isReal, onlyReal } from "#src/conversation/kind.ts";
import type { DataReader } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { settings } from "#src/settings/settings.ts";
import { availableStaff } from "#src/staff/shift/availability.ts";
import { wrappingUp } from "#src/staff/shift/wrap-up.ts";
import { capacityOf, inHand } from "../capacity.ts";

interface StaffingFacts {
  waiting: number;
  seats: number;
  free: number;
  arrivals: number;
  chatMinutes: number;
}

export interface Staffing extends StaffingFacts {
  perHour: number;
  /** After about how many minutes the last of those who wait is taken, in fives: 0 = at once, null = nobody takes anyone. */
  lastIn: number | null;
  isShort: boolean;
}

/** Compares the staff with the demand. */
export function staffing(facts: StaffingFacts): Staffing {
  const { waiting, seats, free, arrivals, chatMinutes } = facts;
  const perHour = Math.floor((seats * 60) / chatMinutes);
  const beyond = Math.max(0, waiting - free);
  const isShort = arrivals > perHour || (waiting > 0 && seats === 0);
  return { ...facts, perHour, lastIn: lastIn(beyond, seats, chatMinutes), isShort };
}

function lastIn(beyond: number, seats: number, chatMinutes: number): number | null {
  if (beyond === 0) return 0;
  if (seats === 0) return null;
  return Math.max(5, Math.round((beyond * chatMinutes) / seats / 5) * 5);
}

/** Returns the staff and the demand of all lines at `at` (ms UTC), without rehearsals. */
export function staffingNow(db: DataReader, at: number): Staffing {
  const busy = wrappingUp(db, at);
  const people = availableStaff(db).map((id) => {
    const { usual } = capacityOf(db, id);
    const held = inHand(db, id);
    return { seats: Math.max(usual, held), free: busy.has(id) ? 0 : Math.max(0, usual - held) };
  });
  const sum = (numbers: number[]) => numbers.reduce((total, n) => total + n, 0);
  return staffing({
    waiting: openConversations(db).filter((one) => stateOf(one) === "waiting" && isReal(one)).length,
    seats: sum(people.map((one) => one.seats)),
    free: sum(people.map((one) => one.free)),
    arrivals: db.first(arrived({ since: at - hourMs }))!.count,
    chatMinutes: settings(db).chatMinutes,
  });
}

const arrived = prepared((v: { since: number }) =>
  conversations()
    .clearSelect()
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("started_at", ">", v.since)
    .where(onlyReal),
);
