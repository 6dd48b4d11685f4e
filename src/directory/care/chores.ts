import { dayMs } from "#src/clock.ts";
import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { type Entry, isOutOfUse } from "#src/directory/entry/entry.ts";
import { type Service, services } from "#src/directory/entry/services.ts";
import { anything, search } from "#src/directory/search/search.ts";
import { linkProblems } from "./link-check.ts";
import { openReports } from "./reports.ts";
import { checkedFirst, checkingRank } from "./starter/starter.ts";
import { usedSince } from "./verification.ts";
import { type Freshness, freshnessOf, overdueDays } from "./verified.ts";

export const heaps = [
  "week",
  "to_check",
  "due",
  "unchecked",
  "reported",
  "links",
  "hidden",
  "gone",
  "feed",
  "all",
] as const;
export type Heap = (typeof heaps)[number];

export interface ServiceChores {
  service: Service;
  freshness: Freshness;
  overdueDays: number;
  /** Times sent or shown in the last 90 days. */
  used: number;
  reports: number;
  links: number;
}

const recentMs = 90 * dayMs;

/** Returns every service by name, with what there is to do about it at `at` (ms UTC). */
export function keptServices(db: DataReader, at: number): ServiceChores[] {
  const used = usedSince(db, at - recentMs);
  const reports = countBy(openReports(db));
  const links = countBy(linkProblems(db));
  return services(db).map((service) => ({
    service,
    freshness: freshnessOf(service.entry, service.createdAt, at),
    overdueDays: overdueDays(service.entry, service.createdAt, at),
    used: used.get(service.id) ?? 0,
    reports: reports.get(service.id) ?? 0,
    links: links.get(service.id) ?? 0,
  }));
}

function countBy(all: { serviceId: string }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { serviceId } of all) counts.set(serviceId, (counts.get(serviceId) ?? 0) + 1);
  return counts;
}

/** Returns those of a heap: due ones by use and days overdue, unchecked ones by use, reported ones by count, a week's by urgency. */
export function ofHeap(all: ServiceChores[], heap: Heap): ServiceChores[] {
  const found = all.filter((one) => isOf(heap, one));
  switch (heap) {
    case "week":
    case "to_check":
      return found.sort((a, b) => checkingRank(a.service.id) - checkingRank(b.service.id) || needOf(b) - needOf(a));
    case "due":
      return found.sort((a, b) => needOf(b) - needOf(a));
    case "unchecked":
      return found.sort((a, b) => b.used - a.used);
    case "reported":
      return found.sort((a, b) => b.reports - a.reports);
    default:
      return found;
  }
}

/** Returns how many services each heap has. */
export function countHeaps(all: ServiceChores[]): Record<Heap, number> {
  const counts = heaps.map((heap) => [heap, all.filter((one) => isOf(heap, one)).length] as const);
  return Object.fromEntries(counts) as Record<Heap, number>;
}

/** Returns those that match the words, best first, in any state. `at` is ms UTC. */
export function findAmong(db: DataReader, all: ServiceChores[], words: string, at: number): ServiceChores[] {
  const known = new Map(all.map((one) => [one.service.id, one]));
  return search(db, { ...anything, words }, "admin", at).flatMap(({ id }) => known.get(id) ?? []);
}

/** More would be put off as a whole. Whom to call in danger, and the lines for children and about suicide, never wait for a week. */
export const aWeek = 10;

/** Returns what is to check this week, of all that is to check: what is most urgent, as much as is left of a week's share. */
export function ofThisWeek(all: ServiceChores[], checkedSince: number): ServiceChores[] {
  const found = ofHeap(all, "week");
  const urgent = found.filter(({ service }) => checkingRank(service.id) < checkedFirst.length);
  return found.slice(0, Math.max(urgent.length, aWeek - checkedSince));
}

function isOf(heap: Heap, { service, freshness, reports, links }: ServiceChores): boolean {
  const { entry, sourceId } = service;
  switch (heap) {
    case "week":
      return freshness !== "fresh" && isToBeKept(entry);
    case "to_check":
      return entry.visibility === "to_check" && isToBeKept(entry);
    case "due":
      return freshness !== "fresh" && entry.verifiedOn !== null && isToBeKept(entry);
    case "unchecked":
      return isUnchecked(entry);
    case "reported":
      return reports > 0;
    case "links":
      return links > 0;
    case "hidden":
      return entry.visibility === "hidden" && !isGone(entry);
    case "gone":
      return isGone(entry);
    case "feed":
      return sourceId !== null;
    case "all":
      return true;
  }
}

const isGone = ({ status }: Entry) => isOutOfUse(status);

/** Returns whether someone sees an entry, or will once it is checked, so that it has to be true. */
export function isToBeKept(entry: Entry): boolean {
  return entry.visibility !== "hidden" && !isGone(entry);
}

/** Returns whether someone can see an entry that was never verified. */
export function isUnchecked(entry: Entry): boolean {
  return entry.verifiedOn === null && entry.visibility !== "to_check" && isToBeKept(entry);
}

const needOf = ({ used, overdueDays }: ServiceChores) => (used + 1) * overdueDays;

/** Returns the names of the directory's sources by their ids. */
export function sourceNames(db: DataReader): Map<number, string> {
  return new Map(db.all(q.selectFrom("directory_source").select(["id", "name"])).map(({ id, name }) => [id, name]));
}
