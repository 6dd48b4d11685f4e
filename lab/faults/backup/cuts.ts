import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Fate, fates } from "#lab/faults/power/disk.ts";
import { between, type Random } from "#lab/load/report/random.ts";
import { commandOf, envOf, likeIt, prepare, standsAfter, type Work } from "./place.ts";
import { readSteps, type Step, stepOptions } from "./steps.ts";
import { paperDisk } from "./tree.ts";

export interface Cut {
  cuts: number;
  old: number;
  new: number;
  wrong: string[];
  /** Cuts after the end, found to lose what was told, of a disk that is never waited for. */
  control: number;
}

/** After its end it is cut too: what somebody was told of must be there. */
const afterShare = 0.15;
/** In its last steps everything takes its name. */
const lastSteps = 40;

interface CutPlan {
  begin: number;
  close: number;
  times: number;
  random: Random;
  /** How often it is cut after its end where nothing was waited for. */
  controls: number;
}

/** Records a work, cuts the power at `times` points of the record, and looks each time how it stands after the next start. */
export async function cutWork(
  work: Work,
  { program, strace, times, random }: { program: string; strace: string; times: number; random: Random },
): Promise<Cut> {
  // In memory if possible: it is written anew for every cut.
  const folder = realpathSync(mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "porchlight-cuts-")));
  const [prepared, base] = [join(folder, "prepared"), join(folder, "base")];
  try {
    await prepare(work, prepared, program);
    likeIt(prepared, base);
    const log = join(folder, "log");
    const traced = [...stepOptions, "-o", log, ...commandOf(work, base, program)];
    const { status } = spawnSync(strace, traced, { env: envOf(base), stdio: "ignore", cwd: base });
    if (status !== 0) throw new Error(`${work} under strace ended with ${status}`);
    const steps = readSteps(readFileSync(log, "latin1"), base);
    rmSync(log);
    const plan = { begin: 0, close: steps.length - lastSteps, times, random, controls: 10 };
    return await cutAll(steps, plan, async (all, point, fate) => {
      const disk = paperDisk(prepared);
      for (const step of all.slice(0, point)) disk.take(step);
      disk.write(base, fate, random);
      return standsAfter(work, base, point === all.length, prepared);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Cuts the power at `times` points of a record from step `begin` on: a third of them from `close` on, where everything takes its name,
 * and a third right after a name was given or taken. `look` says how it stands after the next start.
 */
export async function cutAll(
  steps: Step[],
  { begin, close, times, random, controls }: CutPlan,
  look: (steps: Step[], point: number, fate: Fate) => Promise<string>,
): Promise<Cut> {
  const found: Cut = { cuts: 0, old: 0, new: 0, wrong: [], control: 0 };
  const named = steps.flatMap(({ kind }, n) => (n >= begin && /^(rename|link|unlink)$/.test(kind) ? [n + 1] : []));
  const pointFor = (n: number) => {
    if (n < times * afterShare) return steps.length;
    if (n % 3 === 0) return named[Math.floor(random() * named.length)]!;
    return Math.floor(between(random, n % 3 === 1 ? close : begin, steps.length));
  };
  for (let n = 0; n < times; n += 1) {
    const point = pointFor(n);
    const fate = fates[n % fates.length]!;
    const stands = await look(steps, point, fate);
    found.cuts += 1;
    if (stands === "old" || stands === "new") found[stands] += 1;
    else found.wrong.push(`cut (${fate}) after step ${point} of ${steps.length}: ${stands}`);
  }
  const never = steps.filter(({ kind }) => kind !== "sync");
  for (let n = 0; n < controls; n += 1) {
    if ((await look(never, never.length, fates[n % fates.length]!)) !== "new") found.control += 1;
  }
  return found;
}
