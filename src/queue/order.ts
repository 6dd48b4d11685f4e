import { hourMs, minuteMs } from "#src/clock.ts";
import { isReal, type Kind } from "#src/conversation/kind.ts";
import type { Language } from "#src/i18n/i18n.ts";

export interface InLine {
  id: number;
  lineId: number;
  lane: "normal" | "urgent";
  language: Language;
  waitsSince: number;
  isFirst: boolean;
  byLink: boolean;
  /** Someone with a link was taken before them, so it is their turn before the next. */
  wasPassed: boolean;
  network: string | null;
  turns: readonly number[];
  kind: Kind;
}

export interface Ahead {
  urgentMinutes: number;
  languageMinutes: number;
}

/** Returns people in the order they are taken (PROMISES.md C2); `languages` null: without preference. */
export function inOrder<Person extends InLine>(
  waiting: readonly Person[],
  ahead: Ahead,
  languages: readonly Language[] | null = null,
): Person[] {
  // Being urgent, or writing in one of `languages`, counts as having come earlier by fixed minutes, so nobody starves.
  // Those who were in a chat go before all but the urgent who are next anyway; between these, the longer wait decides.
  // So do those with a link, in turns (`takingTurns`). A rehearsal takes nobody's place.
  const usual = standing(waiting, ({ isFirst }) => isFirst, ahead, languages);
  if (!waiting.some(({ byLink }) => byLink)) return usual;
  return takingTurns(
    usual,
    standing(waiting, ({ isFirst, byLink }) => isFirst || byLink, ahead, languages),
  );
}

/** Returns the ids of those whose turn comes before the next link, once this person is taken now. */
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

// Networks take turns in each lane: of many people from one network, all but the first stand behind everyone else.
// A network that had its turn counts from then, before all who come later, so nobody starves; an unknown network stands alone.
function fairly<Person extends InLine>(people: readonly Person[], countsFrom: (one: Person) => number): Person[] {
  const turnOf = (one: Person) => countsFrom(one) + Math.max(0, (one.turns.at(-1) ?? one.waitsSince) - one.waitsSince);
  const networks = [...Map.groupBy(people, queueOf).values()].map((all) =>
    all.toSorted((a, b) => countsFrom(a) - countsFrom(b) || a.id - b.id),
  );
  const inTurn = networks.toSorted(([a], [b]) => turnOf(a!) - turnOf(b!) || laneOf(a!) - laneOf(b!) || a!.id - b!.id);
  const turns: Person[] = [];
  let left = inTurn;
  for (let round = 0; left.length > 0; round += 1) {
    turns.push(...left.map((all) => all[round]!));
    left = left.filter(({ length }) => length > round + 1);
  }
  return turns;
}

// Each further urgent person of a network within an hour gets a quarter of the head start of the one before, so that
// saying so again and again does not hold the front; nobody is refused for it, nor loses their lane.
function urgentPart({ waitsSince, turns }: InLine): number {
  return 1 / 4 ** turns.filter((turn) => turn > waitsSince - hourMs).length;
}

const queueOf = ({ id, lane, network }: InLine) => (network === null ? id : `${lane} ${network}`);

const laneOf = ({ lane }: InLine) => (lane === "urgent" ? 0 : 1);

// People with an emailed link are next, but take turns with those who wait: links stay good for days, and someone may have many.

const turnsBetween = 3;

/** Returns `usual` (by arrival) and `ahead` (links in front) merged, so that links and those who wait take turns. */
function takingTurns<Person extends InLine>(usual: readonly Person[], ahead: readonly Person[]): Person[] {
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
function passed<Person extends InLine>(one: Person, usual: readonly Person[]): Person[] {
  const at = usual.indexOf(one);
  const waits = (other: Person) => other.lineId === one.lineId && !other.byLink && !other.isFirst && isReal(other);
  return usual.slice(0, at).some(waits) ? usual.filter(waits).slice(0, turnsBetween) : [];
}
