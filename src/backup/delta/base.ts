import { closeSync, fstatSync, openSync, readFileSync, readSync, rmSync } from "node:fs";
import { join } from "node:path";
import { filesIn, type Kept, writeSynced } from "#src/backup/kept.ts";
import { type ProofKey, type What, whats } from "#src/backup/parts.ts";
import { createHash, cutHashBytes } from "#src/crypto/hash.ts";
import type { Opener } from "#src/crypto/sealed-file.ts";
import { pagesIn } from "./pages.ts";

/** Of a full copy: what a delta since it needs to know. It stands in the data folder, for the hashes are of plain pages. */
export interface Base {
  /** That of the copy. */
  id: string;
  name: string;
  /** Who opens it, and what shows that it is ours, so that one key does both for either. */
  openedBy: string;
}

/** The hash of each page of both files of a base. */
export type Hashes = Record<What, Buffer>;

interface FirstLine extends Base {
  format: 1;
  /** How many there are. */
  pages: Record<What, number>;
}

const named = /^\.base-(\d{8}T\d{6}Z)$/;
const project = "porchlight-";

/** Returns the file of the page hashes of a copy. */
export const baseFile = (dataDir: string, name: string) => join(dataDir, `.base-${name.slice(project.length)}`);

/** Returns what is alike for two copies only if one key opens both, and one shows that they are ours. */
export function openedBy(opener: Opener, proof: ProofKey | null): string {
  const by = "recipient" in opener ? opener.recipient : `master ${hashOf(opener.master)}`;
  return `${by} ${proof ? hashOf(proof.key) : "unproved"}`;
}

const hashOf = (key: Uint8Array) => createHash(Buffer.from(key).toString("hex"));

/** Writes the page hashes of a copy into a new file, and syncs it. */
export function writeBase(file: string, base: Base, hashes: Hashes): void {
  const pages = { data: pagesIn(hashes.data), keys: pagesIn(hashes.keys) };
  const line = Buffer.from(`${JSON.stringify({ format: 1, ...base, pages } satisfies FirstLine)}\n`);
  writeSynced(file, Buffer.concat([line, ...whats.map((what) => hashes[what])]));
}

/** Returns the page hashes in a file. Throws an Error if it is not whole. */
export function readHashes(file: string): Hashes {
  const bytes = readFileSync(file);
  const end = bytes.indexOf("\n") + 1;
  const { pages } = JSON.parse(bytes.toString("utf8", 0, end)) as FirstLine;
  const [data, keys] = [pages.data * cutHashBytes, pages.keys * cutHashBytes];
  if (bytes.length !== end + data + keys) throw new Error("page hashes are missing");
  return { data: bytes.subarray(end, end + data), keys: bytes.subarray(end + data) };
}

const firstLineBytes = 1024;

/** Returns what is known of a copy that deltas can be made since; null if nothing is. */
export function readBase(dataDir: string, name: string): Base | null {
  try {
    const file = openSync(baseFile(dataDir, name), "r");
    try {
      const bytes = Buffer.alloc(firstLineBytes);
      const line = bytes.subarray(0, bytes.subarray(0, readSync(file, bytes)).indexOf("\n") + 1);
      const found = JSON.parse(line.toString()) as FirstLine;
      const isWhole = fstatSync(file).size === line.length + (found.pages.data + found.pages.keys) * cutHashBytes;
      return found.format === 1 && found.name === name && isWhole ? found : null;
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
}

/** Removes the page hashes of all copies but some. */
export function forgetBases(dataDir: string, stay: Pick<Kept, "name">[]): void {
  for (const file of filesIn(dataDir, named)) {
    if (!stay.some(({ name }) => baseFile(dataDir, name) === join(dataDir, file))) rmSync(join(dataDir, file));
  }
}
