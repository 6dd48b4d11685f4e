import {
  type CodeAtEnd,
  type OpenedBy,
  type Opener,
  openSealedFile,
  SealedFileError,
  sealFile,
} from "#src/crypto/sealed-file.ts";

/** Which of the two files a part of a copy holds: they are forgotten at different times. */
export const whats = ["data", "keys"] as const;
export type What = (typeof whats)[number];

/** What each part is called in a data folder. */
export const fileOf = { data: "porchlight.db", keys: "keys.db" } as const satisfies Record<What, string>;

/** What a part says of itself. */
export interface Head {
  /** 1 = it cannot show who made it: the format of before, or no key for a code was at hand. */
  format: 1 | 2;
  /** By which key the code at the end of format 2 is: one that the recovery sheet makes, or one of the master key. */
  proof?: keyof Proving;
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

/** The keys of codes that are at hand. */
export interface Proving {
  sheet?: Uint8Array;
  master?: Uint8Array;
}

/** The key that shows of a part that it is ours. */
export interface ProofKey {
  by: keyof Proving;
  key: Uint8Array;
}

/** Returns a key of codes as one that is at hand. */
export function provingBy(proof: ProofKey | null): Proving {
  return proof ? { [proof.by]: proof.key } : {};
}

/** A head before its part is sealed. */
export type BareHead<One extends Head> = Omit<One, "format" | "proof">;

/** A part that is to be made. */
export interface NewPart {
  from: string;
  to: string;
  head: BareHead<Head>;
  openers: Opener[];
  proof: ProofKey | null;
}

/** Seals an SQLite file into a part. `read` hears how many bytes were read each time. */
export function sealPart({ head, proof, ...files }: NewPart, read: (bytes: number) => void): Promise<void> {
  const all: Head = { ...head, ...(proof ? { format: 2, proof: proof.by } : { format: 1 }) };
  return sealFile({ ...files, head: JSON.stringify(all), ...(proof && { codeKey: proof.key }) }, read);
}

interface Opening {
  from: string;
  to: string;
  by: OpenedBy;
  /** It goes again before anyone could need it after a power cut. */
  isOnlyLookedAt?: boolean;
  /** By which its code is looked at, if the key of it is among them; one that is not right is refused. */
  proving?: Proving;
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

async function openAny({ proving = {}, ...files }: Opening): Promise<Head | DeltaHead> {
  const line = await openSealedFile(files, (head) => codeAtEnd(headIn(head), proving));
  return headIn(line);
}

function headIn(line: string): Head | DeltaHead {
  try {
    const head = JSON.parse(line) as Head | DeltaHead;
    const isKnown = head.format === 1 || (head.format === 2 && (head.proof === "sheet" || head.proof === "master"));
    if (isKnown && whats.includes(head.what)) return head;
  } catch {}
  throw new SealedFileError("broken");
}

function codeAtEnd({ format, proof }: Head, proving: Proving): CodeAtEnd {
  return { isThere: format === 2, key: (proof && proving[proof]) ?? null };
}

/** Returns whether a part that opened by some keys has shown that it is ours: only who has a master key can seal for that. */
export function isProved({ format, proof }: Head, by: OpenedBy, proving: Proving): boolean {
  if ("master" in by) return true;
  return format === 2 && proof !== undefined && proving[proof] !== undefined;
}
