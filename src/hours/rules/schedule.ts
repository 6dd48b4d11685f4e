// When a calendar is open, by H8 to H10 of PROMISES.md. Never change a calendar in place: its plan is kept with the object.
import { dayMs, minuteMs } from "#src/clock.ts";
import type { Calendar } from "./calendar.ts";
import { type Interval, planned } from "./plan.ts";

export interface ScheduleState {
  open: boolean;
  acceptsNew: boolean;
  /** ms UTC; null when closed, and when it does not end within 400 days. */
  until: number | null;
  /** ms UTC; null when closed, and when it began more than 400 days ago. */
  since: number | null;
  /** The next opening long enough to come in (H10); null when none begins within 400 days. */
  next: Interval | null;
}

/** How far to look ahead or back (H10). */
const horizonMs = 400 * dayMs;
/** Most answers are this near; only lines that never close, or are closed for long, need a look further. */
const nearMs = 10 * dayMs;

const widestMs = 3 * horizonMs;

interface Plan {
  from: number;
  to: number;
  intervals: Interval[];
}

const plans = new WeakMap<Calendar, Plan>();

/** Returns whether a calendar is open at `at` (ms UTC), until when, and when next. Throws a RangeError for an unknown zone. */
export function stateAt(calendar: Calendar, at: number): ScheduleState {
  const [here] = whole(calendar, at, at + 1);
  const next = nextAfter(calendar, at);
  if (!here) return { open: false, acceptsNew: false, until: null, since: null, next };
  const until = here.end <= at + horizonMs ? here.end : null;
  const since = here.start >= at - horizonMs ? here.start : null;
  const acceptsNew = until === null || at < until - calendar.lastEntryMinutes * minuteMs;
  return { open: true, acceptsNew, until, since, next };
}

/** Returns the openings that overlap [from, to) (ms UTC), whole, but cut at 400 days. Throws a RangeError for an unknown zone. */
export function intervals(calendar: Calendar, from: number, to: number): Interval[] {
  return whole(calendar, from, to).map(({ start, end }) => ({
    start: Math.max(start, from - horizonMs),
    end: Math.min(end, to + horizonMs),
  }));
}

function whole(calendar: Calendar, from: number, to: number): Interval[] {
  let back = nearMs;
  let ahead = nearMs;
  for (;;) {
    const plan = planFor(calendar, from - back, to + ahead);
    const found = overlapping(plan.intervals, from, to);
    const early = found.length > 0 && found[0]!.start < plan.from && back < horizonMs;
    const late = found.length > 0 && found.at(-1)!.end > plan.to && ahead < horizonMs;
    if (!early && !late) return found;
    if (early) back = horizonMs;
    if (late) ahead = horizonMs;
  }
}

function nextAfter(calendar: Calendar, at: number): Interval | null {
  const shortest = calendar.lastEntryMinutes * minuteMs;
  let ahead = nearMs;
  for (;;) {
    const { to, intervals } = planFor(calendar, at - nearMs, at + ahead);
    const found = firstAfter(intervals, at, (one) => one.end - one.start > shortest || one.end > to);
    if (found ? found.start > at + horizonMs : to >= at + horizonMs) return null;
    if (found && (found.end <= to || found.start + horizonMs <= to)) {
      return { start: found.start, end: Math.min(found.end, found.start + horizonMs) };
    }
    ahead = found ? found.start + horizonMs - at : Math.min(ahead * 8, horizonMs);
  }
}

// A plan is widened, not replaced, or an answer that looks far back and far ahead would never be kept.
function planFor(calendar: Calendar, from: number, to: number): Plan {
  const kept = plans.get(calendar);
  if (kept && kept.from <= from && to <= kept.to) return kept;
  const both = kept && { from: Math.min(kept.from, from), to: Math.max(kept.to, to) };
  const wide = both && both.to - both.from <= widestMs ? both : { from, to };
  // A day more, so that the clock can go on for a day before all is worked out again.
  const plan = { from: wide.from, to: wide.to + dayMs, intervals: planned(calendar, wide.from, wide.to + dayMs) };
  if (plan.to - plan.from <= widestMs + dayMs) plans.set(calendar, plan);
  return plan;
}

function overlapping(list: Interval[], from: number, to: number): Interval[] {
  const found: Interval[] = [];
  for (let index = firstEndingAfter(list, from); index < list.length && list[index]!.start < to; index += 1) {
    found.push(list[index]!);
  }
  return found;
}

function firstAfter(list: Interval[], at: number, fits: (one: Interval) => boolean): Interval | undefined {
  for (let index = firstEndingAfter(list, at); index < list.length; index += 1) {
    const one = list[index]!;
    if (one.start > at && fits(one)) return one;
  }
  return undefined;
}

function firstEndingAfter(list: Interval[], at: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.end > at) high = middle;
    else low = middle + 1;
  }
  return low;
}
