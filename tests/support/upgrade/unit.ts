import { type ChildProcess, spawn } from "node:child_process";
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keyOf, rowsIn } from "#lab/load/failures/stored.ts";
import { openFile } from "#src/db/connection.ts";
import { sha256 } from "#tests/support/outside/binary.ts";
import { outcome, run } from "#tests/support/outside/command.ts";
import { freePort } from "#tests/support/outside/port.ts";

/** Porchlight as a service of a machine, by a systemd that does no more than the unit asks for. */
export interface Unit {
  origin: string;
  /** Of the service, the data in it. */
  folder: string;
  data: string;
  program: string;
  /** What the log of the service would say. */
  log(): string;
  start(): void;
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Whether a process runs now. */
  isUp(): boolean;
  /** Runs `porchlight …` as root does it. `input`: what is typed; `around` stands before it (`strace`). */
  command(args: string[], input?: string, around?: string[]): ReturnType<typeof run>;
  /** Starts it, and resolves once it answers to everyone. */
  serves(): Promise<void>;
  /** What stands in the way of one program alone, by its SHA-256: settings for its starts. */
  breaks(sha256: string, env: Record<string, string>): void;
  sha256(): string;
  /** Gives what a test laid into its folder to the account of the service. */
  own(): void;
  remove(): Promise<void>;
}

/** Whom the service belongs to: an account of its own, where one can start programs. */
const nobody = (statSync("/dev/null").mode & 0o006) === 0o006 ? 65_534 : 0;

/** Lays a program out as the installation does, over a data folder that `fill` makes. */
export async function unitOf(program: string, fill: (dataDir: string) => Promise<unknown>): Promise<Unit> {
  const base = mkdtempSync(join(tmpdir(), "porchlight-unit-"));
  const at = (name: string) => join(base, name);
  chmodSync(base, 0o755);
  for (const name of ["bin", "fake", "asked"]) mkdirSync(at(name));
  const [installed, folder] = [at("bin/porchlight"), at("service")];
  mkdirSync(folder);
  // It is only ever replaced, never written to.
  lay(program, installed);
  if (existsSync(`${program}.before`)) lay(`${program}.before`, `${installed}.before`);
  const port = await freePort();
  const data = join(folder, "data");
  await fill(data);
  own(folder);
  const conf = at("porchlight.conf");
  const env = { DATA_DIR: data, PORT: String(port), OUTGOING_ALLOW: "off" };
  const shown = [
    "LoadState=loaded",
    `ExecStart={ path=${installed} ; argv[]=${installed} serve ; ignore_errors=no ; pid=0 }`,
    `Environment=${Object.entries(env)
      .map(([name, value]) => `${name}=${value}`)
      .join(" ")}`,
    `EnvironmentFiles=${conf} (ignore_errors=yes)`,
    `WorkingDirectory=${folder}`,
  ];
  writeFileSync(at("shown"), `${shown.join("\n")}\n`);
  writeFileSync(conf, "");
  writeFileSync(at("fake/systemctl"), systemctl.replaceAll("BASE", base), { mode: 0o755 });

  let child: ChildProcess | null = null;
  let written = "";
  let isWanted = false;
  let isOpen = () => {};
  let broken: { sha256: string; env: Record<string, string> } | null = null;

  function start() {
    isWanted = true;
    const more = broken && broken.sha256 === sha256(installed) ? broken.env : {};
    const one = spawn(installed, ["serve"], {
      ...{ cwd: folder, env: { ...env, ...more, HOME: folder }, uid: nobody, gid: nobody },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child = one;
    for (const stream of [one.stdout, one.stderr]) {
      stream.on("data", (text: Buffer) => {
        written += text;
        if (written.includes("Porchlight is open.")) isOpen();
      });
    }
    one.once("close", (code) => {
      if (child !== one) return;
      child = null;
      // Restart=on-failure, RestartPreventExitStatus=2
      if (isWanted && code !== 0 && code !== 2) setImmediate(() => isWanted && !child && start());
    });
  }

  async function stop(signal: NodeJS.Signals = "SIGTERM") {
    isWanted = false;
    const one = child;
    if (!one) return;
    const gone = new Promise<void>((done) => one.once("close", () => done()));
    one.kill(signal);
    await gone;
  }

  const watch = setInterval(async () => {
    for (const name of readdirSync(at("asked")).filter((one) => !one.endsWith(".part"))) {
      rmSync(at(`asked/${name}`));
      await stop();
      start();
      writeFileSync(at(`asked/${name}.part`), "");
    }
  }, 20);

  return {
    ...{ origin: `http://127.0.0.1:${port}`, folder, data, program: installed },
    ...{ log: () => written, start, stop, isUp: () => child !== null },
    command: (args, input, around = []) => {
      const path = `${at("fake")}:${process.env.PATH}`;
      const [file, ...rest] = [...around, installed, ...args];
      return run(file!, rest, {
        cwd: base,
        env: { PATH: path, HOME: base },
        ...(input === undefined ? {} : { input }),
      });
    },
    serves: async () => {
      const opened = new Promise<void>((open) => {
        isOpen = open;
      });
      start();
      await opened;
    },
    breaks: (which, env) => {
      broken = { sha256: which, env };
    },
    own: () => own(folder),
    sha256: () => sha256(installed),
    remove: async () => {
      clearInterval(watch);
      await stop("SIGKILL");
      rmSync(base, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Asks by a file, and waits for the answer in another. */
const systemctl = `#!/bin/sh
case "$1" in
  show) cat BASE/shown ;;
  restart)
    asked=BASE/asked/$$
    : > "$asked"
    until [ -e "$asked.part" ]; do sleep 0.02; done
    rm "$asked.part" ;;
  *) exit 1 ;;
esac
`;

function lay(file: string, to: string) {
  try {
    linkSync(file, to);
  } catch {
    copyFileSync(file, to);
  }
}

function own(folder: string) {
  chownSync(folder, nobody, nobody);
  for (const one of readdirSync(folder, { recursive: true, withFileTypes: true }))
    chownSync(join(one.parentPath, one.name), nobody, nobody);
}

/** Whether a service can be of another account than the one that replaces its program. */
export const canBeRoot = process.platform === "linux" && process.getuid?.() === 0;

/** Runs a command of a service to its end. */
export const unitResult = (unit: Unit, args: string[], input?: string) => outcome(unit.command(args, input));

/** Returns the data of a stopped service as they lie there, whatever migrations they have. */
export function stored({ data }: Pick<Unit, "data">) {
  const files = { data: openFile(join(data, "porchlight.db")), keys: openFile(join(data, "keys.db")) };
  try {
    return {
      migrations: files.data.prepare("SELECT name FROM migration ORDER BY rowid").pluck().all() as string[],
      rows: rowsIn(files, keyOf(data)),
      replaced: files.data
        .prepare("SELECT object FROM audit WHERE action = 'program.replaced' ORDER BY id")
        .pluck()
        .all(),
    };
  } finally {
    files.data.close();
    files.keys.close();
  }
}
