import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { password } from "#tests/support/house/helpline.ts";
import { cookiesOf, openHouse } from "#tests/support/house/open-house.ts";
import { outcome, porchlight, type result, type Started } from "#tests/support/outside/command.ts";
import { freePort } from "#tests/support/outside/port.ts";

// Two machines, each with folders and processes of its own: "home" serves, "cellar" fetches.

export interface Machine {
  folder: string;
  data: string;
  env: Record<string, string>;
  port: number;
  origin: string;
  run(args: string[], input?: string): ReturnType<typeof result>;
  start(args: string[], input?: string): Started;
}

export async function machine(): Promise<Machine> {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-machine-"));
  const home = mkdtempSync(join(folder, "home-"));
  const [data, port] = [join(folder, "data"), await freePort()];
  const env = { PATH: process.env.PATH ?? "", HOME: home, TMPDIR: folder, DATA_DIR: data, PORT: String(port) };
  const started: Started[] = [];
  onTestFinished(async () => {
    await Promise.all(started.map((one) => one.stop("SIGKILL")));
    rmSync(folder, { recursive: true, force: true });
  });
  const start = (args: string[], input?: string) => {
    const one = porchlight(args, env, input);
    started.push(one);
    return one;
  };
  return {
    ...{ folder, data, env, port, start },
    origin: `http://localhost:${port}`,
    run: (args, input) => outcome(start(args, input)),
  };
}

/** A helpline that serves. */
export interface Home extends Machine {
  server: Started;
  /** Of its first admin. */
  cookie: string;
  post(path: string, form?: Record<string, string>): Promise<Response>;
  /** Lets a machine fetch copies. Returns its token, as the page shows it. */
  lets(name: string): Promise<string>;
}

/** Starts a helpline, makes its first account, and opens it. */
export async function servingHome(): Promise<Home> {
  const home = await machine();
  const server = home.start(["serve"]);
  const said = await server.says(/\/staff\/welcome\/\S+\n/);
  const fields = {
    name: "aino",
    real_name: "Aino Virtanen",
    alias: "Robin",
    helpline: "Chat",
    language: "en",
    password,
  };
  const post = (path: string, form: Record<string, string>, cookie: string) =>
    fetch(new URL(path, home.origin), {
      method: "POST",
      body: new URLSearchParams(form),
      headers: { Origin: home.origin, Cookie: cookie },
      redirect: "manual",
    });
  const joined = await post(/http:\S+\/staff\/welcome\/\S+/.exec(said)![0], fields, "");
  const cookie = cookiesOf(joined);
  await openHouse(home.origin, cookie);
  const asAino = (path: string, form: Record<string, string> = {}) => post(path, form, cookie);
  return {
    ...{ ...home, server, cookie, post: asAino },
    lets: async (name) => {
      const shown = await (await asAino("/admin/backup/machines", { name, confirm_password: password })).text();
      return /id="token"[^>]*value="([\w-]{43})"/.exec(shown)![1]!;
    },
  };
}

/** Writes what stands beside fetched copies, as if they were of a helpline at an address. */
export function writeState(folder: string, address: string): void {
  mkdirSync(folder, { recursive: true });
  const state = { address, reachedAt: null, savedUntil: null, promotesTo: null };
  writeFileSync(join(folder, "fetched.json"), JSON.stringify(state));
}

/** What a process was started with, as others on its machine see it. */
export const typedBy = (one: Started) => readFileSync(`/proc/${one.child.pid}/cmdline`, "utf8");
