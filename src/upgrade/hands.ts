import { spawn } from "node:child_process";
import { lstatSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { CommandError } from "#src/command/terminal.ts";
import { ownCommand, upgradeOption } from "#src/files.ts";
import type { Task } from "./task.ts";

// Who may replace the program is mostly root, who must not touch the data: the account of the helpline does that, in another process.

/** What the account of the data asks of the one who may replace the program. */
export interface Hands {
  say(text: string): Promise<void>;
  ask(question: string): Promise<string>;
  /** Puts the new program into its place, and keeps the one of before beside it. */
  swap(): Promise<void>;
  /** Puts the program of a SHA-256 back into its place. */
  unswap(sha256: string): Promise<void>;
  /** Ends what runs (its process id, null = nothing), and has what is in the program's place started. */
  restart(pid: number | null): Promise<void>;
}

interface Call {
  call: keyof Hands;
  value?: unknown;
}
interface Answer {
  value?: unknown;
  failed?: string;
}

/** Whose the data are. */
export interface DataOwner {
  uid: number;
  gid: number;
}

/**
 * Returns whose the data in a folder are. Throws CommandError where that would be root, and another account can say what lies there: it
 * could lead root's own hands to any file by a link.
 */
export function dataOwner(dataDir: string): DataOwner {
  const { uid, gid } = statSync(dataDir);
  if (uid !== 0) return { uid, gid };
  for (let path = dataDir; path !== dirname(path); path = dirname(path)) {
    if (lstatSync(path).uid === 0) continue;
    throw new CommandError(
      `${dataDir} belongs to root, but ${path} to another account. The data must belong to the account of the helpline.`,
    );
  }
  return { uid, gid };
}

/** Returns what a process is started with to be of an account; nothing unless this one is root. */
export const asAccount = ({ uid, gid }: DataOwner) => (process.getuid?.() === 0 && uid !== 0 ? { uid, gid } : {});

/** Lets a task be done as the account of the data, with `hands`. Returns its exit code. */
export async function letOwnerWork(
  task: Task,
  { owner, env, hands }: { owner: DataOwner; env: Record<string, string>; hands: Hands },
): Promise<number> {
  const { program, args } = ownCommand();
  const child = spawn(program, [...args, upgradeOption], {
    ...asAccount(owner),
    env,
    cwd: process.cwd(),
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = new Promise<number | null>((done) => child.once("close", done).once("error", () => done(null)));
  child.stdin.on("error", () => {});
  const tell = (line: Task | Answer) => child.stdin.write(`${JSON.stringify(line)}\n`);
  tell(task);
  const lines = createInterface({ input: child.stdout });
  child.once("error", () => lines.close());
  for await (const line of lines) {
    const { call, value } = JSON.parse(line) as Call;
    try {
      tell({ value: (await (hands[call] as (value: unknown) => Promise<unknown>)(value)) ?? null });
    } catch (error) {
      tell({ failed: error instanceof Error ? error.message : String(error) });
    }
  }
  const code = await ended;
  if (code !== null) return code;
  throw new CommandError(
    "The upgrade was cut off. The next start of Porchlight, or the same command, brings it to its end.",
  );
}

/** Does a task that stands on the standard input. Returns the exit code. */
export async function doUpgradeWork(run: (task: Task, hands: Hands) => Promise<number>): Promise<number> {
  const lines = createInterface({ input: process.stdin });
  // Alone it could neither replace a program nor start one.
  lines.once("close", () => process.exit(1));
  const next = () => new Promise<string>((heard) => lines.once("line", heard));
  const task = JSON.parse(await next()) as Task;
  const call = async (name: keyof Hands, value?: unknown): Promise<unknown> => {
    process.stdout.write(`${JSON.stringify({ call: name, value } satisfies Call)}\n`);
    const answer = JSON.parse(await next()) as Answer;
    if (answer.failed !== undefined) throw new CommandError(answer.failed);
    return answer.value;
  };
  return run(task, {
    say: (text) => call("say", text) as Promise<void>,
    ask: (question) => call("ask", question) as Promise<string>,
    swap: () => call("swap") as Promise<void>,
    unswap: (sha256) => call("unswap", sha256) as Promise<void>,
    restart: (pid) => call("restart", pid) as Promise<void>,
  });
}
