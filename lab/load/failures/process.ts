import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "#sqlite";
import { freePort } from "#tests/support/outside/port.ts";

/** Times are performance.now(); the exit code is null if it was killed. */
interface Ended {
  sentAt: number;
  goneAt: number;
  exitCode: number | null;
}

export interface Server {
  origin: string;
  port: number;
  dataDir: string;
  output(): string;
  /** Resolves with ms to the first answer. Throws if it ends first. */
  start(): Promise<number>;
  kill(): Promise<Ended>;
  end(signal: NodeJS.Signals): Promise<Ended>;
  /** Runs another command over the same data and returns its output. Throws if it fails. */
  command(...args: string[]): Promise<string>;
  /** Ends it, and returns what SQLite finds in each of the two files: "ok". */
  stopAndCheck(): Promise<string[]>;
  remove(): Promise<void>;
}

/** Prepares a server with empty data. `program`: without arguments; `around` stands before it (`strace`); `more`: environment. */
export async function openServer(
  program: string[],
  { around = [], more = {} }: { around?: string[]; more?: Record<string, string> } = {},
): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-load-"));
  const dataDir = join(folder, "data");
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const env = { PATH: process.env.PATH, HOME: folder, TMPDIR: folder, PORT: String(port), DATA_DIR: dataDir, ...more };
  let running: { child: ChildProcess; gone: Promise<void> } | null = null;
  let said = "";

  function launch(
    args: string[],
    before: string[] = [],
  ): { child: ChildProcess; gone: Promise<void>; heard: () => string } {
    let heard = "";
    const [file, ...rest] = [...before, ...program, ...args];
    const child = spawn(file!, rest, { env, cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        heard += chunk;
        said += chunk;
      });
    }
    return { child, gone: new Promise((done) => child.once("close", () => done())), heard: () => heard };
  }

  async function start() {
    const from = performance.now();
    const mine = launch(["serve"], around);
    running = mine;
    for (;;) {
      const answer = await fetch(`${origin}/healthz`, { keepalive: false }).catch(() => null);
      if (answer?.ok) return performance.now() - from;
      if (mine.child.signalCode) throw new Error("killed while it started");
      if (mine.child.exitCode !== null) throw new Error(`it ended with ${mine.child.exitCode}: ${mine.heard()}`);
      if (performance.now() - from > 30_000) throw new Error(`it does not answer: ${mine.heard()}`);
      await Bun.sleep(2);
    }
  }

  async function end(signal: NodeJS.Signals): Promise<Ended> {
    const sentAt = performance.now();
    running?.child.kill(signal);
    await running?.gone;
    const exitCode = running?.child.exitCode ?? null;
    running = null;
    return { sentAt, goneAt: performance.now(), exitCode };
  }

  return {
    origin,
    port,
    dataDir,
    output: () => said,
    start,
    kill: () => end("SIGKILL"),
    end,
    command: async (...args) => {
      const { child, gone, heard } = launch(args);
      await gone;
      if (child.exitCode !== 0) throw new Error(`porchlight ${args.join(" ")}: ${heard()}`);
      return heard();
    },
    stopAndCheck: async () => {
      await end("SIGTERM");
      return ["porchlight.db", "keys.db"].map((file) => integrity(join(dataDir, file)));
    },
    remove: async () => {
      await end("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function integrity(file: string): string {
  const database = new Database(file, { readonly: true });
  try {
    return String(database.pragma("integrity_check", { simple: true }));
  } finally {
    database.close();
  }
}
