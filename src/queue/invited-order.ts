import { isReal } from "#src/conversation/kind.ts";
import type { InLine } from "./order.ts";

// Whoever came by a link that was sent to them is next, but nobody who waits is passed over by one after the other: links stay good
// for days, and somebody may have many of them.

/** So many who wait on a line come after one who passed them over, before the next may. */
const turnsBetween = 3;

/**
 * Lets those who came by a link and those who wait take turns. `usual` is the order in which each stands by when they came, `ahead`
 * the one in which every link leads to the front. Among those who came by none nothing changes, and nobody is worse off for having a
 * link: at the latest they come when they would without.
 */
export function takingTurns<Person extends InLine>(usual: readonly Person[], ahead: readonly Person[]): Person[] {
  const place = new Map(usual.map(({ id }, index) => [id, index]));
  const placeOf = ({ id }: Person) => place.get(id)!;
  const owed = new Map<number, Set<number>>();
  const owedOn = (lineId: number) => owed.get(lineId) ?? new Set();
  for (const { id, lineId, wasPassed } of usual) if (wasPassed) owed.set(lineId, owedOn(lineId).add(id));

  const left = new Set(usual);
  const out: Person[] = [];
  let late: Person[] = [];
  const come = (one: Person) => {
    left.delete(one);
    out.push(one);
    owedOn(one.lineId).delete(one.id);
    late = late.filter((other) => other !== one);
  };
  const nextByLink = () => late.find(({ lineId }) => owedOn(lineId).size === 0);

  for (const one of ahead) {
    if (one.byLink) late.push(one);
    else {
      for (const other of late.filter((each) => placeOf(each) < placeOf(one))) come(other);
      come(one);
    }
    for (let next = nextByLink(); next; next = nextByLink()) {
      owed.set(next.lineId, new Set(passed(next, [...left]).map(({ id }) => id)));
      come(next);
    }
  }
  return [...out, ...late];
}

/** Whose turn it is before the next by a link, when one who came by one is taken: nobody's where they pass over nobody. */
export function passed<Person extends InLine>(one: Person, usual: readonly Person[]): Person[] {
  const at = usual.indexOf(one);
  const waits = (other: Person) => other.lineId === one.lineId && !other.byLink && !other.isFirst && isReal(other);
  return usual.slice(0, at).some(waits) ? usual.filter(waits).slice(0, turnsBetween) : [];
}
