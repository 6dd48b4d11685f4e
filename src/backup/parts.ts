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

/** Opens a part into an SQLite file. Returns what it says of itself. Throws SealedFileError. */
export async function openPart(input: { from: string; to: string; by: OpenedBy }): Promise<Head> {
  const line = await openSealedFile(input);
  try {
    const head = JSON.parse(line) as Head;
    if (head.format === 1 && whats.includes(head.what)) return head;
  } catch {}
  throw new SealedFileError("broken");
}
