import type { Challenge, Solution } from "altcha-lib";
import { minuteMs } from "#src/clock.ts";
import { lazily } from "#src/lazy.ts";

const { createChallenge, verifySolution } = lazily(() => import("altcha-lib"));
const { deriveKey } = lazily(() => import("altcha-lib/algorithms/pbkdf2"));

// altcha-lib accepts an answer again and again: each task is for one form, which lets in one person (queue/start.ts).

export interface ProofTask {
  form: string;
  site: string;
  at: number;
}

export const taskMs = 15 * minuteMs;

// 16 tries on average, some 10 ms each on an old phone: few and long, because each also goes to another thread and back.
const effort = { algorithm: "PBKDF2/SHA-256", cost: 5_000, keyLength: 32, keyPrefix: "0" };

const mostLetters = 1_000;

/** Returns a new task, as text that its form sends back. `secret` is `Keyring.taskSecret`. */
export async function newTask(secret: string, asked: ProofTask): Promise<string> {
  const made = { ...effort, deriveKey, data: { ...asked }, hmacSignatureSecret: secret };
  return JSON.stringify(await createChallenge(made));
}

/** Returns null if the task is not ours, not for this form or too old; else whether it was solved, and when asked (ms UTC). */
export async function judgeTask(
  secret: string,
  { task, solution, ...now }: ProofTask & { task: string; solution: string },
): Promise<{ isSolved: boolean; askedAt: number } | null> {
  const challenge = read(task);
  if (!challenge) return null;
  const [, counter = "", derivedKey = ""] = /^(\d{1,9})\.([0-9a-f]{64})$/.exec(solution) ?? [];
  const given = { counter: Number(counter || Number.NaN), derivedKey } as Solution;
  const judged = { challenge, solution: given, deriveKey, hmacSignatureSecret: secret };
  const found = await verifySolution(judged).catch(() => null);
  // The signature is checked even without a solution.
  if (found?.invalidSignature !== false) return null;
  const { form, site, at } = challenge.parameters.data as unknown as ProofTask;
  const isOurs = form === now.form && site === now.site && at <= now.at && now.at - at < taskMs;
  return isOurs ? { isSolved: found.verified, askedAt: at } : null;
}

function read(task: string): Challenge | null {
  if (task.length > mostLetters) return null;
  try {
    const challenge = JSON.parse(task);
    return typeof challenge?.parameters?.nonce === "string" && typeof challenge.signature === "string"
      ? challenge
      : null;
  } catch {
    return null;
  }
}
