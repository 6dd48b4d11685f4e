import { networkInterfaces } from "node:os";
import { minuteMs } from "#src/clock.ts";
import { projectFile } from "#src/files.ts";
import { asOutgoingError, OutgoingError, type OutgoingKind } from "#src/outgoing/error.ts";
import { askNamed, bodyOf } from "#src/outgoing/request.ts";
import type { ShownFile } from "./shown.ts";

/**
 * Why nothing could be fetched: what stood in the way (outgoing/error.ts); `token`; `redirect` with where it leads; `strange` = what
 * answers does not speak as Porchlight does; `gone` = the file is not offered any more; `too_fast`; `too_many` files at once; `failed` there; `no_room` here.
 */
type FetchTrouble =
  | OutgoingKind
  | ("token" | "redirect" | "strange" | "gone" | "too_fast" | "too_many" | "failed" | "no_room");

export class FetchError extends Error {
  constructor(
    readonly why: FetchTrouble,
    readonly detail = "",
  ) {
    super(`${why} ${detail}`.trim());
  }
}

/** A file as the server lists it. */
export interface Listed {
  name: string;
  size: number;
  sha256: string;
}

/** What the server offers; `at` is what time it is there, ms UTC. */
export interface Listing {
  at: number;
  /** By which people there read their clocks; null = an older one does not say it. */
  zone: string | null;
  /** A proof answers it. */
  question: string;
  files: Listed[];
}

/** A helpline that lets this machine fetch its sealed copies. All reject with FetchError. */
export interface CopySource {
  list(): Promise<Listing>;
  /** The bytes of a file from one on, or from the first where it has changed meanwhile; `from` is where they begin. */
  file(one: Listed, from: number): Promise<{ from: number; pieces: AsyncIterable<Uint8Array> }>;
  /** Shows what lies here. Returns up to which instant that leads, ms UTC; null = to none. */
  prove(question: string, files: ShownFile[]): Promise<number | null>;
}

/** To connect and to get the head of an answer, ms. */
const headMs = 20_000;
/** Without a byte for this long a line counts as cut, ms. */
const silentMs = minuteMs;
/** Of an answer that is no file. */
const mostBytes = 1_000_000;

const { version } = JSON.parse(projectFile("package.json")) as { version: string };

/** Reads the address of a helpline; null unless it is https, or this very machine, and has no path. */
export function readSource(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") return null;
  if (url.pathname !== "/") return null;
  const isHere = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  return url.protocol === "https:" || (url.protocol === "http:" && isHere) ? url : null;
}

/** Opens a helpline by its address and the token of this machine. */
export function openSource(address: URL, token: string): CopySource {
  const headers = { Authorization: `Bearer ${token}` };
  return {
    list: async () => listingIn(await json(await ask(new URL("/copies", address), { headers }))),
    file: async ({ name, size, sha256 }, from) => {
      const ranged = from === 0 ? {} : { Range: `bytes=${from}-`, "If-Range": `"${sha256}"` };
      const answer = await ask(new URL(`/copies/${name}`, address), { headers: { ...headers, ...ranged } });
      const begins = answer.response.statusCode === 206 ? from : 0;
      return { from: begins, pieces: atMost(answer, size - begins) };
    },
    prove: async (question, files) => {
      const content = JSON.stringify({ question, files });
      const { until } = (await json(await ask(new URL("/copies/proof", address), { headers, content }))) as Proved;
      return isInstant(until) ? until : null;
    },
  };
}

interface Proved {
  until: unknown;
}

const afterAllYears = Date.UTC(10_000, 0);

/** What cannot be written as a day is no instant: it would end the fetching, and the forgetting with it. */
const isInstant = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < afterAllYears;

interface Answer {
  response: Awaited<ReturnType<typeof askNamed>>;
  /** Ends the request. */
  stop: AbortController;
}

interface Asked {
  headers: Record<string, string>;
  content?: string;
  /** Whatever the answer is, it is one. */
  any?: true;
}

async function ask(url: URL, { headers, content, any }: Asked): Promise<Answer> {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), headMs);
  try {
    const method = content === undefined ? "GET" : "POST";
    const length = content === undefined ? {} : { "Content-Length": String(Buffer.byteLength(content)) };
    const all = {
      ...{ Host: url.host, Connection: "close", "User-Agent": `Porchlight/${version}`, "Accept-Encoding": "identity" },
      ...(content === undefined ? {} : { "Content-Type": "application/json" }),
      ...length,
      ...headers,
    };
    const response = await askNamed(url, { method, headers: all, signal: stop.signal, content });
    if (!any) await refuseUnless(url, { response, stop });
    return { response, stop };
  } catch (error) {
    if (error instanceof FetchError) throw error;
    throw new FetchError(asOutgoingError(error, stop.signal).kind);
  } finally {
    clearTimeout(late);
  }
}

/** Takes only what a helpline answers that lets this machine in. */
async function refuseUnless(url: URL, answer: Answer): Promise<void> {
  const { statusCode = 0, headers } = answer.response;
  if (statusCode === 200 || statusCode === 206) return;
  const moved = [301, 302, 303, 307, 308].includes(statusCode) && headers.location;
  if (moved) {
    answer.stop.abort();
    throw new FetchError("redirect", URL.canParse(moved, url.href) ? new URL(moved, url.href).origin : "");
  }
  const { error } = (await json(answer).catch(() => ({}))) as { error?: unknown };
  if (statusCode === 401 && error === "token_refused") throw new FetchError("token");
  if (statusCode === 429 && error === "too_fast") throw new FetchError("too_fast");
  if (statusCode === 429 && error === "too_many") throw new FetchError("too_many");
  if (statusCode === 404 && error === "no_such_file") throw new FetchError("gone");
  if (statusCode === 500 && error === "failed") throw new FetchError("failed");
  throw new FetchError("strange", String(statusCode));
}

async function json({ response, stop }: Answer): Promise<unknown> {
  const late = setTimeout(() => stop.abort(), headMs);
  try {
    return JSON.parse(Buffer.from(await bodyOf(response, mostBytes, stop.signal)).toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) throw new FetchError("strange");
    throw new FetchError(asOutgoingError(error, stop.signal).kind);
  } finally {
    clearTimeout(late);
    stop.abort();
  }
}

/** The pieces of an answer, never more bytes than there should be, and not for ever. */
async function* atMost({ response, stop }: Answer, bytes: number): AsyncGenerator<Uint8Array> {
  let left = bytes;
  let late = setTimeout(() => stop.abort(), silentMs);
  try {
    for await (const piece of response as AsyncIterable<Uint8Array>) {
      clearTimeout(late);
      left -= piece.length;
      if (left < 0) throw new FetchError("strange", "more bytes than it said");
      yield piece;
      late = setTimeout(() => stop.abort(), silentMs);
    }
    if (left > 0) throw new OutgoingError("broken");
  } catch (error) {
    if (error instanceof FetchError) throw error;
    throw new FetchError(asOutgoingError(error, stop.signal).kind);
  } finally {
    clearTimeout(late);
    stop.abort();
  }
}

function listingIn(answer: unknown): Listing {
  const { at, zone, files, question } = (answer ?? {}) as Partial<Record<keyof Listing, unknown>>;
  if (!isInstant(at) || !Array.isArray(files) || typeof question !== "string") throw new FetchError("strange");
  for (const one of files as Partial<Listed>[]) {
    const isRight = typeof one.name === "string" && Number.isSafeInteger(one.size) && one.size! >= 0;
    if (!isRight || !/^[0-9a-f]{64}$/.test(String(one.sha256))) throw new FetchError("strange");
  }
  return {
    at,
    zone: isZone(zone) ? zone : null,
    question,
    files: files.map(({ name, size, sha256 }) => ({ name, size, sha256 })),
  };
}

/** It is written to a terminal later. */
function isZone(value: unknown): value is string {
  try {
    return typeof value === "string" && Intl.DateTimeFormat("en", { timeZone: value }) !== null;
  } catch {
    return false;
  }
}

type WhoAnswers = "helpline" | "unclear" | "nobody" | "silent" | "no_network";

/** A machine without one reaches nobody, and that says nothing of them. */
const hasNetwork = () => Object.values(networkInterfaces()).some((all) => all?.some(({ internal }) => !internal));

/**
 * Returns whether a helpline answers at an address, in its own words; "unclear" = something does that cannot be trusted; "silent" =
 * nothing came in time; "no_network" = nobody can tell from here, as there is no network or the name cannot be looked up.
 */
export async function whoAnswers(address: URL, isOnline = hasNetwork): Promise<WhoAnswers> {
  try {
    const answer = ((await json(await ask(new URL("/healthz", address), { headers: {}, any: true }))) ?? {}) as {
      ok?: unknown;
    };
    return typeof answer.ok === "boolean" ? "helpline" : "nobody";
  } catch (error) {
    const why = error instanceof FetchError ? error.why : "";
    if (why === "tls") return "unclear";
    if (why === "unknown_host" || !isOnline()) return "no_network";
    return why === "too_slow" ? "silent" : "nobody";
  }
}
