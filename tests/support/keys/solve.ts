import { solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";

/** Returns the answer to a task as a browser's form sends it (static/busy.js). */
export async function solve(task: string): Promise<string> {
  const found = await solveChallenge({ challenge: JSON.parse(task), deriveKey });
  return `${found!.counter}.${found!.derivedKey}`;
}
