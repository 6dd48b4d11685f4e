import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { systemClock } from "#src/clock.ts";

/** Something in the way of a command. The message is for the person at the terminal. */
export class CommandError extends Error {}

/** Writes to the terminal. Returns the exit code of a command that has done its work. */
export function say(text: string): number {
  process.stdout.write(text);
  return 0;
}

/** Tells on the terminal how far something is, in one line that is written over; nothing of it where nobody looks. */
export function progressLine(words: (done: number, of: number) => string) {
  const isSeen = process.stderr.isTTY === true;
  return {
    tell: (done: number, of: number) => {
      if (isSeen) process.stderr.write(`\r${words(done, of)}\x1b[K`);
    },
    /** The line is empty again. */
    end: () => {
      if (isSeen) process.stderr.write("\r\x1b[K");
    },
  };
}

/** A wish to stop that comes again this soon is the same one by another way (the group's signal, and npm's), ms. */
const sameWish = 2_000;

/** Resolves at Ctrl+C, when the terminal closes, or when the system wants this process to end. Asked again later, it ends at once. */
export function stopped(): Promise<void> {
  return new Promise<void>((stop) => {
    let since: number | undefined;
    const wish = () => {
      since ??= systemClock.elapsed();
      if (systemClock.elapsed() - since > sameWish) process.exit(1);
      stop();
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, wish);
  });
}

/** What somebody types at the terminal, or sends in. */
export async function typed(question: string): Promise<string> {
  const [answer = ""] = await allTyped([{ question }]);
  return answer;
}

/** The same, one behind the other; what is `veiled` is not shown while it is typed. "" for what is not given any more. */
export async function allTyped(asked: { question: string; veiled?: boolean }[]): Promise<string[]> {
  let isVeiled = false;
  const shown = new Writable({
    write: (chunk, _encoding, done) => {
      if (!isVeiled) process.stderr.write(chunk);
      done();
    },
  });
  const terminal = process.stdin.isTTY === true;
  const lines = createInterface({ input: process.stdin, output: shown, terminal, historySize: 0 });
  lines.on("SIGINT", () => process.exit(1));
  const given = lines[Symbol.asyncIterator]();
  const answers: string[] = [];
  try {
    for (const { question, veiled = false } of asked) {
      process.stderr.write(question);
      isVeiled = veiled;
      const { value } = await given.next();
      if (isVeiled && terminal) process.stderr.write("\n");
      isVeiled = false;
      answers.push(value ?? "");
    }
    return answers;
  } finally {
    lines.close();
  }
}
