import type { KeyState } from "#src/crypto/keyring.ts";
import type { Override } from "#src/hours/override.ts";
import type { ScheduleState } from "#src/hours/schedule.ts";

/** What the door of a line says. Only at an open one somebody new may come in. */
export type Door = "locked" | "closed" | "paused" | "late" | "full" | "last_entry" | "open";

/** Why it says so, as the log keeps it. */
export type DoorReason =
  | "no_key"
  | "outside_hours"
  | "closed_by_hand"
  | "paused_by_hand"
  | "nobody_there"
  | "nobody_yet"
  | "queue_full"
  | "closing_soon"
  | "inside_hours"
  | "without_hours"
  | "opened_by_hand";

/** Everything the door depends on. */
export interface DoorFacts {
  /** ms UTC */
  at: number;
  keys: KeyState;
  /** What the hours say at `at`; null = a line without hours, which is always inside them. */
  schedule: ScheduleState | null;
  override: Pick<Override, "kind" | "startsAt" | "endsAt"> | null;
  /** Counsellors who are available for this line. */
  available: number;
  /** Since when nobody has been available, ms UTC; null while somebody is, -Infinity when nobody ever was. */
  nobodySince: number | null;
  /** Young people who wait in this line. */
  waiting: number;
  /** How many may wait, set by hand; null = by the counsellors alone. */
  intakeCap: number | null;
  pauseAfterMinutes: number;
  lastEntryMinutes: number;
  /** How many may wait for each counsellor. */
  waitingPerCounsellor: number;
  /** How long a chat is reckoned to take, minutes. */
  chatMinutes: number;
}

export interface DoorNow {
  state: Door;
  reason: DoorReason;
  /** When the opening we are in ends, ms UTC; null when closed, and when no end is known. */
  until: number | null;
  /** The last minutes before closing have begun, whatever else the door says. */
  closing: boolean;
  /** When somebody may come in again, ms UTC; null when that is not known. Only where nobody may now. */
  next: number | null;
}

const minuteMs = 60_000;

/**
 * What the door says, by the precedence closed > paused > late > full > last entry > open (R11); it opens again by itself
 * when its cause ends (R12). Without the master key nobody can write at all.
 */
export function door(facts: DoorFacts): DoorNow {
  const { at, override, pauseAfterMinutes } = facts;
  const hours = hoursNow(facts);
  const until = hours?.until ?? null;
  const closing = hours?.open === true && !hours.acceptsNew;
  const says = (state: Door, reason: DoorReason, next: number | null = null): DoorNow => ({
    state,
    reason,
    until,
    closing,
    next,
  });

  if (facts.keys !== "ready") return says("locked", "no_key");
  if (override?.kind === "closed")
    return { ...says("closed", "closed_by_hand", afterOverride(facts)), until: null, closing: false };
  if (hours && !hours.open) return says("closed", "outside_hours", hours.next?.start ?? null);
  if (override?.kind === "paused") return says("paused", "paused_by_hand", afterOverride(facts));

  if (facts.nobodySince !== null) {
    const opened = hours?.since ?? Number.NEGATIVE_INFINITY;
    // A line without hours promises nothing, so nobody is to be waited for.
    const patience = hours ? pauseAfterMinutes * minuteMs : 0;
    if (at - Math.max(facts.nobodySince, opened) >= patience) return says("paused", "nobody_there");
    if (facts.nobodySince <= opened) return says("late", "nobody_yet");
  }
  if (facts.waiting >= placesFor(facts, until)) return says("full", "queue_full");
  if (closing) return says("last_entry", "closing_soon", hours.next?.start ?? null);
  if (override?.kind === "open") return says("open", "opened_by_hand");
  return says("open", hours ? "inside_hours" : "without_hours");
}

/** The hours as they count now: opened by hand, a line is open until that ends or its hours do, whichever is later. */
function hoursNow({ at, schedule, override, lastEntryMinutes }: DoorFacts): ScheduleState | null {
  if (schedule === null || override?.kind !== "open") return schedule;
  const until = schedule.open && schedule.until === null ? null : Math.max(override.endsAt!, schedule.until ?? 0);
  const since = Math.min(override.startsAt, schedule.since ?? override.startsAt);
  return {
    ...schedule,
    open: true,
    since,
    until,
    acceptsNew: until === null || at < until - lastEntryMinutes * minuteMs,
  };
}

/** When a line that was closed or paused by hand lets somebody in again, ms UTC; null when nobody knows. */
function afterOverride({ schedule, override }: DoorFacts): number | null {
  const end = override!.endsAt;
  if (end === null) return null;
  if (schedule === null) return end;
  if (schedule.open && (schedule.until === null || end < schedule.until)) return end;
  const next = schedule.next;
  return next && next.start < end && end < next.end ? end : (next?.start ?? null);
}

/** How many may wait: so many for each counsellor, no more than can still be talked with before closing, and no more than were allowed. */
function placesFor(facts: DoorFacts, until: number | null): number {
  const { at, waitingPerCounsellor, intakeCap, chatMinutes } = facts;
  const inTime =
    until === null ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor((until - at) / (chatMinutes * minuteMs)));
  // Whoever stepped out a moment ago is counted on.
  const places = Math.max(facts.available, 1) * Math.min(waitingPerCounsellor, inTime);
  return Math.min(places, intakeCap ?? Number.POSITIVE_INFINITY);
}
