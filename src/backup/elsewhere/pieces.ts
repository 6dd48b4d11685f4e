import { open } from "node:fs/promises";
import { openHash } from "#src/crypto/hash.ts";
import type { NamedAnswer } from "#src/outgoing/named.ts";
import type { Proof } from "./elsewhere.ts";
import { StoreError } from "./store-error.ts";

const chunkBytes = 256 * 1024;
/** Of an answer that is read as text. */
const maxText = 4 * 1024 * 1024;

/** Returns a file piece by piece. */
export async function* piecesOf(file: string): AsyncGenerator<Uint8Array> {
  const from = await open(file, "r");
  try {
    for (;;) {
      const { bytesRead, buffer } = await from.read(new Uint8Array(chunkBytes), 0, chunkBytes, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await from.close();
  }
}

/** Returns SHA-256 and size of a file. */
export async function proofOf(file: string): Promise<Proof> {
  const hash = openHash();
  let bytes = 0;
  for await (const piece of piecesOf(file)) {
    hash.add(piece);
    bytes += piece.length;
  }
  return { sha256: hash.end(), bytes };
}

/** Writes what comes to a new file, or nowhere. Returns what came. Throws OutgoingError, and as a disk does. */
export async function received({ pieces }: NamedAnswer, to: string | null): Promise<Proof> {
  const hash = openHash();
  let bytes = 0;
  const file = to === null ? null : await open(to, "wx", 0o600);
  try {
    for await (const piece of pieces) {
      hash.add(piece);
      bytes += piece.length;
      for (let at = 0; file && at < piece.length; ) at += (await file.write(piece, at)).bytesWritten;
    }
    await file?.sync();
  } finally {
    await file?.close();
  }
  return { sha256: hash.end(), bytes };
}

/** Returns an answer as text. Throws OutgoingError, or StoreError if it is too long to be one of a store. */
export async function textOf({ pieces }: NamedAnswer): Promise<string> {
  const all: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    size += piece.length;
    if (size > maxText) throw new StoreError("not_a_store", "too much");
    all.push(piece);
  }
  return Buffer.concat(all).toString("utf8");
}
