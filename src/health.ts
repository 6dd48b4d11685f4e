import { get } from "node:http";
import { setTimeout } from "node:timers/promises";
import { systemClock } from "./clock.ts";
import type { Config } from "./config.ts";

interface Health {
  well: boolean;
  words: string;
}

/** Any longer, and a young person would have gone. */
const usualPatience = 3_000;

/** Asks the helpline with these settings, on this machine, how it is; waits at most `patience` ms for one that is starting. */
export async function askHealth(config: Config, patience = usualPatience): Promise<Health> {
  const address = `http://${within(config.host)}:${config.port}`;
  const giveUp = systemClock.elapsed() + patience;
  for (;;) {
    const answer = await askHere(`${address}/healthz`, giveUp - systemClock.elapsed());
    if (answer !== "refused") return understood(answer, address);
    if (systemClock.elapsed() + 100 > giveUp) return understood("nothing", address);
    await setTimeout(100);
  }
}

type Answer = { status: number | undefined; body: string };

function understood(answer: Answer | "nothing", address: string): Health {
  if (answer === "nothing") return ill(`Porchlight does not answer at ${address}.`);
  const { ok, keys, backup, upgrade } = object(answer.body);
  const copies = wordsOnCopies(backup);
  if (upgrade === true) return ill(`Porchlight is being replaced by a newer one at ${address}. That takes a minute.`);
  if (answer.status === 503 && ok === false) return ill(`Porchlight answers at ${address}, but cannot read its data.`);
  if (answer.status !== 200 || ok !== true) return ill(`What answers at ${address} is not Porchlight.`);
  // Its pages tell young people where to turn, and a restart would not help, so it counts as well.
  if (keys === "stands_in")
    return well(`Porchlight answers at ${address}. Its master key is not there: another stands in for it.${copies}`);
  // A helpline that listens only on a public address does not tell.
  if (keys !== undefined && keys !== "ready")
    return well(`Porchlight answers at ${address}, but has not the key to its chats.${copies}`);
  return well(`Porchlight answers at ${address} and all is well.${copies}`);
}

/** A late copy is no reason to start it anew, so it counts as well. */
function wordsOnCopies(backup: unknown): string {
  if (backup === "none") return " There is no copy of its data yet.";
  if (backup !== "late") return "";
  return " The last copy of its data is too old: /admin/backup says why.";
}

const well = (words: string): Health => ({ well: true, words });
const ill = (words: string): Health => ({ well: false, words });

function object(json: string): Record<string, unknown> {
  try {
    return JSON.parse(json) ?? {};
  } catch {
    return {};
  }
}

/** The address by which its own machine reaches it. */
function within(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}

/**
 * Asks for a page of the helpline on this machine, for `patience` ms; its own answers to health are shorter than `most` letters.
 * Not by fetch, which would ask the proxy of HTTP_PROXY, whose answer says nothing about us.
 */
export function askHere(url: string, patience: number, most = 1_000): Promise<Answer | "refused" | "nothing"> {
  return new Promise((resolve) => {
    const request = get(url, { signal: AbortSignal.timeout(Math.max(0, patience)) }, (answer) => {
      let body = "";
      const ended = () => resolve({ status: answer.statusCode, body });
      answer.setEncoding("utf8");
      answer.on("data", (chunk: string) => {
        body += chunk;
        if (body.length < most) return;
        ended();
        request.destroy();
      });
      answer.on("end", ended);
      answer.on("error", () => resolve("nothing"));
    });
    request.on("error", (error) => resolve("code" in error && error.code === "ECONNREFUSED" ? "refused" : "nothing"));
  });
}
