import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { night } from "#tests/support/run/night.ts";
import { binary } from "./binary.ts";

const launcher = fileURLToPath(new URL("../../../bin/porchlight.mjs", import.meta.url));

export interface Place {
  folder: string;
  home: string;
  data: string;
  /** A machine that knows nothing of us; `npm test` may name a Bun cache. */
  env: Record<string, string>;
  remove(): void;
}

export function place(): Place {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-bin-"));
  const home = mkdtempSync(join(folder, "home-"));
  const data = join(folder, "data");
  return {
    folder,
    home,
    data,
    env: { PATH: process.env.PATH ?? "", HOME: home, TMPDIR: folder, DATA_DIR: data },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export interface Started {
  child: ChildProcess;
  out(): string;
  err(): string;
  /** Resolves with all terminal output once it matches; rejects if the command ends first. */
  says(pattern: RegExp): Promise<string>;
  ended: Promise<number | null>;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts a command in its own process group, so that ending it ends all of it and nothing else. */
export function run(
  command: string,
  args: string[],
  { input, ...options }: { cwd?: string; env: Record<string, string>; input?: string },
): Started {
  const stdin = input === undefined ? "ignore" : "pipe";
  const child = spawn(command, args, { ...options, detached: true, stdio: [stdin, "pipe", "pipe"] });
  // It may have been killed before it read anything.
  child.stdin?.on("error", () => {});
  child.stdin?.end(input);
  const written = { out: "", err: "" };
  const waiting = new Set<() => void>();
  const hear = (name: keyof typeof written) => (chunk: Buffer) => {
    written[name] += chunk;
    for (const look of waiting) look();
  };
  child.stdout!.on("data", hear("out"));
  child.stderr!.on("data", hear("err"));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  return {
    child,
    out: () => written.out,
    err: () => written.err,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!pattern.test(written.out + written.err)) return;
          waiting.delete(look);
          resolve(written.out + written.err);
        };
        waiting.add(look);
        look();
        void ended.then((code) => reject(new Error(`ended with ${code}: ${written.out}${written.err}`)));
      }),
    ended,
    stop: (signal = "SIGTERM") => {
      if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, signal);
      return ended;
    },
  };
}

/** By day the one file, whose start is a fifth of the work, at night the sources. */
function program(): [string, ...string[]] {
  return night ? ["node", launcher] : [binary()];
}

/** Starts `porchlight …`. `input`: what someone types. */
export function porchlight(args: string[], env: Record<string, string>, input?: string): Started {
  const [command, ...before] = program();
  return run(command, [...before, ...args], { env, ...(input === undefined ? {} : { input }) });
}

/** Starts `node bin/porchlight.mjs …` in a folder, like someone with the sources. */
export function fromSources(args: string[], env: Record<string, string>, cwd?: string): Started {
  return run("node", [launcher, ...args], { env, ...(cwd ? { cwd } : {}) });
}

/** Runs `porchlight …` to its end. `input`: what someone types. */
export function result(args: string[], env: Record<string, string>, input?: string) {
  return outcome(porchlight(args, env, input));
}

/** Waits until a command has ended by itself. */
export async function outcome(started: Started) {
  const code = await started.ended;
  return { code, out: started.out(), err: started.err() };
}

/** What time it is for a process of its own, which is not on the evening of the tests (tests/support/run/calendar.ts); ms UTC. */
export function nowOutside(): number {
  const { calendar } = globalThis as { calendar?: { real: DateConstructor } };
  return (calendar?.real ?? Date).now();
}
