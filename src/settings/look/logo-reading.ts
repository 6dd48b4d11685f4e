import { setImmediate } from "node:timers/promises";
import { type LogoRead, readingLogo } from "./logo.ts";
import { type LogoProblem, maxLogo } from "./png-check.ts";

/** The reading before the next one. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Reads an uploaded logo as `readingLogo`, one after the other and step by step: whoever chats meanwhile notices nothing,
 * and however many are sent at once, only one of them is unpacked.
 */
export function readLogo(bytes: Uint8Array): Promise<LogoRead | { problem: LogoProblem }> {
  // Too large a file does not wait for its turn in memory.
  if (bytes.length > maxLogo.bytes) return Promise.resolve({ problem: "too_big_file" });
  const turn = last.then(() => inPieces(readingLogo(bytes)));
  last = turn.catch(() => {});
  return turn;
}

async function inPieces<Result>(steps: Generator<void, Result>): Promise<Result> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await setImmediate();
  }
}
