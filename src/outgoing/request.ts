import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import { type ClientRequest, type IncomingMessage, request as requestOver } from "node:http";
import { connect, isIP, type LookupFunction, type Socket } from "node:net";
import { pipeline } from "node:stream/promises";
import { connect as connectSafely } from "node:tls";
import { createGunzip } from "node:zlib";
import { OutgoingError } from "./error.ts";

/** Sends one request to the given addresses only: no second look-up, proxy or redirect. Resolves when the headers have come. */
export function sendRequest(
  url: URL,
  addresses: LookupAddress[],
  options: {
    method: string;
    headers: Record<string, string>;
    signal: AbortSignal;
    ca: string | undefined;
    content?: string | AsyncIterable<Uint8Array> | undefined;
  },
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const { ca, content, ...rest } = options;
  const request = requestOver({
    ...rest,
    path: url.pathname + url.search,
    // One connection per request: one that is kept open was checked for another request.
    createConnection: () => connection(url, addresses, ca),
  });
  request.on("response", resolve);
  request.on("error", reject);
  request.on("close", () => reject(new OutgoingError("broken")));
  if (content === undefined || typeof content === "string") request.end(content);
  else onceWanted(request, () => pipeline(content, request).catch(reject));
  return promise;
}

/** A server that does not know the question says nothing. */
const askedFirstMs = 1_000;

/** Asks before a long content is sent: a server that refuses it closes in the middle, and why would be lost. */
function onceWanted(request: ClientRequest, send: () => void) {
  const begin = () => {
    settle();
    request.off("continue", begin);
    send();
  };
  const timer = setTimeout(begin, askedFirstMs);
  const settle = () => clearTimeout(timer);
  for (const heard of ["response", "close"]) request.once(heard, settle);
  request.on("continue", begin);
  request.flushHeaders();
}

/**
 * Sends one request to a server that whoever runs this machine has named: its address may be private. No proxy, no redirect. Resolves
 * when the headers have come.
 */
export async function askNamed(
  url: URL,
  options: Omit<Parameters<typeof sendRequest>[2], "ca"> & { ca?: string | undefined },
): Promise<IncomingMessage> {
  return sendRequest(url, await lookup(bareHost(url.hostname), { all: true }), { ca: undefined, ...options });
}

function connection(url: URL, addresses: LookupAddress[], ca: string | undefined): Socket {
  const host = bareHost(url.hostname);
  const given: LookupFunction = (_host, { all }, answer) => {
    if (all) answer(null, addresses);
    else answer(null, addresses[0]!.address, addresses[0]!.family);
  };
  const to = { host, port: portOf(url), lookup: given };
  if (url.protocol === "http:") return connect(to);
  const servername = isIP(host) === 0 ? host : "";
  // The default, unless NODE_TLS_REJECT_UNAUTHORIZED is set in the environment.
  return connectSafely({ ...to, servername, ...(ca ? { ca } : {}), rejectUnauthorized: true });
}

/** Returns the body, unpacked. Throws OutgoingError `too_big` beyond `most` bytes, packed or unpacked. */
export async function bodyOf(response: IncomingMessage, most: number, signal: AbortSignal): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const keep = async (all: AsyncIterable<Uint8Array>) => {
    for await (const piece of all) pieces.push(piece);
  };
  const packing = response.headers["content-encoding"]?.toLowerCase() ?? "identity";
  if (packing === "identity") await pipeline(response, capped(most), keep, { signal });
  else if (!/^(x-)?gzip$/.test(packing)) throw new OutgoingError("broken");
  else await pipeline(response, capped(most), createGunzip(), capped(most), keep, { signal });
  return Buffer.concat(pieces);
}

/** Returns the port an address means. */
export function portOf(url: URL): number {
  if (url.port !== "") return Number(url.port);
  return url.protocol === "https:" ? 443 : 80;
}

/** Returns a host as a resolver takes it: an IPv6 address without its brackets. */
export function bareHost(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, "$1");
}

function capped(most: number) {
  return async function* (pieces: AsyncIterable<Uint8Array>) {
    let size = 0;
    for await (const piece of pieces) {
      size += piece.length;
      if (size > most) throw new OutgoingError("too_big");
      yield piece;
    }
  };
}
