import type { Mutant } from "./mutant.ts";
import type { Reach } from "./reach.ts";

/** Test files run in one go, and the seconds they took last time. */
export interface Batch {
  files: string[];
  seconds: number;
}

/** Assumed for a file that no one has measured. */
const unknownSeconds = 2;
/** Time of the first batch, and how much longer each next one may be: most bugs are found by the first. */
const firstSeconds = 8;
const growth = 5;

/** Returns test files, likeliest finders first: an earlier finder, light tests by words shared with the place, the quickest. */
export function inOrder(mutant: Mutant, path: string, files: readonly string[], reach: Reach): string[] {
  const before = reach.killers.get(mutant.id);
  const shared = new Map(files.map((file) => [file, nearness(mutant, path, file)]));
  const took = (file: string) => reach.seconds.get(file) ?? unknownSeconds;
  return files.toSorted(
    (a, b) =>
      Number(b === before) - Number(a === before) ||
      Number(heavy.test(a)) - Number(heavy.test(b)) ||
      shared.get(b)! - shared.get(a)! ||
      took(a) - took(b) ||
      (a < b ? -1 : 1),
  );
}

/** Files that start browsers or processes come last, however near. */
const heavy = /^tests\/(?:browser|bin|lab|demo)\//;

/** Nearness by names: the folder, the file, and what both speak of. */
function nearness({ id, symbol, helper = "", group }: Mutant, path: string, test: string): number {
  const words = wordsOf(test);
  const [, ...folders] = path.split("/");
  const file = wordsOf(folders.pop()!);
  const count = (all: string[]) => new Set(all.filter((one) => words.includes(one))).size;
  return 3 * count(file) + 2 * count(folders.flatMap(wordsOf)) + count(wordsOf(`${id} ${symbol} ${helper} ${group}`));
}

const common = new Set(["test", "tests", "ts", "tsx", "sql", "and", "the", "of", "a", "to", "in", "for", "is"]);

/** `taking-over.ts` and `takeOver` share their words. */
function wordsOf(name: string): string[] {
  const words = name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/);
  return words.filter((word) => word !== "" && !common.has(word)).map(stem);
}

/** Returns files in growing batches. */
export function batches(files: readonly string[], reach: Reach): Batch[] {
  const made: Batch[] = [];
  let most = firstSeconds;
  for (const file of files) {
    const took = reach.seconds.get(file) ?? unknownSeconds;
    const last = made.at(-1);
    if (last && last.seconds + took <= most) {
      last.files.push(file);
      last.seconds += took;
    } else {
      if (last) most *= growth;
      made.push({ files: [file], seconds: took });
    }
  }
  return made;
}

/** Holding, holds and hold are one word here, and so are erasing and erase. */
function stem(word: string): string {
  return word.length > 4 ? word.replace(/(?:ing|ed|es|s|e)$/, "") : word.replace(/s$/, "");
}
