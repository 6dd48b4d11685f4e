import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import type { Plan, Result } from "./load.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const bun = process.execPath;

export interface Measured {
  port: number;
  /** Proportional set size, bytes: what it costs this machine. */
  memory(): number;
  /** Private dirty pages, bytes: what the system cannot drop and read again. */
  dirty(): number;
  cpu(): number;
  stop(): Promise<void>;
}

/** Limits of the server in the second pass: one core, 256 MB; null = none. */
export type Corner = { core: number; bytes: number } | null;

/** Runs a program of this folder to its end. */
export function finished(program: string, args: string[]): Promise<void> {
  const child = spawn(bun, [here + program, ...args], { stdio: ["ignore", "ignore", "inherit"] });
  return new Promise((done, failed) =>
    child.once("exit", (code) => (code === 0 ? done() : failed(new Error(`${program} ended with ${code}`)))),
  );
}

/** Starts a program of this folder, which prints its port as its first line. */
export async function started(program: string, args: string[], corner: Corner): Promise<Measured> {
  const child = spawnIn(corner, [bun, here + program, ...args]);
  return measured(child, Number(await firstLine(child)));
}

/** Starts the one file on a data folder; resolves when it answers. */
export async function startedFile(file: string, dataDir: string, port: number, corner: Corner): Promise<Measured> {
  const child = spawnIn(corner, [file, "serve", "--port", String(port), "--data-dir", dataDir]);
  while (child.exitCode === null && !(await answers(port))) await Bun.sleep(5);
  if (child.exitCode !== null) throw new Error(`${file} ended with ${child.exitCode}`);
  return measured(child, port);
}

/** Runs the load generator, on the other core if the server has its own. `meanwhile` runs while its sockets are open. */
export async function loaded<Found, Got = Result>(
  plan: Pick<Plan, "seconds" | "warmUpSeconds">,
  corner: Corner,
  meanwhile?: () => Promise<Found>,
  generator = "load.ts",
) {
  const args = [bun, here + generator, JSON.stringify({ ...plan, hold: meanwhile !== undefined })];
  const [program, ...rest] = corner ? ["taskset", "-c", String(1 - corner.core), ...args] : args;
  const child = spawn(program!, rest, { stdio: ["pipe", "pipe", "inherit"] });
  // Longer means stuck: 1,250 consoles, each drawn with all of the shift, take minutes to open.
  const stuck = setTimeout(() => child.kill("SIGKILL"), (plan.seconds + plan.warmUpSeconds + 900) * 1000);
  const result: Got = JSON.parse(await firstLine(child));
  clearTimeout(stuck);
  const found = await meanwhile?.();
  const gone = new Promise((done) => child.once("exit", done));
  child.stdin!.end();
  await gone;
  return { result, found };
}

const group = "porchlight-bench";
/** Folder and file by which this system limits memory; undefined if we may not. */
const limiter = [
  ["/sys/fs/cgroup/memory", "memory.limit_in_bytes"],
  ["/sys/fs/cgroup", "memory.max"],
].find(([folder, file]) => existsSync(`${folder}/${file}`) || existsSync(`${folder}/cgroup.controllers`));

/** Returns whether a memory limit can be set here, which takes root. */
export function canLimit(): boolean {
  return limiter !== undefined && process.getuid?.() === 0;
}

function spawnIn(corner: Corner, command: string[]): ChildProcess {
  // As in the one file: without it Bun takes the slower pages of a developer.
  const io = {
    stdio: ["ignore", "pipe", "inherit"] as ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_ENV: "production" },
  };
  if (!corner) return spawn(command[0]!, command.slice(1), io);
  const pinned = ["taskset", "-c", String(corner.core), ...command];
  if (!canLimit()) return spawn(pinned[0]!, pinned.slice(1), io);
  const folder = `${limiter![0]}/${group}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/${limiter![1]}`, String(corner.bytes));
  // The shell moves itself into the group and becomes the server.
  const child = spawn("sh", ["-c", `echo $$ > ${folder}/cgroup.procs && exec "$@"`, "sh", ...pinned], io);
  child.once("exit", () => {
    try {
      rmdirSync(folder);
    } catch {
      // The next run takes the same group.
    }
  });
  return child;
}

function measured(child: ChildProcess, port: number): Measured {
  const proc = `/proc/${child.pid}`;
  const kept = (what: string) =>
    Number(new RegExp(`^${what}:\\s+(\\d+) kB`, "m").exec(readFileSync(`${proc}/smaps_rollup`, "utf8"))![1]) * 1024;
  return {
    port,
    memory: () => kept("Pss"),
    dirty: () => kept("Private_Dirty"),
    cpu: () => {
      const [own, kernel] = readFileSync(`${proc}/stat`, "utf8").split(") ")[1]!.split(" ").slice(11, 13);
      return (Number(own) + Number(kernel)) * 10;
    },
    stop: async () => {
      const gone = new Promise((done) => child.once("exit", done));
      child.kill("SIGTERM");
      await gone;
    },
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  let heard = "";
  return new Promise((line, failed) => {
    child.stdout!.on("data", (chunk: Buffer) => {
      heard += chunk;
      const end = heard.indexOf("\n");
      if (end !== -1) line(heard.slice(0, end));
    });
    child.once("exit", (code) => failed(new Error(`ended with ${code}: ${heard}`)));
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const probe = connect(port, "127.0.0.1", () => probe.write("GET /healthz HTTP/1.0\r\n\r\n"));
    probe.once("data", () => {
      probe.destroy();
      answer(true);
    });
    probe.once("error", () => answer(false));
  });
}
