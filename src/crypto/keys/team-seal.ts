import crypto, { type KeyObject } from "node:crypto";
import { openBytes, sealBytes } from "../seal.ts";

/** An X25519 key (RFC 7748): 32 bytes each. */
export interface KeyPair {
  publicKey: Uint8Array;
  privateKey: Uint8Array;
}

const keyBytes = 32;

/** A new pair of keys. */
export function newPair(): KeyPair {
  const { publicKey, privateKey } = crypto.generateKeyPairSync("x25519");
  return { publicKey: bytesOf(publicKey, "x"), privateKey: bytesOf(privateKey, "d") };
}

/**
 * Seals bytes so that only the private half of `publicKey` opens them, in the place that `aad` names: ephemeral key (32) | as
 * `sealBytes`. A new key each time, agreed on by X25519 and drawn out with HKDF-SHA256 over both public halves, as in ECIES
 * and HPKE's base mode (RFC 9180, 5.1.1); nobody who seals can open it again.
 */
export function sealTo(publicKey: Uint8Array, aad: string, bytes: Uint8Array): Uint8Array {
  const once = newPair();
  const key = agreed(once.privateKey, publicKey, { once: once.publicKey, to: publicKey });
  return Buffer.concat([once.publicKey, sealBytes(key, aad, bytes)]);
}

/** What `sealTo` sealed; null when the key is another, the bytes are damaged or stand in another place. */
export function openSealed(pair: KeyPair, aad: string, blob: Uint8Array): Buffer | null {
  if (blob.length <= keyBytes) return null;
  const once = blob.subarray(0, keyBytes);
  try {
    const key = agreed(pair.privateKey, once, { once, to: pair.publicKey });
    return openBytes(key, aad, blob.subarray(keyBytes));
  } catch {
    // Bytes that are no point of the curve.
    return null;
  }
}

/** The whole pair of a private half. */
export function keyPairOf(privateKey: Uint8Array): KeyPair {
  return { publicKey: bytesOf(crypto.createPublicKey(privateOf(privateKey)), "x"), privateKey };
}

function agreed(privateKey: Uint8Array, publicKey: Uint8Array, both: { once: Uint8Array; to: Uint8Array }): Uint8Array {
  const secret = crypto.diffieHellman({ privateKey: privateOf(privateKey), publicKey: publicOf(publicKey) });
  const salt = Buffer.concat([both.once, both.to]);
  return new Uint8Array(crypto.hkdfSync("sha256", secret, salt, "team/v1", keyBytes));
}

// A raw key behind the fixed head that DER puts before it (RFC 8410, 7 and 4).
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
