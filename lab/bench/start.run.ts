// npm run bench -- start [--rounds=N]: what it takes to start the one file, to ask it for its version and how it is, and what it keeps.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Figure, finish, percentile, progress } from "#lab/load/report/report.ts";
import { binary } from "#tests/support/outside/binary.ts";
import { freePort } from "#tests/support/outside/port.ts";
import { startedFile } from "./delivery/processes.ts";
import { timeToFirstByte } from "./delivery/start.ts";

const rounds = Number(/^--rounds=(\d+)$/.exec(process.argv.at(-1) ?? "")?.[1] ?? 20);
const file = binary();
const folder = mkdtempSync(join(tmpdir(), "porchlight-bench-"));
const figures: Figure[] = [];
const raw: Record<string, unknown> = {};
const ms = (value: number) => `${value.toFixed(0)} ms`;
const mb = (bytes: number) => `${(bytes / 1024 ** 2).toFixed(1)} MB`;

function note(name: string, values: number[], show: (value: number) => string, most?: number) {
  const [got, least] = [percentile(values, 0.5), Math.min(...values)];
  const aim = most === undefined ? "" : `at most ${show(most)}`;
  figures.push({ name, got: `${show(got)} (least ${show(least)})`, aim, pass: most === undefined || got <= most });
  raw[name] = { median: got, least, of: values.length };
  progress(`${name}: ${figures.at(-1)!.got}`);
}

interface Run {
  /** ms */
  took: number;
  /** The most memory it had, bytes. */
  memory: number;
}

/** Runs a command to its end. What wait4 tells of its memory counts this process too, from which it was made. */
async function ran(program: string, ...args: string[]): Promise<Run> {
  const began = performance.now();
  const child = Bun.spawn([program, ...args], { stdout: "ignore", stderr: "ignore" });
  let memory = 0;
  while (child.exitCode === null) {
    memory = Math.max(memory, mostMemory(child.pid));
    await Bun.sleep(1);
  }
  const took = performance.now() - began;
  if (child.exitCode !== 0) throw new Error(`${args.join(" ")} ended with ${child.exitCode}`);
  return { took, memory };
}

function mostMemory(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

const times = (runs: Run[]) => runs.map(({ took }) => took);
const memories = (runs: Run[]) => runs.map(({ memory }) => memory);

try {
  const dataDir = join(folder, "data");
  const port = await freePort();
  // The very first start makes tables and key.
  await timeToFirstByte(file, dataDir, port);
  const starts: number[] = [];
  const [versions, bare, healths]: [Run[], Run[], Run[]] = [[], [], []];
  for (let n = 0; n < rounds; n += 1) {
    starts.push(await timeToFirstByte(file, dataDir, port));
    versions.push(await ran(file, "--version"));
    bare.push(await ran(process.execPath, "-e", "0"));
  }
  const dirty: number[] = [];
  for (let n = 0; n < 3; n += 1) {
    const server = await startedFile(file, dataDir, port, null);
    await fetch(`http://127.0.0.1:${port}/`);
    for (let m = 0; m < rounds / 3; m += 1) healths.push(await ran(file, "health", "--port", String(port)));
    await Bun.sleep(5_000);
    dirty.push(server.dirty());
    await server.stop();
  }
  note("start to first byte", starts, ms, 150);
  note("`porchlight --version`", times(versions), ms, 20);
  note("`porchlight health`", times(healths), ms, 30);
  note("Bun with nothing to do", times(bare), ms);
  note("`porchlight health`: the most memory", memories(healths), mb, 40 * 1024 ** 2);
  note("Bun with nothing to do: the most memory", memories(bare), mb);
  note("idle for five seconds: private dirty memory", dirty, mb, 30 * 1024 ** 2);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
finish({ name: "start", figures, raw });
