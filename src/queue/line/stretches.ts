import { minuteMs } from "#src/clock.ts";
import { localQuarter } from "#src/hours/instants.ts";

export interface Stretch {
  from: number;
  to: number;
}

export interface Said {
  at: number;
  holds: boolean;
}

/** Returns when it held within a time, by what was said one after the other. */
export function holding(said: readonly Said[], within: Stretch): Stretch[] {
  // A clock that was set back makes none of it less: what was said later was later.
  const found: Stretch[] = [];
  let since: number | null = null;
  let last = Number.NEGATIVE_INFINITY;
  for (const { at, holds } of said) {
    last = Math.max(last, at);
    if (holds) since ??= last;
    else if (since !== null) {
      found.push({ from: since, to: last });
      since = null;
    }
  }
  if (since !== null) found.push({ from: since, to: Number.POSITIVE_INFINITY });
  return common(found, [within]);
}

/** Returns when both were; each list is in order, and nothing in it overlaps. */
export function common(some: readonly Stretch[], others: readonly Stretch[]): Stretch[] {
  const both = some.flatMap((one) =>
    others.map((other) => ({ from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) })),
  );
  return both.filter(({ from, to }) => from < to);
}

/** Returns when the first were and the others were not. */
export function without(some: readonly Stretch[], others: readonly Stretch[]): Stretch[] {
  let left = [...some];
  for (const { from, to } of others) {
    left = left.flatMap((one) =>
      [
        { from: one.from, to: Math.min(one.to, from) },
        { from: Math.max(one.from, to), to: one.to },
      ].filter((part) => part.from < part.to),
    );
  }
  return left;
}

/** Returns how long they are together, ms. */
export function lengthOf(some: readonly Stretch[]): number {
  return some.reduce((sum, { from, to }) => sum + to - from, 0);
}

const quarterMs = 15 * minuteMs;

interface QuarterStaffed {
  quarter: number;
  minutes: number;
  people: number;
}

/** Returns the quarters of a day in which anyone was there (`there`, by id), with the minutes of all and how many they were. */
export function byQuarter(
  there: ReadonlyMap<number, readonly Stretch[]>,
  day: Stretch,
  zone: string,
): QuarterStaffed[] {
  // When the clock goes back an hour comes twice, and its quarters hold both. Rounding carries over, so the day adds up.
  const ms = new Map<number, number>();
  const people = new Map<number, Set<number>>();
  for (let from = day.from; from < day.to; from += quarterMs) {
    const quarter = localQuarter(zone, from);
    for (const [id, stretches] of there) {
      const length = lengthOf(common(stretches, [{ from, to: from + quarterMs }]));
      if (length === 0) continue;
      ms.set(quarter, (ms.get(quarter) ?? 0) + length);
      people.set(quarter, (people.get(quarter) ?? new Set()).add(id));
    }
  }
  let sum = 0;
  return [...ms.keys()]
    .sort((a, b) => a - b)
    .map((quarter) => {
      const before = Math.round(sum / minuteMs);
      sum += ms.get(quarter)!;
      return { quarter, minutes: Math.round(sum / minuteMs) - before, people: people.get(quarter)!.size };
    });
}
