import { type OpenedBy, type Opener, openSealedFile, SealedFileError, sealFile } from "#src/crypto/sealed-file.ts";

/** Which of the two files a part of a copy holds: they are forgotten at different times. */
export const whats = ["data", "keys"] as const;
export type What = (typeof whats)[number];

/** What each part is called in a data folder. */
export const fileOf = { data: "porchlight.db", keys: "keys.db" } as const satisfies Record<What, string>;

/** What a part says of itself. */
export interface Head {
  format: 1;
  /** The same in both parts of a copy. */
  id: string;
  what: What;
  /** ms UTC */
  at: number;
  /** Of Porchlight. */
  version: string;
  /** The last entry of the audit log in it: its id and its code (hex). */
  last: { id: number; mac: string };
}

/** What a part of a delta says of itself: what changed since a full copy, its base. */
export interface DeltaHead extends Head {
  base: { id: string; name: string };
  /** Of the file that both make: how many, and the hash of all their hashes (hex). */
  pages: number;
  hash: string;
}

/** A part that is to be made. */
export interface NewPart {
  from: string;
  to: string;
  head: Head;
  openers: Opener[];
}

/** Seals an SQLite file into a part. `read` hears how many bytes were read each time. */
export function sealPart({ head, ...files }: NewPart, read: (bytes: number) => void): Promise<void> {
  return sealFile({ ...files, head: JSON.stringify(head) }, read);
}

interface Opening {
  from: string;
  to: string;
  by: OpenedBy;
}

/** Opens a part into an SQLite file. Returns what it says of itself. Throws SealedFileError. */
export async function openPart(input: Opening): Promise<Head> {
  const head = await openAny(input);
  if ("base" in head) throw new SealedFileError("broken");
  return head;
}

/** Opens a part of a delta into a file of its pages. Returns what it says of itself. Throws SealedFileError. */
export async function openDeltaPart(input: Opening): Promise<DeltaHead> {
  const head = await openAny(input);
  if ("base" in head) return head;
  throw new SealedFileError("broken");
}

async function openAny(input: Opening): Promise<Head | DeltaHead> {
  const line = await openSealedFile(input);
  try {
    const head = JSON.parse(line) as Head | DeltaHead;
    if (head.format === 1 && whats.includes(head.what)) return head;
  } catch {}
  throw new SealedFileError("broken");
}
