import { createHash, createPublicKey, type Hash, verify } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";

// What stands before an Ed25519 key where it is written as a structure (RFC 8410, section 4).
const beforeKey = Buffer.from("302a300506032b6570032100", "hex");

/** Returns whether the holder of an Ed25519 key (32 bytes) made a signature (64 bytes) of a message. */
export function isSignedBy(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const key = createPublicKey({ key: Buffer.concat([beforeKey, publicKey]), format: "der", type: "spki" });
  return verify(null, message, key, signature);
}

/** Returns BLAKE2b-512 of a file, 64 bytes: what minisign signs. */
export function blake2bOfFile(file: string): Buffer {
  return hashed(createHash("blake2b512"), file);
}

/** Returns SHA-256 of a file, 64 hex digits, as `sha256sum` prints it. */
export function sha256OfFile(file: string): string {
  return hashed(createHash("sha256"), file).toString("hex");
}

const pieceBytes = 1024 * 1024;

function hashed(hash: Hash, file: string): Buffer {
  const piece = Buffer.alloc(pieceBytes);
  const open = openSync(file, "r");
  try {
    for (;;) {
      const length = readSync(open, piece);
      if (length === 0) return hash.digest();
      hash.update(piece.subarray(0, length));
    }
  } finally {
    closeSync(open);
  }
}
