import { createHash as nodeHash, randomBytes } from "node:crypto";

/** SHA-256 of a text, 64 hex digits. For tokens and checksums, never for passwords. */
export function createHash(text: string): string {
  return nodeHash("sha256").update(text).digest("hex");
}

/** SHA-256 of a text as CSP wants it: `sha256-…` in base64. CSP Level 3, section 2.3.1. */
export function cspHash(text: string): string {
  return `sha256-${nodeHash("sha256").update(text).digest("base64")}`;
}

/** A token nobody can guess: 256 bits, 43 characters of base64url. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** An id made once per message, so that sending it twice stores it once: 128 bits, 32 hex digits. */
export function newClientId(): string {
  return randomBytes(16).toString("hex");
}

/** A short reference a person can read out over the phone, for an error that is only explained in the log. */
export function newReference(): string {
  return randomBytes(4).toString("hex").toUpperCase();
}
