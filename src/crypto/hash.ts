import { createHmac, createHash as nodeHash, randomBytes, randomInt, randomUUID, timingSafeEqual } from "node:crypto";
import { createReadStream } from "node:fs";

/** Returns SHA-256 of a text, 64 hex digits. For tokens and checksums, never for passwords. */
export function createHash(text: string): string {
  return nodeHash("sha256").update(text).digest("hex");
}

/** Returns SHA-256 of bytes, 64 hex digits. */
export function hashOfAll(bytes: Uint8Array): string {
  return nodeHash("sha256").update(bytes).digest("hex");
}

/** The length of what `cutHash` returns. */
export const cutHashBytes = 16;

/** Returns the first 128 bits of SHA-256 of bytes: whether they changed, where millions are compared. */
export function cutHash(bytes: Uint8Array): Buffer {
  return nodeHash("sha256").update(bytes).digest().subarray(0, cutHashBytes);
}

/** Returns whether two hashes (hex) are the same; how long it takes tells nothing of them. */
export function isSameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one, "hex"), Buffer.from(other, "hex")];
  return a.length > 0 && a.length === b.length && timingSafeEqual(a, b);
}

/** Returns SHA-256 of a file, 64 hex digits, read piece by piece. Rejects as a disk does. */
export async function hashOfFile(file: string): Promise<string> {
  const hash = nodeHash("sha256");
  for await (const piece of createReadStream(file, { highWaterMark: 256 * 1024 })) hash.update(piece as Buffer);
  return hash.digest("hex");
}

/** Returns what makes SHA-256 (64 hex digits) of bytes that come piece by piece. */
export function openHash(): { add(bytes: Uint8Array): void; end(): string } {
  const hash = nodeHash("sha256");
  return { add: (bytes) => void hash.update(bytes), end: () => hash.digest("hex") };
}

/** A code over bytes that come piece by piece: only who has the key can make it. */
export interface Code {
  add(bytes: Uint8Array): void;
  /** The code, `codeBytes` long. */
  end(): Uint8Array;
  /** Ends it, and returns whether it is the one that is given; how long that takes tells nothing. */
  isEnd(given: Uint8Array): boolean;
}

/** The length of a code. */
export const codeBytes = 32;

/** Returns what makes HMAC-SHA-256 (RFC 2104) of bytes. */
export function openCode(key: Uint8Array): Code {
  const code = createHmac("sha256", key);
  return {
    add: (bytes) => void code.update(bytes),
    end: () => code.digest(),
    isEnd: (given) => given.length === codeBytes && timingSafeEqual(code.digest(), given),
  };
}

/** Returns HMAC-SHA-256 of a text, 64 hex digits: without the key nobody can find out the text. */
export function keyedHash(key: string, text: string): string {
  return createHmac("sha256", key).update(text).digest("hex");
}

/** Returns SHA-256 of a text as CSP wants it: `sha256-…` in base64 (CSP Level 3, section 2.3.1). */
export function cspHash(text: string): string {
  return `sha256-${nodeHash("sha256").update(text).digest("base64")}`;
}

/** Returns a token nobody can guess: 256 bits, 43 characters of base64url. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** Returns an id for one message, so that sending it twice stores it once: 128 bits, 32 hex digits. */
export function newClientId(): string {
  return randomBytes(16).toString("hex");
}

/** Returns a short reference to read out over the phone, for an error that only the log explains. */
export function newReference(): string {
  return randomBytes(4).toString("hex").toUpperCase();
}

/** Letters and digits that are not mistaken for each other; 32, so five bits each. */
export const easyLetters = "abcdefghijkmnpqrstuvwxyz23456789";

/** Returns random `easyLetters`. */
export function newLetters(length: number): string {
  return [...randomBytes(length)].map((byte) => easyLetters[byte & 31]).join("");
}

/** Returns one of some things, each equally likely. */
export function oneOf<Thing>(things: readonly Thing[]): Thing {
  return things[randomInt(things.length)]!;
}

/** Returns a random UUID (RFC 9562, section 5.4). */
export function newUuid(): string {
  return randomUUID();
}

/** Returns whether a text is a UUID in small letters (RFC 9562, section 4). */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

export const urlNamespace = "6ba7b811-9dad-11d1-80b4-00c04fd430c8";

/** Returns the UUID of a name in a namespace, always the same for the same two (RFC 9562, section 5.5). */
export function uuid5(namespace: string, name: string): string {
  const bytes = nodeHash("sha1")
    .update(Buffer.from(namespace.replaceAll("-", ""), "hex"))
    .update(name)
    .digest()
    .subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** Returns a random salt of 128 bits. */
export function newSalt(): Uint8Array {
  return randomBytes(16);
}

/** Returns SHA-256 of a salt and pieces: it tells nothing about them without the salt, and fits no others. */
export function commitmentOf(salt: Uint8Array, ...pieces: (Uint8Array | string)[]): Uint8Array {
  const hash = nodeHash("sha256").update(salt);
  for (const piece of pieces) {
    const bytes = typeof piece === "string" ? Buffer.from(piece, "utf8") : piece;
    // The lengths go in too, so that no piece can pass for the start of the next.
    hash.update(`|${bytes.length}|`).update(bytes);
  }
  return hash.digest();
}
