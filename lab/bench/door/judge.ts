import { type Figure, percentile } from "#lab/load/report/report.ts";
import type { Came } from "./evening.ts";

export interface Round {
  networks: number;
  counsellors: number;
  came: Came[];
}

/** Percent. */
const aim = 95;

/** Returns for each attack who found an open door, their place, and who was answered in an hour; judged up to 5 networks. */
export function figuresOf(rounds: readonly Round[]): { figures: Figure[]; raw: Record<string, unknown> } {
  const byNetworks = [...Map.groupBy(rounds, ({ networks }) => networks)];
  const figures = byNetworks.flatMap(([networks, some]) => {
    const all = some.flatMap(({ came }) => came);
    return [judged(networks, "honest", all), ...some.map(told), judgedUrgent(networks, all)];
  });
  const raw = byNetworks.map(([networks, some]) => [
    `networks_${networks}`,
    some.map(({ counsellors, came }) => ({ counsellors, ...sharesOf(came) })),
  ]);
  return { figures, raw: Object.fromEntries(raw) };
}

function judged(networks: number, who: string, came: readonly Came[]): Figure {
  const { open, had } = sharesOf(came);
  return {
    name: `${nameOf(networks)}: ${who}`,
    got: said(came),
    aim: networks > 5 ? "" : `door open and answered for ${aim} %`,
    pass: networks > 5 || (open >= aim && had >= aim),
  };
}

function judgedUrgent(networks: number, all: readonly Came[]): Figure {
  const urgent = all.filter((one) => one.urgent);
  const { open, had } = sharesOf(urgent);
  return {
    name: `${nameOf(networks)}: in danger`,
    got: said(urgent),
    aim: networks > 5 ? "all let in at once" : `all let in at once, ${aim} % answered`,
    pass: open === 100 && urgent.every(({ inAfter }) => inAfter === 0) && (networks > 5 || had >= aim),
  };
}

function told({ networks, counsellors, came }: Round): Figure {
  return { name: `${nameOf(networks)}: ${counsellors} answering`, got: said(came), aim: "", pass: true };
}

function nameOf(networks: number): string {
  return networks === 0 ? "nobody attacks" : `attacker with ${networks} ${networks === 1 ? "network" : "networks"}`;
}

/** Percent, and minutes. */
function sharesOf(came: readonly Came[]) {
  const share = (is: (one: Came) => boolean) => (100 * came.filter(is).length) / came.length;
  const waits = came.flatMap(({ hadAfter }) => (hadAfter === null ? [] : [hadAfter / 60_000]));
  return {
    people: came.length,
    open: share(({ wasOpen }) => wasOpen),
    in: share(({ inAfter }) => inAfter !== null),
    had: share(({ hadAfter }) => hadAfter !== null),
    place: percentile(
      came.flatMap(({ place }) => (place === null ? [] : [place])),
      0.5,
    ),
    half: percentile(waits, 0.5),
    most: percentile(waits, 0.95),
  };
}

function said(came: readonly Came[]): string {
  const { people, open, had, place, half, most } = sharesOf(came);
  const minutes = (n: number) => n.toFixed(1);
  const answered = `${people} people: door open for ${open.toFixed(0)} %, place ${place} (half), answered within the hour ${had.toFixed(0)} %`;
  return had === 0
    ? answered
    : `${answered}, half within ${minutes(half)} min, 95 % of them within ${minutes(most)} min`;
}
