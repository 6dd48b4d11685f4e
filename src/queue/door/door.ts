import { minuteMs } from "#src/clock.ts";
import type { KeyState } from "#src/crypto/keys/masters.ts";
import type { OverrideKind } from "#src/events.ts";
import type { HoursNow } from "#src/hours/now.ts";
import type { Opening } from "#src/settings/definitions.ts";

export type LineDoor = "locked" | "closed" | "paused" | "late" | "full" | "last_entry" | "open";

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

export interface DoorFacts {
  at: number;
  keys: KeyState;
  opening: Opening;
  hours: HoursNow;
  hasHours: boolean;
  decided: OverrideKind | null;
  available: number;
  /** null while someone is available, -Infinity if nobody ever was. */
  nobodySince: number | null;
  /** How many who are there wait, by network; an unknown network counts alone. */
  waiting: readonly number[];
  /** How many of them come from the asker's network; null: nobody can tell, or the line itself is asked about. */
  ownWaiting: number | null;
  intakeCap: number | null;
  pauseAfterMinutes: number;
  waitingPerCounsellor: number;
  chatMinutes: number;
}

export interface DoorNow {
  state: LineDoor;
  reason: DoorReason;
  until: number | null;
  /** Those who wait have to hear by now that it will close, whatever else the door says. */
  closing: boolean;
  next: number | null;
}

/** Returns what the door says (PROMISES.md H11); it opens again by itself when its cause ends (H12). */
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
    const patience = hasHours ? pauseAfterMinutes * minuteMs : 0;
    if (at - Math.max(nobodySince, opened) >= patience) return says("paused", "nobody_there");
    if (nobodySince <= opened) return says("late", "nobody_yet");
  }
  if (isFull(facts)) return says("full", "queue_full");
  if (!hours.acceptsNew) return says("last_entry", "closing_soon", next);
  if (decided === "open") return says("open", "opened_by_hand");
  return says("open", hasHours ? "inside_hours" : "without_hours");
}

function shutByAdmin(opening: "not_yet" | "break"): DoorNow {
  const reason = opening === "not_yet" ? "not_open_yet" : "on_break";
  return { state: "closed", reason, until: null, closing: false, next: null };
}

// No network counts for more than half of the places, so nobody fills a line alone. A network with nobody there gets in beyond
// all places, and a network that holds its half gets in only if nobody else waits.
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

function placesFor({ at, hours, available, waitingPerCounsellor, intakeCap, chatMinutes }: DoorFacts): number {
  const inTime =
    hours.until === null
      ? Number.POSITIVE_INFINITY
      : Math.max(1, Math.floor((hours.until - at) / (chatMinutes * minuteMs)));
  const places = Math.max(available, 1) * Math.min(waitingPerCounsellor, inTime);
  return Math.min(places, intakeCap ?? Number.POSITIVE_INFINITY);
}
