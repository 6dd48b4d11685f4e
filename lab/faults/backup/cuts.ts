import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fates } from "#lab/faults/power/disk.ts";
import { between, type Random } from "#lab/load/report/random.ts";
import { commandOf, envOf, likeIt, prepare, standsAfter, type Work } from "./place.ts";
import { readSteps, type Step, stepOptions } from "./steps.ts";
import { paperDisk } from "./tree.ts";

interface Cut {
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
    const found: Cut = { cuts: 0, old: 0, new: 0, wrong: [], control: 0 };
    const cutAt = async (all: Step[], point: number) => {
      const disk = paperDisk(prepared);
      for (const step of all.slice(0, point)) disk.take(step);
      rmSync(base, { recursive: true, force: true });
      cpSync(prepared, base, { recursive: true });
      const fate = fates[found.cuts % fates.length]!;
      disk.write(base, fate, random);
      const stands = await standsAfter(work, base, point === all.length, prepared);
      return { stands, where: `cut (${fate}) after step ${point} of ${all.length}` };
    };
    for (let n = 0; n < times; n += 1) {
      const isAfter = n < times * afterShare;
      const first = n % 3 === 0 ? steps.length - lastSteps : 0;
      const point = isAfter ? steps.length : Math.floor(between(random, first, steps.length));
      const { stands, where } = await cutAt(steps, point);
      found.cuts += 1;
      if (stands === "old" || stands === "new") found[stands] += 1;
      else found.wrong.push(`${where}: ${stands}`);
    }
    const never = steps.filter(({ kind }) => kind !== "sync" && kind !== "sync folder");
    for (let n = 0; n < 10; n += 1) {
      const { stands } = await cutAt(never, never.length);
      if (stands !== "new") found.control += 1;
    }
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
