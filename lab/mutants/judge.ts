import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { planted, type Sources } from "./find.ts";
import type { Failed, Lane, Ran } from "./lane.ts";
import type { Mutant } from "./mutant.ts";
import { type Batch, batches, inOrder } from "./order.ts";
import type { Reach } from "./reach.ts";
import type { Result } from "./results.ts";

/** What it takes to judge bugs: a copy of the tree, its test runner, and where to begin. */
interface Means {
  folder: string;
  lane: Lane;
  sources: Sources;
  reach: Reach;
  green: Set<string>;
  /** Those that did not: they prove nothing. */
  broken: Set<string>;
  /** Only test files near the bug, not the whole day set for survivors. */
  onlyNear: boolean;
  changed: Set<string>;
  report: (text: string) => void;
}

/** A run hangs after this many times its usual time, plus so many ms. */
const slower = 10;
const patienceMs = 600_000;

/** For `onlyNear`. */
const mostNear = 30;

/** Plants a bug, runs tests until one fails, and removes the bug. */
export async function judge(mutant: Mutant, means: Means): Promise<Result> {
  const began = performance.now();
  const { path, text } = planted(mutant, means.sources);
  const set = (content: string) => {
    writeFileSync(join(means.folder, path), content);
    means.changed.add(path);
  };
  const took = () => Math.round((performance.now() - began) / 100) / 10;
  let files = 0;
  try {
    for (const batch of await batchesFor(mutant, path, means)) {
      files += batch.files.length;
      set(text);
      const ran = await run(batch, means);
      set(means.sources.get(path)!);
      if (ran.kind === "hung") {
        if (await isInTime(batch, means))
          return { state: "killed by time", by: batch.files.join(", "), seconds: took() };
        continue;
      }
      const killer = ran.kind === "ran" ? await firstReal(ran.failed, { path, text, set, means }) : undefined;
      if (killer) return { state: "killed", by: killer.file, test: killer.test, seconds: took() };
      const [outside] = ran.kind === "ran" ? ran.errors : [ran.why];
      if (outside !== undefined && (await isQuiet(batch, means))) {
        return { state: "killed", by: batch.files.join(", "), test: `outside any test: ${outside}`, seconds: took() };
      }
    }
    return { state: "survived", files, seconds: took() };
  } finally {
    set(means.sources.get(path)!);
  }
}

/** Near ones in growing batches, then all others. */
async function batchesFor(mutant: Mutant, path: string, { lane, reach, onlyNear }: Means): Promise<Batch[]> {
  const all = await lane.files();
  const known = reach.files.get(mutant.id) ?? new Set();
  // An earlier finder goes alone: beside it something may hang.
  const before = all.filter((file) => file === reach.killers.get(mutant.id));
  // A file missing from the map may get there too.
  const isNear = (file: string) => known.has(file) || known.size === 0 || !reach.seconds.has(file);
  const others = all.filter((file) => !before.includes(file));
  const near = inOrder(mutant, path, others.filter(isNear), reach);
  if (onlyNear) return [before, near.slice(0, mostNear)].flatMap((some) => batches(some, reach));
  const far = inOrder(
    mutant,
    path,
    others.filter((file) => !isNear(file)),
    reach,
  );
  return [before, near, far].flatMap((some) => batches(some, reach));
}

function run({ files, seconds }: Batch, { lane, changed }: Means): Promise<Ran> {
  const asked = { changed: [...changed], files, bail: true };
  changed.clear();
  return lane.run(asked, seconds * 1_000 * slower + patienceMs);
}

/** The first failure caused by the bug: its file passes without it, and lateness fails again. */
async function firstReal(
  failed: Failed[],
  bug: { path: string; text: string; set: (content: string) => void; means: Means },
): Promise<Failed | undefined> {
  const { path, text, set, means } = bug;
  for (const one of failed) {
    if (!(await isGreen(one.file, means))) continue;
    if (!/timed out|timeout/i.test(one.why)) return one;
    set(text);
    const again = await run({ files: [one.file], seconds: 0 }, means);
    set(means.sources.get(path)!);
    if (again.kind === "hung") return one;
    if (again.kind === "ran" && again.failed.length > 0) return again.failed[0];
  }
  return undefined;
}

/** Whether a test file passes without a bug; looked at once, if it found something. */
async function isGreen(file: string, means: Means): Promise<boolean> {
  if (means.green.has(file)) return true;
  if (means.broken.has(file)) return false;
  const ran = await run({ files: [file], seconds: means.reach.seconds.get(file) ?? 0 }, means);
  const passes = ran.kind === "ran" && ran.failed.length === 0;
  (passes ? means.green : means.broken).add(file);
  if (!passes) means.report(`${file} fails without any bug: what it finds does not count`);
  return passes;
}

/** Whether files finish in time without a bug: if not, a slow run says nothing. */
async function isInTime(batch: Batch, means: Means): Promise<boolean> {
  const ran = await run(batch, means);
  if (ran.kind !== "ran") means.report(`not at their end in time without any bug: ${batch.files.join(", ")}`);
  return ran.kind === "ran";
}

/** Whether nothing fails outside the tests without a bug: such an error fails the day set too. */
async function isQuiet(batch: Batch, means: Means): Promise<boolean> {
  const ran = await run(batch, means);
  if (ran.kind !== "ran") throw new Error(`without any bug these do not run to their end: ${batch.files.join(", ")}`);
  return ran.errors.length === 0;
}
