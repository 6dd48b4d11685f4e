import { gzipSync } from "node:zlib";
import { createHash } from "#src/crypto/hash.ts";
import type { C } from "./context.ts";

/** Smaller ones, bytes, fit into one packet anyway. */
const packedFrom = 1_000;

/**
 * An answer for everybody, on whatever page it is asked for. Kept for a minute: the door itself decides who comes in, so
 * nobody is hurt by what is a minute old, and a town that looks at once asks this small server once. After that the strong
 * tag (RFC 9110, 8.8.3) spares whoever has it already. It is packed here, as the tag must differ from the plain one's.
 */
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

/** Whether a tag is among those of an If-None-Match (RFC 9110, 13.1.2): compared weakly, as proxies may have weakened it. */
function isKnown(given: string, tag: string): boolean {
  return given.split(",").some((one) => one.trim() === "*" || one.trim().replace(/^W\//, "") === tag);
}
