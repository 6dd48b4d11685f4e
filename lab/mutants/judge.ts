import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { planted, type Sources } from "./find.ts";
import type { Failed, Lane, Ran } from "./lane.ts";
import type { Mutant } from "./mutant.ts";
import { type Batch, batches, inOrder } from "./order.ts";
import type { Reach } from "./reach.ts";
import type { Result } from "./results.ts";

/** What it takes to judge bugs: a copy of the tree, what runs its tests, and where to begin. */
export interface Means {
  folder: string;
  lane: Lane;
  sources: Sources;
  reach: Reach;
  /** Test files that pass without any bug, as was seen in this run. */
  green: Set<string>;
  /** Those that do not: they prove nothing. */
  broken: Set<string>;
  /** Only the test files that come near the bug, and not the whole day set for those that these let pass. */
  onlyNear: boolean;
  report: (text: string) => void;
}

/** A run that takes this many times as long as it did, and this long on top, hangs. ms */
const slower = 10;
const patienceMs = 180_000;

/** Plants a bug, runs tests until one fails, and takes the bug away again. */
export async function judge(mutant: Mutant, means: Means): Promise<Result> {
  const began = performance.now();
  const { path, text } = planted(mutant, means.sources);
  const set = (content: string) => writeFileSync(join(means.folder, path), content);
  const took = () => Math.round((performance.now() - began) / 100) / 10;
  let files = 0;
  try {
    for (const batch of await batchesFor(mutant, path, means)) {
      files += batch.files.length;
      set(text);
      const ran = await run(batch, path, means);
      if (ran.kind === "hung") return { state: "killed by time", by: batch.files.join(", "), seconds: took() };
      if (ran.kind === "broken") throw new Error(`${mutant.id}: ${ran.why}`);
      set(means.sources.get(path)!);
      const killer = await firstReal(ran.failed, { path, text, set, means });
      if (killer) return { state: "killed", by: killer.file, test: killer.test, seconds: took() };
    }
    return { state: "survived", files, seconds: took() };
  } finally {
    set(means.sources.get(path)!);
  }
}

/** Those that come near it in goes that grow; then all the others. */
async function batchesFor(mutant: Mutant, path: string, { lane, reach, onlyNear }: Means): Promise<Batch[]> {
  const all = await lane.files();
  const known = reach.files.get(mutant.id) ?? new Set();
  // A file that is not in the map may come there too.
  const near = known.size === 0 ? all : all.filter((file) => known.has(file) || !reach.seconds.has(file));
  const far = onlyNear ? [] : all.filter((file) => !near.includes(file));
  return [near, far].flatMap((some) => batches(inOrder(mutant, path, some, reach), reach));
}

function run({ files, seconds }: Batch, path: string, { lane }: Means): Promise<Ran> {
  return lane.run({ changed: [path], files, bail: true }, seconds * 1_000 * slower + patienceMs);
}

/** The first failure that is the bug's: its file passes without it, and what was only late fails again. */
async function firstReal(
  failed: Failed[],
  bug: { path: string; text: string; set: (content: string) => void; means: Means },
): Promise<Failed | undefined> {
  const { path, text, set, means } = bug;
  for (const one of failed) {
    if (!(await isGreen(one.file, path, means))) continue;
    if (!/timed out|timeout/i.test(one.why)) return one;
    set(text);
    const again = await run({ files: [one.file], seconds: 0 }, path, means);
    set(means.sources.get(path)!);
    if (again.kind === "hung") return one;
    if (again.kind === "ran" && again.failed.length > 0) return again.failed[0];
  }
  return undefined;
}

/** Whether a test file passes as the tree is. Looked at once, for those that have found something. */
async function isGreen(file: string, path: string, means: Means): Promise<boolean> {
  if (means.green.has(file)) return true;
  if (means.broken.has(file)) return false;
  const ran = await run({ files: [file], seconds: means.reach.seconds.get(file) ?? 0 }, path, means);
  const passes = ran.kind === "ran" && ran.failed.length === 0;
  (passes ? means.green : means.broken).add(file);
  if (!passes) means.report(`${file} fails without any bug: what it finds does not count`);
  return passes;
}
