import { dayMs, systemClock } from "#src/clock.ts";
import { TerminalError } from "#src/errors.ts";
import { wallTime } from "#src/i18n/when.ts";

export class CommandError extends TerminalError {}

/** Writes to the terminal. Returns the exit code 0. */
export function say(text: string): number {
  process.stdout.write(text);
  return 0;
}

/** Shows progress on one line of the terminal that is written over; nothing if output goes elsewhere. */
export function progressLine(words: (done: number, of: number) => string) {
  const isSeen = process.stderr.isTTY === true;
  return {
    tell: (done: number, of: number) => {
      if (isSeen) process.stderr.write(`\r${words(done, of)}\x1b[K`);
    },
    end: () => {
      if (isSeen) process.stderr.write("\r\x1b[K");
    },
  };
}

/** Returns an age (ms) in whole days, as "9 days". */
export function ageInDays(ageMs: number): string {
  const days = Math.floor(ageMs / dayMs);
  if (days < 1) return "less than a day";
  return days === 1 ? "1 day" : `${days} days`;
}

/** Returns an instant (ms UTC) by the clock of a zone, as "2026-12-01 22:15 (Europe/Brussels)". */
export const momentIn = (zone: string, at: number) => `${wallTime(at, zone).slice(0, 16).replace("T", " ")} (${zone})`;

/** A wish to stop that comes again this soon is the same one by another way (the group's signal, and npm's). */
const sameWish = 2_000;

/** Resolves when asked to stop (Ctrl+C, terminal or system). Asked again later, it ends the process at once. */
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

/** The answer typed at the terminal, or piped in. */
export async function typed(question: string): Promise<string> {
  const [answer = ""] = await allTyped([{ question }]);
  return answer;
}

/** The answers to several questions; `veiled` ones are not shown while typed. "" once input ends. */
export async function allTyped(asked: { question: string; veiled?: boolean }[]): Promise<string[]> {
  const { createInterface } = await import("node:readline/promises");
  const { Writable } = await import("node:stream");
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
