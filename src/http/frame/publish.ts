import { gzip, gzipSync } from "node:zlib";
import { createHash } from "#src/crypto/hash.ts";
import type { C } from "#src/http/server/context.ts";

/** Smaller answers, bytes, fit into one packet anyway. */
const packedFrom = 1_000;

/** Answers with something public, kept for a minute; packed here, since its strong tag must differ then (RFC 9110, 8.8.3). */
export function publish(c: C, type: string, text: string): Response {
  const plain = Buffer.from(text);
  const packed = plain.length >= packedFrom && /\bgzip\b/.test(c.req.header("accept-encoding") ?? "");
  const tag = `"${createHash(text).slice(0, 32)}${packed ? "-gzip" : ""}"`;
  const headers = {
    ETag: tag,
    "Cache-Control": "public, max-age=60",
    Vary: "Accept-Encoding",
    "Access-Control-Allow-Origin": "*",
  };
  if (isKnown(c.req.header("if-none-match") ?? "", tag)) return c.body(null, 304, headers);
  const bytes = new Uint8Array(packed ? gzipSync(plain) : plain);
  return c.body(bytes, 200, {
    ...headers,
    "Content-Type": type,
    "Content-Length": String(bytes.length),
    ...(packed ? { "Content-Encoding": "gzip" } : {}),
  });
}

/** A large public answer that need not be written to know whether it has changed. */
interface LargeAnswer {
  type: string;
  /** Its tag is made from this. */
  version: string;
  /** ms UTC */
  changedAt: number;
  /** How long it may be kept, seconds. */
  keptFor: number;
  write(): Promise<string>;
}

/** Answers like `publish`, but writes nothing for those who have it; the tag counts before the date (RFC 9110, 13.2.2). */
export async function publishLarge(c: C, answer: LargeAnswer): Promise<Response> {
  const { type, version, changedAt, keptFor } = answer;
  const wantsPacked = /\bgzip\b/.test(c.req.header("accept-encoding") ?? "");
  const tag = `"${createHash(version).slice(0, 32)}${wantsPacked ? "-gzip" : ""}"`;
  const headers = {
    ETag: tag,
    "Last-Modified": new Date(changedAt).toUTCString(),
    "Cache-Control": `public, max-age=${keptFor}`,
    Vary: "Accept-Encoding",
    "Access-Control-Allow-Origin": "*",
  };
  const [known, since] = [c.req.header("if-none-match"), c.req.header("if-modified-since")];
  const isSame =
    known === undefined ? Date.parse(since ?? "") >= Math.floor(changedAt / 1_000) * 1_000 : isKnown(known, tag);
  if (isSame) return c.body(null, 304, headers);
  const plain = Buffer.from(await answer.write());
  const bytes = new Uint8Array(wantsPacked ? await packed(plain) : plain);
  return c.body(bytes, 200, {
    ...headers,
    "Content-Type": type,
    "Content-Length": String(bytes.length),
    ...(wantsPacked ? { "Content-Encoding": "gzip" } : {}),
  });
}

/** Packs in another thread, however large it is. */
function packed(plain: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    gzip(plain, (error, bytes) => (error ? reject(error) : resolve(bytes)));
  });
}

/** If-None-Match (RFC 9110, 13.1.2); compared weakly, since proxies may have weakened the tag. */
function isKnown(given: string, tag: string): boolean {
  return given.split(",").some((one) => one.trim() === "*" || one.trim().replace(/^W\//, "") === tag);
}
