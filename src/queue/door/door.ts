import { minuteMs } from "#src/clock.ts";
import type { KeyState } from "#src/crypto/keys/masters.ts";
import type { OverrideKind } from "#src/events.ts";
import type { HoursNow } from "#src/hours/now.ts";
import type { Opening } from "#src/settings/definitions.ts";

/** What the door of a line says. Only at an open one somebody new may come in. */
export type LineDoor = "locked" | "closed" | "paused" | "late" | "full" | "last_entry" | "open";

/** Why it says so, as the log keeps it. */
export type DoorReason =
  | "no_key"
  | "not_open_yet"
  | "on_break"
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
  /** Until an admin opens the helpline, and while they have closed it for a while, no hours count. */
  opening: Opening;
  /** The hours as they count at `at`, with what was decided by hand. */
  hours: HoursNow;
  /** A line without hours is always inside them, and promises nothing. */
  hasHours: boolean;
  /** What somebody decided and still holds; null when the hours decide. */
  decided: OverrideKind | null;
  /** Counsellors who are available for this line, and ready for the next person. */
  available: number;
  /** Since when nobody has been available, ms UTC; null while somebody is, -Infinity when nobody ever was. */
  nobodySince: number | null;
  /** How many young people who are there wait in this line from each network; whose network nobody knows stands alone. */
  waiting: readonly number[];
  /** How many of them come from the network of whoever asks; null = nobody can tell, or it is asked of the line as such. */
  ownWaiting: number | null;
  /** How many may wait, set by hand; null = by the counsellors alone. */
  intakeCap: number | null;
  pauseAfterMinutes: number;
  /** How many may wait for each counsellor. */
  waitingPerCounsellor: number;
  /** How long a chat is reckoned to take, minutes. */
  chatMinutes: number;
}

export interface DoorNow {
  state: LineDoor;
  reason: DoorReason;
  /** When the opening we are in ends, ms UTC; null when closed, and when no end is known. */
  until: number | null;
  /** Whoever waits has to hear by now that it will close, whatever else the door says. */
  closing: boolean;
  /** When somebody may come in again, ms UTC; null when that is not known. Only where nobody may now. */
  next: number | null;
}

/**
 * What the door says, by the precedence closed > paused > late > full > last entry > open (PROMISES.md H11); it opens again by itself
 * when its cause ends (H12). Without the master key nobody can write at all.
 */
export function lineDoor(facts: DoorFacts): DoorNow {
  const { at, hours, hasHours, decided, nobodySince, pauseAfterMinutes } = facts;
  const { until, closing, next } = hours;
  const says = (state: LineDoor, reason: DoorReason, next: number | null = null): DoorNow => ({
    state,
    reason,
    until,
    closing,
    next,
  });

  if (facts.opening !== "open") return shutByAdmin(facts.opening);
  if (facts.keys !== "ready") return says("locked", "no_key");
  if (decided === "closed") return says("closed", "closed_by_hand", next);
  if (!hours.open) return says("closed", "outside_hours", next);
  if (decided === "paused") return says("paused", "paused_by_hand", next);

  if (nobodySince !== null) {
    const opened = hours.since ?? Number.NEGATIVE_INFINITY;
    // A line without hours promises nothing, so nobody is to be waited for.
    const patience = hasHours ? pauseAfterMinutes * minuteMs : 0;
    if (at - Math.max(nobodySince, opened) >= patience) return says("paused", "nobody_there");
    if (nobodySince <= opened) return says("late", "nobody_yet");
  }
  if (isFull(facts)) return says("full", "queue_full");
  if (!hours.acceptsNew) return says("last_entry", "closing_soon", next);
  if (decided === "open") return says("open", "opened_by_hand");
  return says("open", hasHours ? "inside_hours" : "without_hours");
}

/** Nothing is promised of when it opens: only the admin knows. */
function shutByAdmin(opening: "not_yet" | "break"): DoorNow {
  const reason = opening === "not_yet" ? "not_open_yet" : "on_break";
  return { state: "closed", reason, until: null, closing: false, next: null };
}

/**
 * Whether no place is left for whoever asks. No network counts for more than half of the places, so that nobody fills a line alone; whoever comes from
 * one that has nobody there is let in beyond all places, and one that holds its half already only where nobody else waits.
 */
function isFull(facts: DoorFacts): boolean {
  const { waiting, ownWaiting } = facts;
  const places = placesFor(facts);
  const most = Math.max(1, Math.floor(places / 2));
  const all = sum(waiting);
  const isTaken = sum(waiting.map((n) => Math.min(n, most))) >= places;
  if (places === 0) return true;
  if (ownWaiting === null) return isTaken;
  if (ownWaiting === 0) return false;
  if (ownWaiting === all) return all >= places;
  return ownWaiting >= most || isTaken;
}

const sum = (all: readonly number[]) => all.reduce((total, n) => total + n, 0);

/** How many may wait: so many for each counsellor, no more than can still be talked with before closing, and no more than were allowed. */
function placesFor({ at, hours, available, waitingPerCounsellor, intakeCap, chatMinutes }: DoorFacts): number {
  const inTime =
    hours.until === null
      ? Number.POSITIVE_INFINITY
      : Math.max(1, Math.floor((hours.until - at) / (chatMinutes * minuteMs)));
  // Whoever stepped out a moment ago, or wraps up, is counted on.
  const places = Math.max(available, 1) * Math.min(waitingPerCounsellor, inTime);
  return Math.min(places, intakeCap ?? Number.POSITIVE_INFINITY);
}
