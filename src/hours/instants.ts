import { dayMs, minuteMs } from "#src/clock.ts";

// Temporal looks up each zone once; the rest is arithmetic, as a page with 500 calendars asks for some ten thousand instants.

/** How much is looked up at once, to either side of an instant. */
const windowMs = 800 * dayMs;
/** More than exist; made-up spellings ("europe/HELSINKI") must not fill the memory. */
const mostZones = 700;

/** `offsets[i]` counts from `starts[i]` up to the next start, ms. */
interface Offsets {
  from: number;
  to: number;
  starts: number[];
  offsets: number[];
}

const known = new Map<string, Offsets>();

/**
 * Returns the first instant (ms UTC) at which a zone's clock shows `minute` (0 to 2880) of a date or later (PROMISES.md H5).
 * A later time on the wall is never an earlier instant. Throws a RangeError for an unknown zone.
 */
export function firstInstant(timeZone: string, date: string, minute: number): number {
  return instantOf(timeZone, wallOf(`${date}T00:00`) + minute * minuteMs);
}

/** Returns a local date and time, "2026-12-24T18:00", as the ms that it would be in UTC. */
export function wallOf(dateTime: string): number {
  return Date.parse(`${dateTime}Z`);
}

/** Returns `firstInstant` of such a wall time. */
export function instantOf(timeZone: string, wall: number): number {
  const { starts, offsets } = offsetsAround(timeZone, wall);
  // No zone is a day ahead of UTC, so until here no clock has shown that time. The first stretch that comes to show it,
  // or starts beyond it, has the instant: this is all of H5.
  let at = stretchAt(starts, wall - dayMs);
  while (wall - offsets[at]! >= (starts[at + 1] ?? Number.POSITIVE_INFINITY)) at += 1;
  return Math.max(starts[at]!, wall - offsets[at]!);
}

/** Returns the date in a zone at `at` (ms UTC), "2026-11-25". Throws a RangeError for an unknown zone. */
export function localDate(timeZone: string, at: number): string {
  const { starts, offsets } = offsetsAround(timeZone, at);
  return new Date(at + offsets[stretchAt(starts, at)]!).toISOString().slice(0, 10);
}

/** Returns the minute of the day in a zone at `at` (ms UTC), from 0. Throws a RangeError for an unknown zone. */
export function localMinute(timeZone: string, at: number): number {
  const { starts, offsets } = offsetsAround(timeZone, at);
  const wall = at + offsets[stretchAt(starts, at)]!;
  return Math.floor((wall - Math.floor(wall / dayMs) * dayMs) / minuteMs);
}

/** Returns the quarter of an hour in a zone at `at` (ms UTC): 0 = 00:00 to 00:14, 95 = 23:45 to 23:59. */
export function localQuarter(timeZone: string, at: number): number {
  return Math.floor(localMinute(timeZone, at) / 15);
}

/** Returns when a zone's clock changes in [from, to), ms UTC; forward is positive. Throws a RangeError for an unknown zone. */
export function clockChanges(timeZone: string, from: number, to: number): { at: number; shiftMinutes: number }[] {
  const { starts, offsets } = lookUp(timeZone, from - 1, to);
  return starts
    .slice(1)
    .map((at, before) => ({ at, shiftMinutes: (offsets[before + 1]! - offsets[before]!) / minuteMs }))
    .filter(({ shiftMinutes }) => shiftMinutes !== 0);
}

function offsetsAround(timeZone: string, at: number): Offsets {
  const found = known.get(timeZone);
  if (found && found.from <= at - 2 * dayMs && at + 2 * dayMs <= found.to) return found;
  const made = lookUp(timeZone, at - windowMs, at + windowMs);
  if (known.size >= mostZones) known.clear();
  known.set(timeZone, made);
  return made;
}

// The first offset is taken to have been there for ever.
function lookUp(timeZone: string, from: number, to: number): Offsets {
  const first = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(timeZone);
  const starts = [Number.NEGATIVE_INFINITY];
  const offsets = [first.offsetNanoseconds / 1e6];
  let next = first.getTimeZoneTransition("next");
  while (next && next.epochMilliseconds < to) {
    starts.push(next.epochMilliseconds);
    offsets.push(next.offsetNanoseconds / 1e6);
    next = next.getTimeZoneTransition("next");
  }
  return { from, to, starts, offsets };
}

function stretchAt(starts: number[], at: number): number {
  let found = starts.length - 1;
  while (starts[found]! > at) found -= 1;
  return found;
}
