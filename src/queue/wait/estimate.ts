import { minuteMs } from "#src/clock.ts";

// How long somebody who comes now will wait, from how the line moved before.

const roundTo = 5;
/** Where nobody has stood for so long a counsellor was free, which says nothing of how the line moves. ms */
export const noWait = minuteMs;

/** How many of the newest steps of a line are looked at, and below how many nothing is said of time. */
export const maxSteps = 20;
const stepsNeeded = 10;

/** How many of the newest promises are looked at to see whether they were kept, and below how many they say nothing. */
const maxKept = 30;
const keptNeeded = 10;
/** The most by which broken promises widen the next. */
const widest = 3;

/** One who waited in a line and lane: came and was taken, or left. ms UTC. */
export interface Stood {
  came: number;
  gone: number;
}

/** What somebody was told when they came to wait, and how long they waited, ms. */
export interface Promised {
  place: number;
  /** The upper end as the line alone gave it, before it was widened and rounded. */
  byLine: number;
  waited: number;
}

/**
 * Minutes, both multiples of five: "about `low` to `high` minutes". In ms: `middle`, which one in two waits is under, and `byLine`,
 * which is what `Promised` asks for.
 */
export interface Estimate {
  low: number;
  high: number;
  middle: number;
  byLine: number;
}

/**
 * How long each step of a line took, ms, oldest first: from one who went to the next, while somebody stood in it. Whoever
 * leaves moves the line as well as whoever is taken: counting those who were taken only, a long line seemed half as slow
 * again as it was (docs/performance.md, “How long they will wait”).
 *
 * `stood`: those who are gone, in any order; `standing`: when those who still wait came, ms UTC.
 */
export function stepsOf(stood: readonly Stood[], standing: readonly number[]): number[] {
  const gone = stood.toSorted((a, b) => a.gone - b.gone);
  const steps: number[] = [];
  // Since when, before each of them went, somebody stood in the line without a break; the latest first.
  let since = standing.length > 0 ? Math.min(...standing) : Number.POSITIVE_INFINITY;
  for (let i = gone.length - 1; i > 0; i -= 1) {
    const one = gone[i]!;
    since = Math.min(since, one.came);
    if (one.gone - since >= noWait) steps.unshift(one.gone - Math.max(gone[i - 1]!.gone, since));
  }
  return steps.slice(-maxSteps);
}

/**
 * How long somebody in a place (1 = next) will wait: a low end that one in five waits is under, and a high end that four in five
 * are under, of as many steps in a row as there are to the front; the high end rounded up to five minutes, and widened as
 * far as earlier promises for such a place fell short. null where the line has moved too few times to say anything.
 *
 * Every minute beyond what was announced makes more people leave than the waiting itself (SSRN 3706565): so the high end
 * would rather be late than early.
 */
export function estimate(place: number, steps: readonly number[], promised: readonly Promised[]): Estimate | null {
  if (steps.length < stepsNeeded) return null;
  const ways = steps.map((_, from) => sum(place, (step) => steps[(from + step) % steps.length]!));
  const byLine = quantile(ways, 0.8);
  const high = roundTo * Math.max(1, Math.ceil((byLine * widening(place, promised)) / (roundTo * minuteMs)));
  const low = roundTo * Math.floor(quantile(ways, 0.2) / (roundTo * minuteMs));
  return { low: Math.min(low, high - roundTo), high, middle: quantile(ways, 0.5), byLine };
}

/** What the high end is multiplied with so that four in five of the newest promises for such a place would have been kept. */
function widening(place: number, promised: readonly Promised[]): number {
  const such = promised
    .filter((one) => placeClass(one.place) === placeClass(place) && one.waited >= noWait)
    .slice(-maxKept);
  if (such.length < keptNeeded) return 1;
  const missedBy = such.map(({ waited, byLine }) => waited / byLine);
  return Math.min(widest, Math.max(1, quantile(missedBy, 0.8)));
}

/** Next, soon, or a long way off: what is wrong for the one need not be for the other. */
export function placeClass(place: number): "1" | "2–4" | "5+" {
  if (place <= 1) return "1";
  return place <= 4 ? "2–4" : "5+";
}

function sum(times: number, each: (index: number) => number): number {
  let total = 0;
  for (let index = 0; index < times; index += 1) total += each(index);
  return total;
}

/** Between the two nearest values, as most do it (type 7 of Hyndman and Fan, 1996). */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return below + (above - below) * (at - Math.floor(at));
}
