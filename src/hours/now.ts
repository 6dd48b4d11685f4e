import { minuteMs } from "#src/clock.ts";
import type { Calendar } from "./rules/calendar.ts";
import type { Override } from "./rules/override.ts";
import { stateAt } from "./rules/schedule.ts";

/** The hours as they count: those of the calendar, or what somebody decided for now. */
export interface HoursNow {
  open: boolean;
  /** When this opening began, ms UTC; null when closed, and when nobody knows. */
  since: number | null;
  /** When it ends, ms UTC; null when closed, and when no end is known. */
  until: number | null;
  /** Whether somebody new may come in: not in the last minutes before closing (PROMISES.md H9). */
  acceptsNew: boolean;
  /** Whoever waits has to hear by now that it will close. */
  closing: boolean;
  /** When somebody may come in that cannot now, or not in this opening any more, ms UTC; null when nobody knows. */
  next: number | null;
}

export type Decided = Pick<Override, "kind" | "startsAt" | "endsAt">;

/** Long enough to write down a number, and to be told kindly; a longer last entry tells earlier. */
const toldMinutes = 15;
const always = { open: true, since: null, until: null, acceptsNew: true, closing: false, next: null };
const shut = { open: false, since: null, until: null, acceptsNew: false, closing: false };

/**
 * The hours as they count at an instant (ms UTC), with what somebody decided and still holds then (H11). Without a
 * calendar a line is always inside its hours. Throws a RangeError for an unknown zone.
 */
export function hoursNow(calendar: Calendar | null, decided: Decided | null, at: number): HoursNow {
  if (decided?.kind === "closed") return { ...shut, next: admitsFrom(calendar, decided.endsAt) };
  if (calendar === null) return { ...always, next: decided?.kind === "paused" ? decided.endsAt : null };
  if (decided?.kind === "open") return opened(calendar, decided, at);
  const { open, since, until, next } = stateAt(calendar, at);
  const again = decided?.kind === "paused" ? admitsFrom(calendar, decided.endsAt) : (next?.start ?? null);
  return open ? opening(calendar, at, since, until, again) : { ...shut, next: again };
}

/** When a line lets somebody in again after a decision, ms UTC: its end can fall outside the hours, or into last minutes. */
function admitsFrom(calendar: Calendar | null, end: number | null): number | null {
  if (calendar === null || end === null) return end;
  const then = stateAt(calendar, end);
  return then.acceptsNew ? end : (then.next?.start ?? null);
}

/** Opened by hand, a line is open until that ends; with openings before and after that it touches, it is one (H6). */
function opened(calendar: Calendar, { startsAt, endsAt }: Decided, at: number): HoursNow {
  const before = stateAt(calendar, startsAt - 1);
  const after = stateAt(calendar, endsAt!);
  const since = before.open ? before.since : startsAt;
  const until = after.open ? after.until : endsAt;
  const next = until === null ? null : (stateAt(calendar, until).next?.start ?? null);
  return opening(calendar, at, since, until, next);
}

function opening(calendar: Calendar, at: number, since: number | null, until: number | null, next: number | null) {
  const { lastEntryMinutes } = calendar;
  const left = until === null ? Number.POSITIVE_INFINITY : (until - at) / minuteMs;
  return {
    open: true,
    since,
    until,
    acceptsNew: left > lastEntryMinutes,
    closing: left <= Math.max(lastEntryMinutes, toldMinutes),
    next,
  };
}
