import { createHash } from "#src/crypto/hash.ts";
import list from "./breached.json" with { type: "json" };

// No stolen password stands here in words, and no service is asked: only beginnings of hashes, made by bin/breached.mjs.

/** Bytes of each hash: one innocent password in 40 million is taken for a stolen one. */
export const keptBytes = 5;

const tail = /\p{N}+$/u;

/** A password as it is looked up: small letters and digits alone. */
export function bareOf(password: string): string {
  return password
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

/** Whether a password is known as stolen, also with other signs in it or digits after it. */
export function isBreached(password: string): boolean {
  const bare = bareOf(password);
  return isListed(bare) || isListed(bare.replace(tail, ""));
}

let read: Buffer | undefined;

function isListed(bare: string): boolean {
  read ??= Buffer.from(list.hashes, "base64");
  const wanted = createHash(bare).slice(0, keptBytes * 2);
  let [low, high] = [0, read.length / keptBytes];
  while (low < high) {
    const middle = (low + high) >> 1;
    const there = read.toString("hex", middle * keptBytes, (middle + 1) * keptBytes);
    if (there === wanted) return true;
    if (there < wanted) low = middle + 1;
    else high = middle;
  }
  return false;
}
