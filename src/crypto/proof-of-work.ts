import { type Challenge, createChallenge, type Solution, verifySolution } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { minuteMs } from "#src/clock.ts";

// A small task for a browser, by our own server and with nothing to look at: some tries of PBKDF2, until what comes out
// begins with a zero. altcha-lib makes and checks it, and takes an answer as often as it comes; so each is for one form
// alone, and of one form the helpline takes in only one person (queue/start.ts), also after a restart.

/** What a task is for, and when. */
export interface ProofTask {
  /** The client id of the form that asks for a place. */
  form: string;
  /** Where the form was, like https://chat.example.org. */
  site: string;
  /** ms UTC */
  at: number;
}

/** How long a task is good for, ms: whoever is slow may be so. */
export const taskMs = 15 * minuteMs;

/**
 * A zero takes 16 tries in the middle, 47 in one case of twenty; each is 5,000 rounds, which an old phone does in some 10 ms. Few
 * long tries, since each also goes to another thread and back. The server does one to check an answer.
 */
const effort = { algorithm: "PBKDF2/SHA-256", cost: 5_000, keyLength: 32, keyPrefix: "0" };

/** More than any task of ours with its answer. */
const mostLetters = 1_000;

/** A new task, as a text that its form brings back. `secret` is `Keyring.taskSecret`. */
export async function newTask(secret: string, asked: ProofTask): Promise<string> {
  const made = { ...effort, deriveKey, data: { ...asked }, hmacSignatureSecret: secret };
  return JSON.stringify(await createChallenge(made));
}

/** What came back: `null` when it is no task of ours for this form, or too old; else whether it was solved, and when it was asked, ms UTC. */
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
  // Also without a solution it is looked at who has signed it.
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
