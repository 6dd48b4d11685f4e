import { execFileSync, spawn, spawnSync } from "node:child_process";
import { constants } from "node:os";
import { progress } from "#lab/load/report/report.ts";
import { youngSideName } from "./addresses.ts";

const ip = (...args: string[]) => spawnSync("ip", args, { encoding: "utf8" });

function makeNamespaces() {
  const names = { help: `porchlight-help-${process.pid}`, young: `porchlight-young-${process.pid}` };
  for (const name of Object.values(names)) {
    const made = ip("netns", "add", name);
    if (made.status === 0) continue;
    removeNamespaces(names);
    progress(`No network namespaces here (${made.error?.message ?? made.stderr.trim()}): CDP alone plays the network.`);
    return null;
  }
  return names;
}

function removeNamespaces(names: { help: string; young: string }) {
  for (const name of Object.values(names)) {
    const inside = ip("netns", "pids", name).stdout ?? "";
    for (const pid of inside.split("\n").filter(Boolean)) {
      try {
        process.kill(Number(pid), "SIGKILL");
      } catch {
        // It ended by itself meanwhile.
      }
    }
    ip("netns", "del", name);
  }
}

/** Runs this program again in a helpline namespace, if possible, and cleans up. Returns its exit code; 1 after `mostMs`. */
export async function runApart(mostMs: number): Promise<number> {
  const names = makeNamespaces();
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const [program = "", ...rest] = names ? ["ip", "netns", "exec", names.help, ...again] : again;
  const env = { ...process.env, [youngSideName]: names?.young ?? "" };
  const child = spawn(program, rest, { stdio: "inherit", env });
  const stop = () => child.kill("SIGTERM");
  const late = setTimeout(() => {
    progress(`The run took longer than ${mostMs / 60_000} minutes and was ended.`);
    stop();
    setTimeout(() => child.kill("SIGKILL"), 10_000).unref();
  }, mostMs);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  try {
    return await new Promise<number>((done, failed) => {
      child.on("error", failed);
      child.on("exit", (code, signal) => done(code ?? 128 + (constants.signals[signal!] ?? 0)));
    });
  } finally {
    clearTimeout(late);
    if (names) removeNamespaces(names);
  }
}

/** Brings up loopback, which is down in a new namespace. */
export function openLoopback() {
  execFileSync("ip", ["link", "set", "lo", "up"]);
}
