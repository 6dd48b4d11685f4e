import { hourMs, minuteMs } from "#src/clock.ts";
import { isReal, type Kind } from "#src/conversation/kind.ts";
import type { Language } from "#src/i18n/i18n.ts";

import { passed, takingTurns } from "./invited-order.ts";

/** What the order depends on of somebody who waits. */
export interface InLine {
  id: number;
  lineId: number;
  lane: "normal" | "urgent";
  language: Language;
  /** Since they came, or came to wait again, ms UTC. */
  waitsSince: number;
  /** They were in a chat already, and stand before whoever was in none. */
  isFirst: boolean;
  /** They came by a link that was sent to them: the same, but they take turns with those who wait (invited-order.ts). */
  byLink: boolean;
  /** It is their turn before the next who came by a link: somebody who did was taken before. */
  wasPassed: boolean;
  /** The name of the network they come from (crowd.ts); null = nobody can tell. */
  network: string | null;
  /** When that network had its turns in their lane lately, ms UTC, the oldest first. */
  turns: readonly number[];
  kind: Kind;
}

/** How many minutes of waiting it counts for, to be urgent and to share a language with whoever takes the next. */
export interface Ahead {
  urgentMinutes: number;
  languageMinutes: number;
}

/**
 * In which order people are taken: first come first served, plus an urgent lane, plus ageing (PROMISES.md C2).
 *
 * Everybody stands by when they came, as if they had come `urgentMinutes` earlier when they are urgent, and `languageMinutes`
 * earlier when they write in one of `languages` (null: whoever asks has no preference). So an urgent person goes before
 * everyone who has waited less than so long when they come, and before nobody who has waited longer: that is the ageing, and
 * why nobody starves. Only those who come within the sum of both after somebody can ever be taken before them.
 *
 * Whoever was in a chat already goes before all of them (`isFirst`), but for the urgent ones who are next in any case: with
 * those they stand by who has waited longer, so that nobody in danger waits for somebody who comes and goes. So does whoever came by
 * a link, after three who wait for each (invited-order.ts). Time itself changes nothing in the order, within a lane and a language it is
 * that of coming, but for networks that come with many, and nobody is left out. A rehearsal takes nobody's place.
 */
export function inOrder<Person extends InLine>(
  waiting: readonly Person[],
  ahead: Ahead,
  languages: readonly Language[] | null = null,
): Person[] {
  const usual = standing(waiting, ({ isFirst }) => isFirst, ahead, languages);
  if (!waiting.some(({ byLink }) => byLink)) return usual;
  return takingTurns(
    usual,
    standing(waiting, ({ isFirst, byLink }) => isFirst || byLink, ahead, languages),
  );
}

/** Whose turn (ids) comes before the next who came by a link, once one of those who wait is taken now. */
export function passedBy(waiting: readonly InLine[], ahead: Ahead, id: number): number[] {
  const usual = standing(waiting, ({ isFirst }) => isFirst, ahead, null);
  const taken = usual.find((one) => one.id === id);
  return taken?.byLink ? passed(taken, usual).map((one) => one.id) : [];
}

function standing<Person extends InLine>(
  waiting: readonly Person[],
  isFirst: (one: Person) => boolean,
  ahead: Ahead,
  languages: readonly Language[] | null,
): Person[] {
  const reckoned = (one: Person) => {
    const part = isFirst(one) ? 1 : isUrgent(one) ? urgentPart(one) : 0;
    const urgent = part * ahead.urgentMinutes;
    const spoken = languages?.includes(one.language) ? ahead.languageMinutes : 0;
    return one.waitsSince - (urgent + spoken) * minuteMs;
  };
  // Once for each: where many from one network say that they are in danger, all of its turns are looked at for it.
  const since = new Map(waiting.map((one) => [one, reckoned(one)]));
  const countsFrom = (one: Person) => since.get(one)!;
  const stand = (some: readonly Person[]) =>
    some.toSorted((a, b) => countsFrom(a) - countsFrom(b) || Number(isUrgent(b)) - Number(isUrgent(a)) || a.id - b.id);
  const others = fairly(
    waiting.filter((one) => !isFirst(one) && isReal(one)),
    countsFrom,
  );
  const next = others.findIndex((one) => !isUrgent(one));
  const urgent = next === -1 ? others : others.slice(0, next);
  const first = waiting.filter((one) => isFirst(one) && isReal(one));
  const uncounted = stand(waiting.filter((one) => !isReal(one)));
  const turns = urgent.values();
  const atFront = stand([...first, ...urgent]).map((one) => (isFirst(one) ? one : turns.next().value!));
  return [...atFront, ...others.slice(urgent.length), ...uncounted];
}

const isUrgent = ({ lane }: InLine) => lane === "urgent";

/**
 * Lets the networks that people come from take turns, in each lane: whoever comes with many places stands with all of them but the first
 * behind everybody else. `countsFrom`: from when somebody counts in the order, ms UTC.
 *
 * A network that has just had its turn counts from then, so the next from there comes after all who waited by that time, and before
 * whoever comes later: nobody starves. Whose network nobody knows stands alone.
 */
function fairly<Person extends InLine>(people: readonly Person[], countsFrom: (one: Person) => number): Person[] {
  const turnOf = (one: Person) => countsFrom(one) + Math.max(0, (one.turns.at(-1) ?? one.waitsSince) - one.waitsSince);
  const networks = [...Map.groupBy(people, queueOf).values()].map((all) =>
    all.toSorted((a, b) => countsFrom(a) - countsFrom(b) || a.id - b.id),
  );
  // The next round goes as the one before: whoever had their turn first is first again.
  const inTurn = networks.toSorted(([a], [b]) => turnOf(a!) - turnOf(b!) || laneOf(a!) - laneOf(b!) || a!.id - b!.id);
  const turns: Person[] = [];
  let left = inTurn;
  for (let round = 0; left.length > 0; round += 1) {
    turns.push(...left.map((all) => all[round]!));
    left = left.filter(({ length }) => length > round + 1);
  }
  return turns;
}

/**
 * The part (0 to 1) of what being urgent counts for that is left to somebody: all of it for the first of a network within an hour, for
 * the next a quarter, then a quarter of that. Whoever only says so, again and again, does not stand before everybody else for long;
 * nobody is refused for it, nor loses their lane.
 */
function urgentPart({ waitsSince, turns }: InLine): number {
  return 1 / 4 ** turns.filter((turn) => turn > waitsSince - hourMs).length;
}

const queueOf = ({ id, lane, network }: InLine) => (network === null ? id : `${lane} ${network}`);

const laneOf = ({ lane }: InLine) => (lane === "urgent" ? 0 : 1);
