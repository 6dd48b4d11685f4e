import { minuteMs } from "#src/clock.ts";
import type { Calendar } from "./rules/calendar.ts";
import type { Override } from "./rules/override.ts";
import { stateAt } from "./rules/schedule.ts";

/** The hours of the calendar, or what someone decided for now. */
export interface HoursNow {
  open: boolean;
  since: number | null;
  until: number | null;
  /** Not in the last minutes before closing (PROMISES.md H9). */
  acceptsNew: boolean;
  /** People who wait must be told by now that it will close. */
  closing: boolean;
  /** When people can come in who cannot now, or no longer in this opening, ms UTC; null when not known. */
  next: number | null;
}

export type Decided = Pick<Override, "kind" | "startsAt" | "endsAt">;

/** Enough to write down a number and to be told kindly; with a longer last entry they are told earlier. */
const toldMinutes = 15;
const always = { open: true, since: null, until: null, acceptsNew: true, closing: false, next: null };
const shut = { open: false, since: null, until: null, acceptsNew: false, closing: false };

/** Returns the hours at `at` (ms UTC), with a decision that still holds (H11). Throws a RangeError for an unknown zone. */
export function hoursNow(calendar: Calendar | null, decided: Decided | null, at: number): HoursNow {
  if (decided?.kind === "closed") return { ...shut, next: admitsFrom(calendar, decided.endsAt) };
  if (calendar === null) return { ...always, next: decided?.kind === "paused" ? decided.endsAt : null };
  if (decided?.kind === "open") return opened(calendar, decided, at);
  const { open, since, until, next } = stateAt(calendar, at);
  const again = decided?.kind === "paused" ? admitsFrom(calendar, decided.endsAt) : (next?.start ?? null);
  return open ? opening(calendar, at, since, until, again) : { ...shut, next: again };
}

// A decision can end outside the hours, or in their last minutes.
function admitsFrom(calendar: Calendar | null, end: number | null): number | null {
  if (calendar === null || end === null) return end;
  const then = stateAt(calendar, end);
  return then.acceptsNew ? end : (then.next?.start ?? null);
}

// An opening by hand and the openings that it touches are one (H6).
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
