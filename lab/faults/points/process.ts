import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Says, Told } from "./child.ts";
import type { Fate, Point } from "./point.ts";

/** A helpline in its own process that dies at a point (child.ts). */
interface Mortal {
  origin: string | null;
  arm(fate: Fate): Promise<void>;
  /** Runs a job after so many ms; resolves when it is done or the process is gone. */
  job(name: string, after?: number): Promise<void>;
  points(): Promise<readonly Point[]>;
  /** kill -9 if it lives. Resolves with whether it was dead already. */
  kill(): Promise<boolean>;
}

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));
// Without our own settings Bun takes our pages for React's.
const flags = ["--no-env-file", "--no-install", `--tsconfig-override=${file("../../../tsconfig.json")}`];

/** Starts one over a folder at an instant (ms UTC). With a fate from the start it may never open. */
export async function mortal(folder: string, at: number, fromStart: Fate | undefined): Promise<Mortal> {
  const args = [file("child.ts"), folder, String(at), ...(fromStart ? [JSON.stringify(fromStart)] : [])];
  const child = spawn(process.execPath, [...flags, ...args], { stdio: ["ignore", "pipe", "pipe", "ipc"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (output += chunk));
  const gone = new Promise<null>((done) => child.once("exit", () => done(null)));
  const open = await Promise.race([heard(child, "port"), gone]);
  if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${output}`);

  const tell = async <Name extends Kind>(told: Told, name: Name) => {
    const answer = heard(child, name);
    if (child.connected) child.send(told);
    return Promise.race([answer, gone]);
  };
  return {
    origin: open && `http://localhost:${open.port}`,
    arm: async (fate) => void (await tell({ arm: fate }, "armed")),
    job: async (name, after = 0) => void (await tell({ job: name, after }, "done")),
    points: async () => (await tell({ points: true }, "points"))?.points ?? [],
    kill: async () => {
      const wasDead = child.signalCode !== null;
      child.kill("SIGKILL");
      await gone;
      return wasDead;
    },
  };
}

/** Runs a command over a folder with its master key; it may die by its fate or after so many ms. Exit code null = it died. */
export async function command(
  folder: string,
  words: string[],
  { fate = { nth: 0 }, killMs }: { fate?: Fate; killMs?: number } = {},
): Promise<{ code: number | null; points: readonly Point[] }> {
  const list = join(folder, "points");
  const env = {
    ...{ PATH: process.env.PATH, HOME: folder, TMPDIR: folder },
    ...{ DATA_DIR: folder, MASTER_KEY_FILE: keyIn(folder), POINT_FATE: JSON.stringify(fate), POINTS_FILE: list },
  };
  const args = [...flags, "--preload", file("point.ts"), file("../../../src/main.ts"), ...words];
  const child = spawn(process.execPath, args, { env, stdio: "ignore", cwd: folder });
  const late = killMs === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killMs);
  const code = await new Promise<number | null>((done) => child.once("exit", (code) => done(code)));
  clearTimeout(late);
  return { code, points: code === null ? [] : JSON.parse(readFileSync(list, "utf8")) };
}

/** Returns the path of the master key for commands over a folder. */
export const keyIn = (folder: string) => join(folder, "master.key");

type Kind = "port" | "armed" | "done" | "points";

/** The next message of a kind. */
function heard<Name extends Kind>(child: ChildProcess, name: Name): Promise<Extract<Says, Record<Name, unknown>>> {
  return new Promise((done) => {
    const hear = (says: unknown) => {
      if (!(name in (says as Says))) return;
      child.off("message", hear);
      done(says as Extract<Says, Record<Name, unknown>>);
    };
    child.on("message", hear);
  });
}
