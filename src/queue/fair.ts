import type { InLine } from "./order.ts";

const hourMs = 3_600_000;

/**
 * Lets the networks that people come from take turns, in each lane: whoever comes with many places stands with all of them but the first
 * behind everybody else. `countsFrom`: from when somebody counts in the order, ms UTC.
 *
 * A network that has just had its turn counts from then, so the next from there comes after all who waited by that time, and before
 * whoever comes later: nobody starves. Whose network nobody knows stands alone.
 */
export function fairly<Person extends InLine>(
  people: readonly Person[],
  countsFrom: (one: Person) => number,
): Person[] {
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
export function urgentPart({ waitsSince, turns }: InLine): number {
  return 1 / 4 ** turns.filter((turn) => turn > waitsSince - hourMs).length;
}

const queueOf = ({ id, lane, network }: InLine) => (network === null ? id : `${lane} ${network}`);
const laneOf = ({ lane }: InLine) => (lane === "urgent" ? 0 : 1);
