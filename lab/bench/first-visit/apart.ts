import { execFileSync, spawn, spawnSync } from "node:child_process";
import { constants } from "node:os";
import { progress } from "#lab/load/report/report.ts";
import { youngSideName } from "./addresses.ts";

const ip = (...args: string[]) => spawnSync("ip", args, { encoding: "utf8" });

/** The names of two namespaces made for this run; null, with the reason said, where none can be made. */
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

/** Ends what still runs in the namespaces of this run, and removes them. */
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

/**
 * Runs this program again, in a namespace of the helpline's side where there are any, and removes all of it at the end.
 * Gives its exit code; 1 when it takes longer than `mostMs` or is asked to stop.
 */
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

/** Loopback is down in a new namespace. */
export function openLoopback() {
  execFileSync("ip", ["link", "set", "lo", "up"]);
}
