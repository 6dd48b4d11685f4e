import { dayMs, minuteMs } from "#src/clock.ts";

/**
 * Between the clock on the wall and instants. Each zone's offsets are looked up once by Temporal; from then on it is
 * arithmetic: a page with 500 calendars asks for some ten thousand instants.
 */

/** How much of a zone is looked up at once, to either side of the instant asked for. */
const windowMs = 800 * dayMs;
/** More zones than exist; whoever makes up spellings ("europe/HELSINKI") shall not fill the memory. */
const mostZones = 700;

/** The offsets of a zone around some instant: `offsets[i]` counts from `starts[i]` up to the next start. ms. */
interface Offsets {
  from: number;
  to: number;
  starts: number[];
  offsets: number[];
}

const known = new Map<string, Offsets>();

/**
 * The first instant, ms UTC, at which the clock of an IANA zone shows `minute` (0 to 2880) minutes after midnight of a
 * date or later (PROMISES.md H5). A time that is skipped is the moment of the jump, a repeated one its first pass. It never goes
 * back: a later time on the wall is never an earlier instant. Throws a RangeError for an unknown zone.
 */
export function firstInstant(timeZone: string, date: string, minute: number): number {
  return instantOf(timeZone, wallOf(`${date}T00:00`) + minute * minuteMs);
}

/** A local date and time, "2026-12-24T18:00", as the ms that UTC would make of it: the wall clock as a number. */
export function wallOf(dateTime: string): number {
  return Date.parse(`${dateTime}Z`);
}

/** `firstInstant` for a wall clock as a number. */
export function instantOf(timeZone: string, wall: number): number {
  const { starts, offsets } = offsetsAround(timeZone, wall);
  // No zone is a day ahead of UTC, so until here no clock has shown that time. From the first stretch that comes to show
  // it or starts beyond it, that is the first instant: this is all of H5.
  let at = stretchAt(starts, wall - dayMs);
  while (wall - offsets[at]! >= (starts[at + 1] ?? Number.POSITIVE_INFINITY)) at += 1;
  return Math.max(starts[at]!, wall - offsets[at]!);
}

/** The date on the wall of a zone at an instant (ms UTC), "2026-11-25". Throws a RangeError for an unknown zone. */
export function localDate(timeZone: string, at: number): string {
  const { starts, offsets } = offsetsAround(timeZone, at);
  return new Date(at + offsets[stretchAt(starts, at)]!).toISOString().slice(0, 10);
}

/** The minute of the day on the wall of a zone at an instant (ms UTC), from 0. Throws a RangeError for an unknown zone. */
export function localMinute(timeZone: string, at: number): number {
  const { starts, offsets } = offsetsAround(timeZone, at);
  const wall = at + offsets[stretchAt(starts, at)]!;
  return Math.floor((wall - Math.floor(wall / dayMs) * dayMs) / minuteMs);
}

/** The quarter of the hour in the day on the wall of a zone at an instant (ms UTC): 0 = 00:00 to 00:14, 95 = 23:45 to 23:59. */
export function localQuarter(timeZone: string, at: number): number {
  return Math.floor(localMinute(timeZone, at) / 15);
}

/**
 * The instants in [from, to), ms UTC, at which a zone's clock is put forward (a positive shift, minutes) or back.
 * Throws a RangeError for an unknown zone.
 */
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

/** The offsets in [from, to); the first of them is taken to have been there for ever. */
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
