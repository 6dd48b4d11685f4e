import crypto, { type KeyObject } from "node:crypto";
import { openBytes, sealBytes } from "../seal.ts";

export interface KeyPair {
  publicKey: Uint8Array;
  privateKey: Uint8Array;
}

const keyBytes = 32;

/** Makes a new key pair. */
export function newPair(): KeyPair {
  const { publicKey, privateKey } = crypto.generateKeyPairSync("x25519");
  return { publicKey: bytesOf(publicKey, "x"), privateKey: bytesOf(privateKey, "d") };
}

/** Seals bytes to a public key, bound to `aad`: ephemeral key (32) | as `sealBytes`. The sender cannot open it again. */
export function sealTo(publicKey: Uint8Array, aad: string, bytes: Uint8Array): Uint8Array {
  // X25519, then HKDF-SHA256 over both public keys, as in HPKE's base mode (RFC 9180, section 5.1.1).
  const once = newPair();
  const key = agreed(once.privateKey, publicKey, { once: once.publicKey, to: publicKey });
  return Buffer.concat([once.publicKey, sealBytes(key, aad, bytes)]);
}

/** Opens what `sealTo` sealed; null if the key or `aad` differs, or the bytes are damaged. */
export function openSealed(pair: KeyPair, aad: string, blob: Uint8Array): Buffer | null {
  if (blob.length <= keyBytes) return null;
  const once = blob.subarray(0, keyBytes);
  try {
    const key = agreed(pair.privateKey, once, { once, to: pair.publicKey });
    return openBytes(key, aad, blob.subarray(keyBytes));
  } catch {
    return null;
  }
}

/** Returns the key pair of a private half. */
export function keyPairOf(privateKey: Uint8Array): KeyPair {
  return { publicKey: bytesOf(crypto.createPublicKey(privateOf(privateKey)), "x"), privateKey };
}

function agreed(privateKey: Uint8Array, publicKey: Uint8Array, both: { once: Uint8Array; to: Uint8Array }): Uint8Array {
  const secret = crypto.diffieHellman({ privateKey: privateOf(privateKey), publicKey: publicOf(publicKey) });
  const salt = Buffer.concat([both.once, both.to]);
  return new Uint8Array(crypto.hkdfSync("sha256", secret, salt, "team/v1", keyBytes));
}

// The fixed head that DER puts before a raw key (RFC 8410, sections 7 and 4).
const privateHead = Buffer.from("302e020100300506032b656e04220420", "hex");
const publicHead = Buffer.from("302a300506032b656e032100", "hex");

function privateOf(bytes: Uint8Array): KeyObject {
  return crypto.createPrivateKey({ key: Buffer.concat([privateHead, bytes]), format: "der", type: "pkcs8" });
}

function publicOf(bytes: Uint8Array): KeyObject {
  return crypto.createPublicKey({ key: Buffer.concat([publicHead, bytes]), format: "der", type: "spki" });
}

function bytesOf(key: KeyObject, part: "x" | "d"): Uint8Array {
  return new Uint8Array(Buffer.from(key.export({ format: "jwk" })[part]!, "base64url"));
}
