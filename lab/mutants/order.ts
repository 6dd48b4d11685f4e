import type { Mutant } from "./mutant.ts";
import type { Reach } from "./reach.ts";

/** Test files that are run in one go, and the seconds they took when they were run last. */
export interface Batch {
  files: string[];
  seconds: number;
}

/** What a file is reckoned to take that nobody has measured, s. */
const unknownSeconds = 2;
/** How long the first go may take, and how much longer each may be than the one before: most bugs are found by the first. */
const firstSeconds = 8;
const growth = 5;

/**
 * The test files in the order in which they are likeliest to find a bug soonest: the one that has found it before, then those that
 * start no browser and no process, of these those that share most words with its place, then the quickest.
 */
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

/** What starts browsers and processes comes behind all others, however near it is. */
const heavy = /^tests\/(?:browser|bin|lab|demo)\//;

/** How near a test file is to a bug by their names: the folder, the file, and what both speak of. */
function nearness({ id, symbol, helper = "", group }: Mutant, path: string, test: string): number {
  const words = wordsOf(test);
  const [, ...folders] = path.split("/");
  const file = wordsOf(folders.pop()!);
  const count = (all: string[]) => new Set(all.filter((one) => words.includes(one))).size;
  return 3 * count(file) + 2 * count(folders.flatMap(wordsOf)) + count(wordsOf(`${id} ${symbol} ${helper} ${group}`));
}

const common = new Set(["test", "tests", "ts", "tsx", "sql", "and", "the", "of", "a", "to", "in", "for", "is"]);

/** The words of a name: `taking-over.ts` and `takeOver` both speak of hands. */
function wordsOf(name: string): string[] {
  const words = name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/);
  return words.filter((word) => word !== "" && !common.has(word)).map(stem);
}

/** Files in goes that grow. */
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
