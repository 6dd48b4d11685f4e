import { solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";

/** What a browser does with a task (static/busy.js): the answer as its form sends it. */
export async function solve(task: string): Promise<string> {
  const found = await solveChallenge({ challenge: JSON.parse(task), deriveKey });
  return `${found!.counter}.${found!.derivedKey}`;
}
