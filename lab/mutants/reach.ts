import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { mutants } from "./list/all.ts";

const kept = fileURLToPath(new URL("reach.json", import.meta.url));

/** Which test files get to which bug's place, and their times: only where to begin looking. */
export interface Reach {
  seconds: Map<string, number>;
  /** Test files by the id of a bug whose place they get to. */
  files: Map<string, Set<string>>;
  /** The test file that killed a bug before, by its id. */
  killers: Map<string, string>;
}

/** Test files are numbered, since each stands there for many bugs. */
interface Written {
  tests: [file: string, seconds: number][];
  reach: Record<string, string>;
  killers: Record<string, number>;
}

/** Returns the last map (`npm run mutants -- map`), or an empty one. */
export function readReach(): Reach {
  if (!existsSync(kept)) return { seconds: new Map(), files: new Map(), killers: new Map() };
  const { tests, reach, killers } = JSON.parse(readFileSync(kept, "utf8")) as Written;
  const named = (at: number | string) => tests[Number(at)]![0];
  return {
    seconds: new Map(tests),
    files: new Map(Object.entries(reach).map(([id, all]) => [id, new Set(all.split(" ").filter(Boolean).map(named))])),
    killers: new Map(Object.entries(killers).map(([id, at]) => [id, named(at)])),
  };
}

/** Saves the map, sorted and without bugs that are gone. */
export function writeReach({ seconds, files, killers }: Reach) {
  const tests = [...seconds].sort(([a], [b]) => (a < b ? -1 : 1));
  const at = new Map(tests.map(([file], index) => [file, index]));
  const ids = mutants.map(({ id }) => id).sort();
  const numbers = (id: string) => [...(files.get(id) ?? [])].flatMap((file) => at.get(file) ?? []);
  const written: Written = {
    tests: tests.map(([file, took]) => [file, Math.round(took * 10) / 10]),
    reach: Object.fromEntries(
      ids.map((id) => [
        id,
        numbers(id)
          .sort((a, b) => a - b)
          .join(" "),
      ]),
    ),
    killers: Object.fromEntries(
      ids.flatMap((id) => {
        const killer = at.get(killers.get(id) ?? "");
        return killer === undefined ? [] : [[id, killer]];
      }),
    ),
  };
  const lines = written.tests.map((one) => `    ${JSON.stringify(one).replace(",", ", ")}`);
  const rest = JSON.stringify({ reach: written.reach, killers: written.killers }, null, 2).slice(1);
  writeFileSync(kept, `{\n  "tests": [\n${lines.join(",\n")}\n  ],${rest}\n`);
}
