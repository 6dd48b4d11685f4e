import { between, type Random } from "#lab/load/report/random.ts";
import { noWait, type Promised, type Stood } from "#src/queue/wait/estimate.ts";

const minute = 60_000;
const evening = 240 * minute;
/** Evenings are a day apart, so nothing counts across them. */
const day = 1_440 * minute;

/** What an estimator may look at: a line's memory, oldest first. */
export interface Memory {
  stood: Stood[];
  standing: number[];
  promised: Promised[];
  waits: number[];
}

/** A range in minutes, and what its maker wants back when the wait is over. */
export interface Said {
  low: number;
  high: number;
  byLine: number;
}

export interface Estimator {
  name: string;
  say(place: number, memory: Memory): Said | null;
}

/** One wait, with what each estimator said; null = no time. */
export interface Wait {
  place: number;
  waited: number;
  said: (Said | null)[];
}

interface Person {
  at: number;
  place: number;
  said: (Said | null)[];
  leaves: number;
}

/** Returns the waits of those taken: Poisson arrivals, one to eight counsellors, chats of around 15 or 45 minutes (lognormal). */
export function evenings(random: Random, count: number, patience: number, estimators: readonly Estimator[]): Wait[] {
  const waits: Wait[] = [];
  // What was promised is each estimator's own.
  const memories = estimators.map((): Memory => ({ stood: [], standing: [], promised: [], waits: [] }));
  for (let night = 0; night < count; night += 1) oneEvening(random, night * day, patience, estimators, memories, waits);
  return waits;
}

function oneEvening(
  random: Random,
  start: number,
  patience: number,
  estimators: readonly Estimator[],
  memories: Memory[],
  waits: Wait[],
) {
  const counsellors = 1 + Math.floor(random() * 8);
  const free = Array.from({ length: counsellors }, () => start);
  const coming = arrivals(random, start, counsellors);
  const line: Person[] = [];
  const gone = (person: Person, at: number, taken: boolean) => {
    line.splice(line.indexOf(person), 1);
    for (const [i, memory] of memories.entries()) {
      if (taken || at - person.at >= noWait)
        memory.stood = [...memory.stood, { came: person.at, gone: at }].slice(-200);
      memory.standing = line.map((one) => one.at);
      if (!taken) continue;
      const waited = at - person.at;
      memory.waits.push(waited);
      const said = person.said[i];
      if (said) memory.promised.push({ place: person.place, byLine: said.byLine, waited });
    }
  };
  while (coming.length > 0 || line.length > 0) {
    const next = coming[0] ?? Number.POSITIVE_INFINITY;
    const leaver = line.toSorted((a, b) => a.leaves - b.leaves)[0];
    const hand = free.indexOf(Math.min(...free));
    const taken = line[0]
      ? Math.max(free[hand]!, line[0].at + between(random, 0, minute / 2))
      : Number.POSITIVE_INFINITY;
    if (leaver && leaver.leaves <= Math.min(next, taken)) {
      gone(leaver, leaver.leaves, false);
    } else if (next <= taken) {
      coming.shift();
      const place = line.length + 1;
      const said = estimators.map((one, i) => one.say(place, memories[i]!));
      line.push({ at: next, place, said, leaves: next + exponential(random, patience) });
      for (const memory of memories) memory.standing = line.map((one) => one.at);
    } else {
      const person = line[0]!;
      gone(person, taken, true);
      free[hand] = taken + length(random);
      if (taken - person.at >= minute)
        waits.push({ place: person.place, waited: taken - person.at, said: person.said });
    }
  }
}

/** Arrivals in ms: from somewhat less to a good deal more than all counsellors can take. */
function arrivals(random: Random, start: number, counsellors: number): number[] {
  const perMinute = (counsellors / 33) * between(random, 0.7, 1.4);
  const most = perMinute * 1.5;
  const busy = (at: number) => perMinute * (0.6 + 0.9 * Math.exp(-((((at - start) / minute - 100) / 50) ** 2)));
  const times: number[] = [];
  for (let at = start; ; ) {
    at += exponential(random, minute / most);
    if (at > start + evening) return times;
    if (random() < busy(at) / most) times.push(at);
  }
}

function length(random: Random): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return (random() < 0.5 ? 15 : 45) * Math.exp(0.4 * normal) * minute;
}

function exponential(random: Random, mean: number): number {
  return -Math.log(1 - random()) * mean;
}
