import { createHash } from "#src/crypto/hash.ts";
import list from "./breached.json" with { type: "json" };

// The passwords of fifteen characters and more that are known from stolen lists, as the beginnings of their hashes:
// nobody is asked about a password, and nothing that people chose stands here in words. `bin/breached.mjs` makes the list.

/** How many bytes of each hash are kept: one innocent password in 40 million is taken for one of them. */
export const keptBytes = 5;

/** Digits that people put at the end of what they had. */
const tail = /\p{N}+$/u;

/** A password as it is looked for: small letters and digits, without signs and spaces. */
export function bareOf(password: string): string {
  return password
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

/** Whether a password was stolen somewhere and is tried everywhere since, also with other signs in it or digits after it. */
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
