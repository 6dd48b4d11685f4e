import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { password } from "#tests/support/house/helpline.ts";
import { cookiesOf, openHouse } from "#tests/support/house/open-house.ts";
import { night, patience } from "#tests/support/run/night.ts";
import { binary } from "./binary.ts";
import { freePort } from "./port.ts";

const program = fileURLToPath(new URL("../../../bin/porchlight.mjs", import.meta.url));

/** By day the one file, whose start is a fifth of the work, at night the sources. */
const sourcesOrFile = (): [string, string[]] => (night ? ["node", [program, "serve"]] : [binary(), ["serve"]]);

/** A Porchlight in its own process, started like an operator does, with an empty home. */
export interface Process {
  port: number;
  origin: string;
  dataDir: string;
  keyFile: string;
  output(): string;
  /** Like a power cut; resolves when it is gone. */
  kill(): Promise<void>;
  /** Freezes it, with open connections and no answers, or lets it go on. */
  freeze(on: boolean): void;
  /** On the same data and port; resolves when it is open. */
  start(): Promise<void>;
  stop(): Promise<void>;
  remove(): Promise<void>;
}

/** Starts `porchlight serve`, itself or by `npm start` in the program's folder. `dataDir` is created by default. */
export async function porchlight(given: { dataDir?: string; by?: "npm" } = {}): Promise<Process> {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-process-"));
  const dataDir = given.dataDir ?? join(folder, "data");
  const port = await freePort();
  const keyFile = join(folder, "master.key");
  let output = "";
  let running: ChildProcess | undefined;

  async function start() {
    const env = {
      ...{ PATH: process.env.PATH, HOME: join(folder, "home"), PORT: String(port), DATA_DIR: dataDir },
      MASTER_KEY_FILE: keyFile,
    };
    const child =
      given.by === "npm"
        ? spawn("npm", ["start"], { env, cwd: fileURLToPath(new URL("../../..", import.meta.url)) })
        : spawn(...sourcesOrFile(), { env, cwd: folder });
    running = child;
    await new Promise<void>((opened, failed) => {
      let said = "";
      const hear = (chunk: Buffer) => {
        output += chunk;
        said += chunk;
        if (said.includes("Porchlight is open")) opened();
      };
      child.stdout.on("data", hear);
      child.stderr.on("data", hear);
      child.once("exit", (code) => failed(new Error(`it ended with ${code}: ${said}`)));
    });
  }

  async function end(signal: "SIGKILL" | "SIGTERM") {
    const child = running;
    running = undefined;
    if (!child?.pid) return;
    const gone = new Promise<void>((done) => child.once("exit", () => done()));
    process.kill(serverOf(child.pid), signal);
    await gone;
  }

  await start();
  return {
    port,
    origin: `http://localhost:${port}`,
    dataDir,
    keyFile,
    output: () => output,
    kill: () => end("SIGKILL"),
    freeze: (on) => {
      if (running?.pid) process.kill(serverOf(running.pid), on ? "SIGSTOP" : "SIGCONT");
    },
    start,
    stop: () => end("SIGTERM"),
    remove: async () => {
      await end("SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The started program may start the server through others; the last one is the server. */
function serverOf(pid: number): number {
  const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
  return child ? serverOf(Number(child)) : pid;
}

/** Returns the link for the first account, as a first start prints it. */
export async function firstLink(at: Pick<Process, "output">): Promise<string> {
  const link = () => /http:\S+\/staff\/welcome\/\S+/.exec(at.output())?.[0];
  await expect.poll(link, { timeout: patience(30_000) }).toBeDefined();
  return link()!;
}

/** Makes Anna's account (alias Mika) by the first link, as an operator does, and opens the helpline. */
export async function annaJoins(at: Pick<Process, "output" | "origin">): Promise<void> {
  const link = await firstLink(at);
  const fields = { name: "anna", real_name: "Anna Peeters", alias: "Mika", helpline: "Chat", language: "en", password };
  const answer = await fetch(link, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { Origin: at.origin },
    redirect: "manual",
  });
  expect(answer.status).toBe(303);
  await openHouse(at.origin, cookiesOf(answer));
}
