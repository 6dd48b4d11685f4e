import { isReal } from "#src/conversation/kind.ts";
import type { InLine } from "./order.ts";

// People with an emailed link are next, but take turns with those who wait: links stay good for days, and someone may have many.

const turnsBetween = 3;

/** Returns `usual` (by arrival) and `ahead` (links in front) merged, so that links and those who wait take turns. */
export function takingTurns<Person extends InLine>(usual: readonly Person[], ahead: readonly Person[]): Person[] {
  // Nobody is worse off for having a link: at the latest they come when they would without.
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

/** Returns those whose turn comes before the next link, once `one` is taken by link; nobody if they pass nobody. */
export function passed<Person extends InLine>(one: Person, usual: readonly Person[]): Person[] {
  const at = usual.indexOf(one);
  const waits = (other: Person) => other.lineId === one.lineId && !other.byLink && !other.isFirst && isReal(other);
  return usual.slice(0, at).some(waits) ? usual.filter(waits).slice(0, turnsBetween) : [];
}
