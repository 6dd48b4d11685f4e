import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Cut, cutAll } from "#lab/faults/backup/cuts.ts";
import { readSteps, type Step, stepOptions } from "#lab/faults/backup/steps.ts";
import { paperDisk } from "#lab/faults/backup/tree.ts";
import type { Random } from "#lab/load/report/random.ts";
import { binary, sha256 } from "#tests/support/outside/binary.ts";
import { newerBinary } from "#tests/support/upgrade/newer.ts";
import { unitOf } from "#tests/support/upgrade/unit.ts";
import { prepare, standsOf, type Work } from "./place.ts";

/** Records a work with the service it is done to, cuts the power at `times` points, and looks each time how it stands after the next start. */
export async function cutWork(
  work: Work,
  { strace, times, random }: { strace: string; times: number; random: Random },
): Promise<Cut> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "porchlight-cuts-")));
  try {
    // The account of the service comes through it.
    chmodSync(folder, 0o755);
    await prepare(work, folder);
    const { disk, steps } = record(work, folder, strace);
    const place = join(folder, "cut");
    const plan = {
      begin: steps.findIndex(({ path }) => path === "service/asked"),
      close: steps.findIndex(({ path }) => /^service\/data\/[a-z]+\.db\.before-/.test(path)),
      ...{ times, random, controls: 3 },
    };
    return await cutAll(steps, plan, async (all, point, fate) => {
      const paper = paperDisk(disk, isProgram);
      for (const step of all.slice(0, point)) paper.take(step);
      paper.write(place, fate, random);
      return standsAfter(work, place, point === all.length);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const isProgram = (path: string) => path.startsWith("bin/");

/** Everything from the start of the service to the moment when the command has said that it is done. */
function record(work: Work, folder: string, strace: string): { disk: string; steps: Step[] } {
  const [log, disk] = [join(folder, "log"), join(folder, "disk")];
  // Bun takes its settings from the folder it stands in.
  const root = fileURLToPath(new URL("../../../", import.meta.url));
  const bun = [process.execPath, "--no-env-file", "--no-install", `--cwd=${root}`, "lab/faults/upgrade/machine.ts"];
  const { status, stdout, stderr } = spawnSync(strace, [...stepOptions, "-o", log, ...bun, folder, disk, work], {
    env: { PATH: process.env.PATH ?? "", HOME: folder, TMPDIR: folder },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${work} under strace ended with ${status}: ${stderr}`);
  const all = readSteps(readFileSync(log, "latin1"), stdout);
  rmSync(log);
  const at = (name: string) => all.findIndex(({ path }) => path === `service/${name}`);
  const steps = all.slice(at("laid") + 1, at("told"));
  return { disk, steps: steps.filter(({ path }) => /^(bin|service)(\/|$)/.test(path)) };
}

/** Starts the service over what a cut left, as the machine does. Returns how it stands then. */
async function standsAfter(work: Work, place: string, told: boolean): Promise<string> {
  const program = join(place, "bin/porchlight");
  if (!existsSync(program)) return "there is no program";
  const [old, next] = [sha256(binary()), sha256(newerBinary())];
  if (![old, next].includes(sha256(program))) return "the program is damaged";
  for (const name of readdirSync(join(place, "bin"))) chmodSync(join(place, "bin", name), 0o755);
  const unit = await unitOf(program, async (to) => {
    cpSync(join(place, "service"), join(to, ".."), { recursive: true });
    mkdirSync(to, { recursive: true });
  });
  try {
    unit.start();
    const stands = await standsOf(work, unit, told);
    const isNewer = (work === "upgrade") === (stands === "new");
    const isOver = stands === "old" || stands === "new";
    const beside = ["before", "next"].map((name) => `${program}.${name}`);
    // Else the way back is closed, and nobody said so.
    if (isOver && isNewer && !beside.some((file) => existsSync(file) && sha256(file) === old))
      return "the program of before is gone";
    return stands;
  } catch (error) {
    return `cannot go on: ${error instanceof Error ? error.message : error}`;
  } finally {
    await unit.remove();
  }
}
