import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { asOutgoingError, OutgoingError } from "./error.ts";
import { bareHost, bodyOf, portOf, sendRequest } from "./request.ts";
import { type Allow, mayAsk } from "./targets.ts";

export interface Asking {
  method?: "GET" | "HEAD" | "POST";
  /** Sent with a POST, to the named address and no further: a redirect is the answer. */
  json?: string;
  accept?: string;
  etag?: string | null;
  lastModified?: string | null;
  body?: boolean;
  patience?: number;
  most?: number;
}

/** No header is to be trusted. */
export interface OutgoingAnswer {
  status: number;
  address: string;
  movedTo: string;
  etag: string | null;
  lastModified: string | null;
  contentType: string | null;
  retryAfter: string | null;
  body: Uint8Array;
}

export type AskServer = (address: string, asking?: Asking) => Promise<OutgoingAnswer>;

export type Resolve = (host: string) => Promise<LookupAddress[]>;

const usualPatience = 10_000;
const maxUsual = 20 * 1024 * 1024;
const mostRedirects = 5;
/** Characters that servers take at least (RFC 9110, section 4.1). */
const maxAddress = 8_000;

/** Opens the one way to ask another server (PROMISES.md T17), only if every address of its name may be asked. `ca` is PEM. */
export function openOutgoing(means: { allow: Allow; version: string; resolve?: Resolve; ca?: string }): AskServer {
  const { allow, version, resolve = (host) => lookup(host, { all: true }), ca } = means;
  const inTurn = openTurns();

  const addressesOf = async (host: string) => {
    const family = isIP(host);
    return family === 0 ? resolve(host) : [{ address: host, family }];
  };

  async function askOnce(url: URL, asking: Asking, signal: AbortSignal): Promise<Got> {
    let response: IncomingMessage | undefined;
    try {
      signal.throwIfAborted();
      const addresses = await within(signal, addressesOf(bareHost(url.hostname)));
      if (addresses.length === 0) throw new OutgoingError("unknown_host");
      const isOpen = addresses.every(({ address }) => mayAsk(allow, address, portOf(url)));
      if (!isOpen) throw new OutgoingError("private_address");
      const { method = "GET" } = asking;
      const told = { method, headers: headers(url, asking, version), signal, ca, content: asking.json };
      response = await sendRequest(url, addresses, told);
      const wanted = asking.body && method === "GET" && next(url, response) === null;
      const body = wanted ? await bodyOf(response, asking.most ?? maxUsual, signal) : new Uint8Array();
      return { response, body };
    } catch (error) {
      throw asOutgoingError(error, signal);
    } finally {
      response?.destroy();
    }
  }

  return async (address, asking = {}) => {
    if (allow === "off") throw new OutgoingError("off");
    let url = readAddress(address);
    let movedTo = url;
    let forGood = true;
    // It begins with the first turn: waiting behind others is not slowness.
    let signal: AbortSignal | undefined;
    for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
      const got = await inTurn(url.hostname, () => {
        signal ??= AbortSignal.timeout(asking.patience ?? usualPatience);
        return askOnce(url, asking, signal);
      });
      const to = asking.method === "POST" ? null : next(url, got.response);
      if (!to) return answer(url, movedTo, got);
      forGood &&= [301, 308].includes(got.response.statusCode!);
      if (forGood) movedTo = to;
      url = to;
    }
    throw new OutgoingError("too_many_redirects");
  };
}

interface Got {
  response: IncomingMessage;
  body: Uint8Array;
}

// Other ports below 1024 are those of mail, names and files, never the web's.
function readAddress(text: string, from?: URL): URL {
  const url = URL.canParse(text, from?.href) ? new URL(text, from?.href) : null;
  if (
    !url ||
    url.href.length > maxAddress ||
    !/^https?:$/.test(url.protocol) ||
    url.username !== "" ||
    url.password !== ""
  ) {
    throw new OutgoingError("bad_address");
  }
  const port = portOf(url);
  if (port !== 80 && port !== 443 && port < 1024) throw new OutgoingError("bad_address");
  url.hash = "";
  return url;
}

function next(url: URL, { statusCode, headers }: IncomingMessage): URL | null {
  if (![301, 302, 303, 307, 308].includes(statusCode!) || !headers.location) return null;
  const to = readAddress(headers.location, url);
  if (url.protocol === "https:" && to.protocol === "http:") throw new OutgoingError("unsafe_redirect");
  return to;
}

// Says no more of the helpline than that it runs Porchlight, like many others.
function headers(url: URL, asking: Asking, version: string): Record<string, string> {
  return {
    Host: url.host,
    Connection: "close",
    "User-Agent": `Porchlight/${version}`,
    Accept: asking.accept ?? "*/*",
    "Accept-Encoding": asking.body ? "gzip" : "identity",
    ...(asking.json === undefined
      ? {}
      : { "Content-Type": "application/json", "Content-Length": String(Buffer.byteLength(asking.json)) }),
    ...(asking.etag ? { "If-None-Match": asking.etag } : {}),
    ...(asking.lastModified ? { "If-Modified-Since": asking.lastModified } : {}),
  };
}

/** Characters of a header that is sent back the next time: no more than any server takes (RFC 9110, section 5.4). */
const maxSaidBack = 1_000;

function answer(url: URL, movedTo: URL, { response, body }: Got): OutgoingAnswer {
  const { headers } = response;
  const saidBack = (text: string | undefined) => (text === undefined || text.length > maxSaidBack ? null : text);
  return {
    status: response.statusCode!,
    address: url.href,
    movedTo: movedTo.href,
    etag: saidBack(headers.etag),
    lastModified: saidBack(headers["last-modified"]),
    contentType: headers["content-type"] ?? null,
    retryAfter: headers["retry-after"] ?? null,
    body,
  };
}

function within<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const giveUp = () => reject(signal.reason);
  signal.addEventListener("abort", giveUp, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener("abort", giveUp));
}

type InTurn = <Result>(name: string, work: () => Promise<Result>) => Promise<Result>;

function openTurns(): InTurn {
  const last = new Map<string, Promise<unknown>>();
  return async (name, work) => {
    const before = last.get(name);
    const mine = (async () => {
      await before?.catch(() => {});
      return work();
    })();
    last.set(name, mine);
    try {
      return await mine;
    } finally {
      if (last.get(name) === mine) last.delete(name);
    }
  };
}
