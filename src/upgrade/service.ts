import { spawnSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { CommandError, say } from "#src/command/terminal.ts";
import { isDataDirNamed, processEnvironment } from "#src/config.ts";
import { embedded } from "#src/embedded.ts";
import { settingsIn } from "#src/installed.ts";

/** How the helpline runs on this machine. */
export interface Installed {
  /** The one file. */
  program: string;
  /** Settings of the process, as options and as its environment. */
  options: string[];
  env: Record<string, string>;
  folder: string;
  isByHand: boolean;
  /** Ends what runs, and has what is in the program's place started. Throws CommandError. */
  restart(pid: number | null): Promise<void>;
}

const unit = "porchlight";
const properties = ["LoadState", "ExecStart", "Environment", "EnvironmentFiles", "WorkingDirectory"];

/** Finds how the helpline is started: by systemd, else by hand with the settings given. Throws CommandError. */
export function findInstalled(options: string[]): Installed {
  refuseContainer();
  return (isDataDirNamed(options) ? null : bySystem(options)) ?? byHand(options);
}

function bySystem(options: string[]): Installed | null {
  const shown = spawnSync("systemctl", ["show", unit, ...properties.map((name) => `--property=${name}`)], {
    encoding: "utf8",
  });
  const found = new Map(
    (shown.stdout ?? "").split("\n").map((line) => [line.split("=", 1)[0]!, line.slice(line.indexOf("=") + 1)]),
  );
  if (found.get("LoadState") !== "loaded") return null;
  if (process.getuid?.() !== 0)
    throw new CommandError("Porchlight is a service of this machine, so only root can replace it: sudo porchlight …");
  const [program = "", ...args] = /argv\[\]=(.*?) ;/.exec(found.get("ExecStart") ?? "")?.[1]?.split(" ") ?? [];
  if (args[0] !== "serve") throw new CommandError(ofSources);
  const given = Object.fromEntries(variables(found.get("Environment") ?? ""));
  const files = [...(found.get("EnvironmentFiles") ?? "").matchAll(/(\/\S+) \(ignore_errors/g)].map(
    ([, file]) => file!,
  );
  for (const file of files) Object.assign(given, settingsOf(file));
  return {
    ...{ program, isByHand: false, folder: found.get("WorkingDirectory") || "/" },
    ...{ options: [...args.slice(1), ...options], env: { ...given, PATH: processEnvironment().PATH ?? "" } },
    restart: async () => {
      const { status, stderr } = spawnSync("systemctl", ["restart", unit], { encoding: "utf8" });
      if (status !== 0) throw new CommandError(`systemctl restart ${unit} failed: ${(stderr ?? "").trim()}`);
    },
  };
}

/** `A=1 "B=two words"`, as systemctl shows it. */
function variables(text: string): [string, string][] {
  const words = [...text.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!);
  return words.map((word) => [word.split("=", 1)[0]!, word.slice(word.indexOf("=") + 1)]);
}

function settingsOf(file: string): Record<string, string> {
  try {
    return settingsIn(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}

const ofSources = `Porchlight runs from its folder here and not as one file. There a newer one is: git pull, npm ci, and a restart.`;

/** How long a process may take to end, ms. */
const endMs = 15_000;

function byHand(options: string[]): Installed {
  if (!embedded || !process.versions.bun) throw new CommandError(ofSources);
  const env = Object.entries(processEnvironment()).filter((one): one is [string, string] => one[1] !== undefined);
  return {
    ...{ program: resolve(process.execPath), isByHand: true, folder: process.cwd() },
    ...{ options, env: Object.fromEntries(env) },
    restart: async (pid) => {
      // Who answers at the socket says it: 0 and -1 would be more than one process, and 1 is the machine.
      if (pid !== null && Number.isSafeInteger(pid) && pid > 1) await end(pid);
      say("Start Porchlight now, the way you always do (in another window). This waits for it …\n");
    },
  };
}

async function end(pid: number) {
  const signal = (which: NodeJS.Signals | 0) => {
    try {
      return process.kill(pid, which);
    } catch {
      return false;
    }
  };
  signal("SIGTERM");
  for (let waited = 0; signal(0) && waited < endMs; waited += 50) await pause(50);
}

/** What runs first in a container is the program itself: nobody could start another one in it. */
function refuseContainer() {
  let first = "";
  try {
    first = readlinkSync("/proc/1/exe");
  } catch {}
  if (first === process.execPath)
    throw new CommandError(
      "In a container a newer Porchlight comes with a newer image: docs/install.md, “With Docker”.",
    );
}
