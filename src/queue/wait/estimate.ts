import { minuteMs } from "#src/clock.ts";

const roundTo = 5;
/** Waiting less than this means that a counsellor was free, which says nothing of how the line moves, ms. */
export const noWait = minuteMs;

const maxSteps = 20;
const stepsNeeded = 10;

const maxKept = 30;
const keptNeeded = 10;
const widest = 3;

export interface Stood {
  came: number;
  gone: number;
}

export interface Promised {
  place: number;
  byLine: number;
  waited: number;
}

/** `low` and `high` are minutes, multiples of five; `middle` (one in two waits is under it) and `byLine` are ms. */
export interface Estimate {
  low: number;
  high: number;
  middle: number;
  byLine: number;
}

/** Returns how long each step of a line took while someone stood in it, ms, oldest first; `standing`: when they came, ms UTC. */
export function stepsOf(stood: readonly Stood[], standing: readonly number[]): number[] {
  // Leaving moves a line as well as being taken: without it, a long line seemed half as slow again (docs/performance.md).
  const gone = stood.toSorted((a, b) => a.gone - b.gone);
  const steps: number[] = [];
  let since = standing.length > 0 ? Math.min(...standing) : Number.POSITIVE_INFINITY;
  for (let i = gone.length - 1; i > 0; i -= 1) {
    const one = gone[i]!;
    since = Math.min(since, one.came);
    if (one.gone - since >= noWait) steps.unshift(one.gone - Math.max(gone[i - 1]!.gone, since));
  }
  return steps.slice(-maxSteps);
}

/** Returns the wait in a place (1 = next): one in five is under `low`, four in five under `high`; null if too little is known. */
export function estimate(place: number, steps: readonly number[], promised: readonly Promised[]): Estimate | null {
  // Waiting longer than announced makes more people leave than the waiting itself (SSRN 3706565), so `high` is generous.
  if (steps.length < stepsNeeded) return null;
  const ways = steps.map((_, from) => sum(place, (step) => steps[(from + step) % steps.length]!));
  const byLine = quantile(ways, 0.8);
  const high = roundTo * Math.max(1, Math.ceil((byLine * widening(place, promised)) / (roundTo * minuteMs)));
  const low = roundTo * Math.floor(quantile(ways, 0.2) / (roundTo * minuteMs));
  return { low: Math.min(low, high - roundTo), high, middle: quantile(ways, 0.5), byLine };
}

function widening(place: number, promised: readonly Promised[]): number {
  const such = promised
    .filter((one) => placeClass(one.place) === placeClass(place) && one.waited >= noWait)
    .slice(-maxKept);
  if (such.length < keptNeeded) return 1;
  const missedBy = such.map(({ waited, byLine }) => waited / byLine);
  return Math.min(widest, Math.max(1, quantile(missedBy, 0.8)));
}

/** Returns whether a place is next, soon, or a long way off: what is wrong for one need not be for the others. */
export function placeClass(place: number): "1" | "2–4" | "5+" {
  if (place <= 1) return "1";
  return place <= 4 ? "2–4" : "5+";
}

function sum(times: number, each: (index: number) => number): number {
  let total = 0;
  for (let index = 0; index < times; index += 1) total += each(index);
  return total;
}

// Type 7 of Hyndman and Fan (1996).
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return below + (above - below) * (at - Math.floor(at));
}
