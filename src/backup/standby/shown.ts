import { open } from "node:fs/promises";
import { createHash, openCode } from "#src/crypto/hash.ts";

// How a second machine shows that it has a file: by a code over pieces of it that nobody knows before the helpline has asked. The
// helpline itself tells the hash of each file, so that shows nothing.

/** A larger file is looked at in so many places. */
const pieces = 64;
const pieceBytes = 4_096;

/** What a second machine says of a file. */
export interface ShownFile {
  name: string;
  /** Of the whole file, as it was read there lately. */
  sha256: string;
  /** By the question of the helpline. */
  code: string;
}

/** Of all that a machine has, so many files are shown, the newest first. */
export const mostShown = 1_000;

/** Returns the code of a file for a question, 64 hex digits. Rejects as a disk does. */
export async function codeFor(question: string, { name, file }: { name: string; file: string }): Promise<string> {
  const code = openCode(Buffer.from(question));
  const handle = await open(file, "r");
  try {
    const { size } = await handle.stat();
    code.add(Buffer.from(`${name} ${size}\n`));
    for (const at of placesIn(size, `${question} ${name}`)) {
      const { bytesRead, buffer } = await handle.read(new Uint8Array(pieceBytes), 0, pieceBytes, at);
      code.add(buffer.subarray(0, bytesRead));
    }
    return Buffer.from(code.end()).toString("hex");
  } finally {
    await handle.close();
  }
}

/** Where a file is read: all of a small one. */
function placesIn(size: number, seed: string): number[] {
  if (size <= pieces * pieceBytes)
    return Array.from({ length: Math.ceil(size / pieceBytes) }, (_, n) => n * pieceBytes);
  const last = size - pieceBytes;
  return Array.from({ length: pieces }, (_, n) => Number.parseInt(createHash(`${seed} ${n}`).slice(0, 12), 16) % last);
}
