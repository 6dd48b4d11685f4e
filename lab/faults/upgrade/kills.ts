import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { changing, placesIn } from "#lab/faults/backup/kills.ts";
import { between, type Random } from "#lab/load/report/random.ts";
import { unitOf } from "#tests/support/upgrade/unit.ts";
import { ended, likeIt, type Prepared, prepare, standsOf, type Work, wordsOf } from "./place.ts";

export interface Killed {
  /** Killed at a moment of chance, at a single call to the system, and together with the server. */
  byTime: number;
  byStep: number;
  withAll: number;
  /** Beside these, how often it was done before. */
  over: number;
  old: number;
  new: number;
  /** How often the same command was typed again, which must do it. */
  again: number;
  wrong: string[];
}

const traced = ["-D", "-f", "-e", `trace=${changing}`];
/** The order of the ways to die. */
const ways = ["step", "time", "step", "all"] as const;

/** Kills a work at `times` points, and looks each time how it stands once the service is back by itself. */
export async function killAll(
  work: Work,
  { strace, times, random }: { strace: string; times: number; random: Random },
): Promise<Killed> {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-killed-"));
  const found: Killed = { byTime: 0, byStep: 0, withAll: 0, over: 0, old: 0, new: 0, again: 0, wrong: [] };
  try {
    const prepared = await prepare(work, folder);
    const log = join(folder, "log");
    const whole = await once(work, prepared, {});
    const recorded = await once(work, prepared, { around: [strace, ...traced, "-o", log] });
    for (const { stands, said } of [whole, recorded])
      if (stands !== "new") throw new Error(`left alone: ${stands} (${said})`);
    const places = placesIn(readFileSync(log, "latin1"));
    let tries = 0;
    let killed = 0;
    const lane = async () => {
      while (killed < times && tries < 3 * times) {
        const way = ways[tries % ways.length]!;
        tries += 1;
        const nth = places[Math.floor(random() * places.length)]!;
        const inject = ["-e", `inject=${changing}:signal=SIGKILL:when=${nth}`, "-o", "/dev/null"];
        // Most of its time goes by before anything is replaced.
        const killMs = between(random, random() < 0.7 ? whole.ms / 2 : 0, whole.ms);
        const isStep = way === "step";
        const fate = isStep ? { around: [strace, ...traced, ...inject] } : { killMs, isAll: way === "all" };
        const again = tries % 4 === 1;
        const { code, stands } = await once(work, prepared, { ...fate, again });
        if (code === 0) found.over += 1;
        else {
          killed += 1;
          found[isStep ? "byStep" : way === "all" ? "withAll" : "byTime"] += 1;
          if (again) found.again += 1;
        }
        if (stands === "old" || stands === "new") found[stands] += 1;
        else
          found.wrong.push(
            `${isStep ? `call ${nth} of a thread` : `${way} after ${Math.round(killMs)} ms`}: ${stands}`,
          );
      }
    };
    await Promise.all([lane(), lane()]);
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Does the work in a place of its own, with a fate, and once more if wanted. */
async function once(
  work: Work,
  { program, data }: Prepared,
  { around, killMs, isAll, again }: { around?: string[]; killMs?: number; isAll?: boolean; again?: boolean },
) {
  const unit = await unitOf(program, async (to) => likeIt(data, to));
  try {
    await unit.serves();
    const begun = performance.now();
    const command = unit.command(wordsOf(work), "back\n", around);
    const kill = async () => {
      command.child.kill("SIGKILL");
      if (!isAll) return;
      await unit.stop("SIGKILL");
      unit.start();
    };
    let killed = Promise.resolve();
    const late =
      killMs === undefined
        ? undefined
        : setTimeout(() => {
            killed = kill();
          }, killMs);
    const { code, out, err } = await ended(command);
    clearTimeout(late);
    // Else the server that is just being killed could answer once more.
    await killed;
    const ms = performance.now() - begun;
    const first = await standsOf(work, unit, code === 0);
    const said = `${out}${err}`;
    if (!again || code === 0 || first !== "old") return { code, ms, said, stands: first };
    const second = await ended(unit.command(wordsOf(work), "back\n"));
    const stands = await standsOf(work, unit, second.code === 0);
    const isDone = second.code === 0 && stands === "new";
    return {
      code,
      ms,
      said,
      stands: isDone ? first : `the same command again: ${stands} ${second.code} ${second.err} (${said})`,
    };
  } finally {
    await unit.remove();
  }
}
