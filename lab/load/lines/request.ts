import type { Random } from "#lab/load/report/random.ts";

/** How long things are waited for, ms. */
export interface Patience {
  sendMs(tries: number): number;
  retryMs(random: Random): number;
  /** A message unacknowledged for so long is given up, which is a fault. */
  giveUpMs: number;
  /** Every request opens its own connection, to have its own fate. */
  ownConnections: boolean;
}

/** An answer that came whole. */
export interface Answer {
  status: number;
  text: string;
  /** "" = nowhere. */
  location: string;
}

/** A form; as pairs where a name comes twice. */
export type Fields = Record<string, string> | [string, string][];

export interface Browser {
  origin: string;
  headers(): Record<string, string>;
  get(path: string, ms: number): Promise<Answer | null>;
  post(path: string, fields: Fields, ms: number, gone?: AbortSignal): Promise<Answer | null>;
  /** The same browser and cookies, another way to the server. */
  by(origin: string, keepalive: boolean): Browser;
}

/** Opens a browser. `asScript`: headers by which our own scripts are known. */
export function openBrowser(
  origin: string,
  asScript: Record<string, string>,
  keepalive: boolean,
  cookies = new Map<string, string>(),
): Browser {
  const headers = () => ({
    ...asScript,
    Origin: origin,
    Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
  });

  async function ask(path: string, more: RequestInit, ms: number, gone?: AbortSignal): Promise<Answer | null> {
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), ms);
    const signal = gone ? AbortSignal.any([stop.signal, gone]) : stop.signal;
    try {
      const request = { ...more, headers: headers(), redirect: "manual", keepalive, signal } as const;
      const answer = await fetch(origin + path, request);
      const text = await answer.text();
      for (const line of answer.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
        cookies.set(name!, value!);
      }
      return { status: answer.status, text, location: answer.headers.get("location") ?? "" };
    } catch {
      return null;
    } finally {
      clearTimeout(late);
    }
  }

  return {
    origin,
    headers,
    get: (path, ms) => ask(path, {}, ms),
    post: (path, fields, ms, gone) => ask(path, { method: "POST", body: new URLSearchParams(fields) }, ms, gone),
    by: (elsewhere, kept) => openBrowser(elsewhere, asScript, kept, cookies),
  };
}

/** Asks until one of these answers comes. Throws with the last answer after a minute. */
export async function insist(what: string, ask: () => Promise<Answer | null>, wanted: number[]): Promise<Answer> {
  const giveUp = performance.now() + 60_000;
  for (;;) {
    const answer = await ask();
    if (answer && wanted.includes(answer.status)) return answer;
    if (performance.now() > giveUp) throw new Error(`${what}: ${answer ? answer.status : "no answer"}`);
    await Bun.sleep(answer ? 500 : 50);
  }
}
