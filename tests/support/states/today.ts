import { drawn, inTurn } from "#tests/support/run/night.ts";
import type { Group } from "./groups.ts";

/** CPU seconds for a day's walks and checks. */
export const budget = 60;

/** One group in so many has its turn by day, whatever was changed. */
const turns = 8;

export type Why = "always" | "changed" | "turn";

interface Chosen {
  group: Group;
  why: Why;
}

/** Returns the groups to walk by day: fixed ones, those with a changed file, and those whose turn it is, within the budget. */
export function today(groups: readonly Group[], changed: readonly string[]): Chosen[] {
  const files = changed.filter((path) => /^(views|static)\//.test(path));
  const showing = new Map(files.map((path) => [path, groups.filter((group) => shows(group, path)).length]));
  const rarest = (group: Group) =>
    Math.min(...files.filter((path) => shows(group, path)).map((path) => showing.get(path)!), Number.POSITIVE_INFINITY);
  const byDraw = [...groups].sort((a, b) => drawn(`states ${a.name}`) - drawn(`states ${b.name}`));
  const wanted: Chosen[] = [
    ...byDraw.filter(({ always }) => always).map((group) => ({ group, why: "always" as const })),
    ...byDraw
      .filter((group) => Number.isFinite(rarest(group)))
      .sort((a, b) => rarest(a) - rarest(b))
      .map((group) => ({ group, why: "changed" as const })),
    ...byDraw.filter(({ name }) => inTurn(`states ${name}`, turns)).map((group) => ({ group, why: "turn" as const })),
  ];
  const chosen = new Map<Group, Chosen>();
  let spent = 0;
  for (const one of wanted) {
    if (chosen.has(one.group) || (one.why !== "always" && spent + one.group.cost > budget)) continue;
    spent += one.group.cost;
    chosen.set(one.group, one);
  }
  // Each audience has at least one group by day.
  for (const group of byDraw) {
    if ([...chosen.keys()].some(({ of }) => of === group.of)) continue;
    chosen.set(group, { group, why: "turn" });
  }
  return groups.flatMap((group) => chosen.get(group) ?? []);
}

/** Returns whether a group shows what a file of views/ or static/ makes. */
export function shows(group: Group, path: string): boolean {
  return group.shows.split(/\s+/).some((pattern) => new Bun.Glob(pattern).match(path));
}
