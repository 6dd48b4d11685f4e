import { devNull } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Test files to run (paths from the root), after these files have changed. */
export interface Asked {
  changed: string[];
  files: string[];
  bail: boolean;
}

export interface Failed {
  file: string;
  test: string;
  why: string;
}

export type Answer =
  | { kind: "ready"; files: string[] }
  | { kind: "ran"; failed: Failed[]; errors: string[]; seconds: Record<string, number> }
  | { kind: "broken"; why: string };

/** `hung`: it did not end in time, and the lane was ended. */
export type Ran = Extract<Answer, { kind: "ran" }> | { kind: "hung" } | { kind: "broken"; why: string };

/** A vitest over a copy of the tree, one batch of test files after the other. */
export interface Lane {
  files(): Promise<string[]>;
  run(asked: Asked, patienceMs: number): Promise<Ran>;
  /** Returns the CPU seconds of the lane, its workers and the programs they started. */
  end(): Promise<number>;
}

const program = fileURLToPath(new URL("lane-run.ts", import.meta.url));

/** Opens a lane on a copy of the tree; a hanging run ends its process, and the next starts another. */
export function openLane(folder: string, environment: Record<string, string> = {}): Lane {
  let cpuSeconds = 0;
  let now: ReturnType<typeof begin> | undefined;

  function begin() {
    let hear: (answer: Answer) => void = () => {};
    const answer = () => new Promise<Answer>((resolve) => (hear = resolve));
    const first = answer();
    const child = Bun.spawn(
      [process.execPath, "--no-env-file", `--config=${devNull}`, "--no-install", "--bun", program],
      {
        cwd: folder,
        env: { ...process.env, ...environment },
        // Errors that tests cause on purpose interest no one here.
        stdio: ["ignore", "ignore", "ignore"],
        ipc: (said: Answer) => hear(said),
        onExit: () => hear({ kind: "broken", why: "the process that runs the tests ended" }),
      },
    );
    return { child, first, answer };
  }

  async function ended(one: ReturnType<typeof begin>, signal: "SIGTERM" | "SIGKILL") {
    one.child.kill(signal);
    await one.child.exited;
    const { cpuTime } = one.child.resourceUsage()!;
    cpuSeconds += Number(cpuTime.total) / 1e6;
    now = undefined;
  }

  async function start() {
    now ??= begin();
    const ready = await now.first;
    if (ready.kind !== "ready") throw new Error(ready.kind === "broken" ? ready.why : "the lane did not start");
    return { one: now, ready };
  }

  const within = (path: string) => path.slice(folder.length + 1);

  return {
    files: async () => (await start()).ready.files.map(within),
    run: async ({ changed, files, bail }, patienceMs) => {
      const { one } = await start();
      const answer = one.answer();
      const whole = (path: string) => join(folder, path);
      one.child.send({ changed: changed.map(whole), files: files.map(whole), bail });
      let timer: Timer | undefined;
      const late = new Promise<"late">((resolve) => {
        timer = setTimeout(() => resolve("late"), patienceMs);
      });
      const said = await Promise.race([answer, late]);
      clearTimeout(timer);
      if (said === "late") {
        await ended(one, "SIGKILL");
        return { kind: "hung" };
      }
      if (said.kind === "ran") return asPaths(said);
      await ended(one, "SIGKILL");
      return { kind: "broken", why: said.kind === "broken" ? said.why : "" };
    },
    end: async () => {
      if (now) await ended(now, "SIGTERM");
      return cpuSeconds;
    },
  };

  function asPaths({ failed, errors, seconds }: Extract<Answer, { kind: "ran" }>): Ran {
    return {
      kind: "ran",
      failed: failed.map((one) => ({ ...one, file: within(one.file) })),
      errors,
      seconds: Object.fromEntries(Object.entries(seconds).map(([path, took]) => [within(path), took])),
    };
  }
}
