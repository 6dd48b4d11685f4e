import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { between, type Random } from "#lab/load/report/random.ts";
import { commandOf, envOf, likeIt, prepare, standsAfter, type Work } from "./place.ts";

export interface Killed {
  /** By `kill -9` at a moment of chance, and at a single call to the system. */
  byTime: number;
  byStep: number;
  /** Beside these, how often it was done before. */
  over: number;
  old: number;
  new: number;
  wrong: string[];
}

/** Every call that changes what is on a disk, as strace takes them. */
export const changing = "write,pwrite64,fsync,fdatasync,ftruncate,rename,unlink,unlinkat,rmdir,mkdir,openat";
// Not with --seccomp-bpf: then strace delivers no signal.
const traced = ["-D", "-f", "-e", `trace=${changing}`];

/** Kills a work at `times` points, half of them at steps, and looks each time how it stands after the next start. */
export async function killAll(
  work: Work,
  { program, strace, times, random }: { program: string; strace: string; times: number; random: Random },
): Promise<Killed> {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-killed-"));
  const prepared = join(folder, "prepared");
  const found: Killed = { byTime: 0, byStep: 0, over: 0, old: 0, new: 0, wrong: [] };
  try {
    await prepare(work, prepared, program);
    const log = join(folder, "log");
    const { ms } = await once(work, prepared, join(folder, "timed"), program, [], null);
    await once(work, prepared, join(folder, "traced"), program, [strace, ...traced, "-o", log], null);
    const places = placesIn(readFileSync(log, "latin1"));
    let tries = 0;
    let killed = 0;
    const lane = async (name: string) => {
      while (killed < times && tries < 3 * times) {
        tries += 1;
        const isStep = tries % 2 === 1;
        const nth = places[Math.floor(random() * places.length)]!;
        const inject = ["-e", `inject=${changing}:signal=SIGKILL:when=${nth}`, "-o", "/dev/null"];
        const before = isStep ? [strace, ...traced, ...inject] : [];
        const killMs = isStep ? null : between(random, 0, ms);
        const { stands, code } = await once(work, prepared, join(folder, name), program, before, killMs);
        if (code === 0) found.over += 1;
        else {
          killed += 1;
          found[isStep ? "byStep" : "byTime"] += 1;
        }
        if (stands === "old" || stands === "new") found[stands] += 1;
        else
          found.wrong.push(`${isStep ? `killed at call ${nth} of a thread` : `killed after ${killMs} ms`}: ${stands}`);
      }
    };
    await Promise.all([lane("one"), lane("two")]);
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Does the work in a place of its own, by another command before it, killed after so many ms or left alone. */
async function once(
  work: Work,
  prepared: string,
  base: string,
  program: string,
  before: string[],
  killMs: number | null,
) {
  likeIt(prepared, base);
  const [file, ...args] = [...before, ...commandOf(work, base, program)];
  const begun = performance.now();
  const child = spawn(file!, args, { env: envOf(base), stdio: "ignore", cwd: base });
  const gone = new Promise<number | null>((done) => child.once("exit", (code) => done(code)));
  let helpers: string[] = [];
  const late =
    killMs === null
      ? undefined
      : setTimeout(() => {
          helpers = childrenOf(child.pid!);
          child.kill("SIGKILL");
        }, killMs);
  const code = await gone;
  clearTimeout(late);
  const ms = performance.now() - begun;
  // What it had started to seal or open ends by itself.
  for (const pid of helpers) while (existsSync(`/proc/${pid}/exe`)) await Bun.sleep(2);
  return { code, ms, stands: await standsAfter(work, base, code === 0, prepared) };
}

function childrenOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);
  } catch {
    return [];
  }
}

/** For each call but those that only open a file, how many its thread had made by then: strace counts them for each thread. */
export function placesIn(log: string): number[] {
  const calls = new Map<string, number>();
  return [...log.matchAll(/^(\d+) +(\w+)\((.*)$/gm)].flatMap(([, thread, name, args]) => {
    const nth = (calls.get(thread!) ?? 0) + 1;
    calls.set(thread!, nth);
    return name === "openat" && !args!.includes("O_CREAT") ? [] : [nth];
  });
}
