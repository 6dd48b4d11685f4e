// npm run oracle:hours [-- walk | osm | mutants] [--quick]: src/hours beside a walk through all minutes and beside the package
// opening_hours, about a minute; `mutants` shows that these two find mistakes.

import { progress } from "#lab/load/report/report.ts";
import * as schedule from "#src/hours/rules/schedule.ts";
import { compareOsm, type OsmCounts } from "#tests/hours/files/osm.ts";
import { type Counts, compareWalk, Difference, walkOf } from "#tests/hours/rules/naive.ts";
import { mutants, withMutant } from "./mutants.ts";

const args = process.argv.slice(2);
const quick = args.includes("--quick");
const wanted = args.filter((one) => !one.startsWith("--"));
const osmZones = [
  "Europe/Helsinki",
  "Australia/Lord_Howe",
  "Africa/Cairo",
  "America/Havana",
  "America/New_York",
  "Europe/Madrid",
  "America/Santiago",
  "Pacific/Chatham",
  "Asia/Beirut",
];
/** In the last one a whole day is missing. */
const walkZones = [...osmZones, "Pacific/Apia"];
/** What a mutant has to survive: clock changes by day, by half an hour, at midnight. */
const mutantZones = ["Europe/Helsinki", "Australia/Lord_Howe", "America/Havana"];

function walked(): Counts[] {
  return walkZones.map((zone, index) => told(zone, compareWalk(schedule, walkOf(zone), 100, seed(index))));
}

function compared(): OsmCounts[] {
  const [zones, rules] = quick ? [osmZones.slice(0, 5), 300] : [osmZones, 1_500];
  return zones.map((zone, index) => told(zone, compareOsm(schedule, zone, rules, seed(index))));
}

/** Other calendars in each zone. */
function seed(index: number): number {
  return 10_000 * (index + 1);
}

function told<T>(name: string, counts: T): T {
  progress(`${name}: ${JSON.stringify(counts)}`);
  return counts;
}

/** Which oracle finds which mistake. */
async function killed() {
  const walks = mutantZones.map(walkOf);
  const found = { mutants: mutants.length, byWalk: 0, byOsm: 0, survived: 0 };
  for (const mutant of mutants) {
    const [byWalk, byOsm] = await withMutant(mutant, (judged) => {
      const byWalk = differs(() => walks.map((walk, index) => compareWalk(judged, walk, quick ? 15 : 40, seed(index))));
      // The second is slower: a quick run uses it only for what the first missed.
      const byOsm =
        !(quick && byWalk) &&
        differs(() => mutantZones.map((zone, index) => compareOsm(judged, zone, 300, seed(index))));
      return [byWalk, byOsm];
    });
    found.byWalk += byWalk ? 1 : 0;
    found.byOsm += byOsm ? 1 : 0;
    found.survived += byWalk || byOsm ? 0 : 1;
    const by = [byWalk && "walk", byOsm && "opening_hours"].filter(Boolean).join(", ");
    progress(`${mutant.name.padEnd(58)} ${by || "SURVIVED"}`);
  }
  return found;
}

function differs(compare: () => unknown): boolean {
  try {
    compare();
    return false;
  } catch (error) {
    if (error instanceof Difference) return true;
    throw error;
  }
}

function sum<T extends object>(list: T[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const one of list) {
    for (const [key, value] of Object.entries(one)) total[key] = (total[key] ?? 0) + value;
  }
  return total;
}

const figures: Record<string, unknown> = {};
const asked = (name: string) => (wanted.length === 0 && name !== "mutants") || wanted.includes(name);
if (asked("walk")) figures.walk = sum(walked());
if (asked("osm")) figures.osm = sum(compared());
if (asked("mutants")) figures.mutants = await killed();
const pass = !("mutants" in figures) || (figures.mutants as { survived: number }).survived === 0;
process.stdout.write(`${JSON.stringify({ name: "oracle:hours", pass, figures })}\n`);
process.exitCode = pass ? 0 : 1;
