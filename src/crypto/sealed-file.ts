import { type FileHandle, open } from "node:fs/promises";
import {
  Decrypter,
  Encrypter,
  generateIdentity,
  type Identity,
  identityToRecipient,
  type Recipient,
  Stanza,
} from "age-encryption";
import { openBytes, sealBytes } from "./seal.ts";

// A sealed file is an age file (age-encryption.org/v1): one line about it, its head, then a file as it is.

/** Who can open a sealed file: the age recipient of a sheet or of a moment, or who has a master key (its `copies`). */
export type Opener = { recipient: string } | { master: Uint8Array };
/** By what a sealed file is opened: the secret of an age identity, or a master key (its `copies`). */
export type OpenedBy = { secret: string } | { master: Uint8Array };

/** Why a sealed file cannot be used. `not_ours` = it was sealed for someone else; `broken` = not whole, or none at all. */
export class SealedFileError extends Error {
  constructor(readonly why: "not_ours" | "broken") {
    super(why);
  }
}

const chunkBytes = 256 * 1024;
/** So much goes to the disk before the next: a commit on the same disk waits for all that is under way there. */
const unsyncedBytes = 8 * 1024 * 1024;

/** Seals a file into a new one, and syncs it. `read` hears how many bytes were read each time. */
export async function sealFile(
  input: { from: string; to: string; head: string; openers: Opener[] },
  read: (bytes: number) => void = () => {},
): Promise<void> {
  const by = new Encrypter();
  for (const opener of input.openers) {
    by.addRecipient("recipient" in opener ? opener.recipient : masterRecipient(opener.master));
  }
  await withBoth(input, async (from, to) => {
    const line = Buffer.from(`${input.head}\n`);
    await pour(await by.encrypt(streamOf(from, line, read)), to);
  });
}

/** Opens a sealed file into a new one, and syncs it. Returns its head. Throws SealedFileError. */
export async function openSealedFile(input: { from: string; to: string; by: OpenedBy }): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addIdentity("secret" in input.by ? input.by.secret : masterIdentity(input.by.master));
  return withBoth(input, async (from, to) => {
    const plain = await decrypter.decrypt(streamOf(from)).catch(refuse);
    return pour(plain, to, true).catch(refuse);
  });
}

/** Works with a file and a new one, which is synced then. */
async function withBoth<Result>(
  files: { from: string; to: string },
  work: (from: FileHandle, to: FileHandle) => Promise<Result>,
): Promise<Result> {
  const from = await open(files.from, "r");
  try {
    const to = await open(files.to, "wx", 0o600);
    try {
      const result = await work(from, to);
      await to.sync();
      return result;
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
}

function refuse(error: unknown): never {
  const isOfDisk = error instanceof Error && "code" in error && typeof error.code === "string";
  if (isOfDisk) throw error;
  const isForOthers = error instanceof Error && /no identity matched/.test(error.message);
  throw new SealedFileError(isForOthers ? "not_ours" : "broken");
}

function streamOf(file: FileHandle, first?: Uint8Array, read: (bytes: number) => void = () => {}) {
  let begun = first === undefined;
  return new ReadableStream<Uint8Array>({
    async pull(to) {
      if (!begun) {
        begun = true;
        to.enqueue(first!);
        return;
      }
      const { bytesRead, buffer } = await file.read(new Uint8Array(chunkBytes), 0, chunkBytes, null);
      read(bytesRead);
      if (bytesRead === 0) to.close();
      else to.enqueue(buffer.subarray(0, bytesRead));
    },
  });
}

/** Writes a stream to a file; with `hasHead` without its first line, which is returned. */
async function pour(stream: ReadableStream<Uint8Array>, to: FileHandle, hasHead = false): Promise<string> {
  let head: Buffer | null = hasHead ? Buffer.alloc(0) : null;
  let line = "";
  let unsynced = 0;
  for await (const chunk of stream) {
    let bytes: Uint8Array = chunk;
    if (head) {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf("\n");
      if (end === -1) continue;
      line = head.toString("utf8", 0, end);
      bytes = head.subarray(end + 1);
      head = null;
    }
    for (let at = 0; at < bytes.length; ) at += (await to.write(bytes, at)).bytesWritten;
    unsynced += bytes.length;
    if (unsynced < unsyncedBytes) continue;
    await to.datasync();
    unsynced = 0;
  }
  return line;
}

const stanza = "porchlight-master";

/** Returns whether only a master key opens a sealed file: its header names who does. */
export async function isForMaster(file: string): Promise<boolean> {
  const from = await open(file, "r");
  try {
    const { buffer, bytesRead } = await from.read(Buffer.alloc(1024), 0, 1024, 0);
    return buffer.toString("latin1", 0, bytesRead).includes(`\n-> ${stanza}\n`);
  } finally {
    await from.close();
  }
}

function masterRecipient(master: Uint8Array): Recipient {
  return {
    wrapFileKey: (fileKey) => [new Stanza([stanza], sealBytes(master, stanza, fileKey))],
  };
}

function masterIdentity(master: Uint8Array): Identity {
  return {
    unwrapFileKey: (stanzas) => {
      const own = stanzas.find(({ args }) => args[0] === stanza);
      return own ? openBytes(master, stanza, own.body) : null;
    },
  };
}

/** Returns a secret and its recipient that nobody keeps: what is sealed to it can be opened as long as the secret is known. */
export async function passingKey(): Promise<{ secret: string; recipient: string }> {
  const secret = await generateIdentity();
  return { secret, recipient: await identityToRecipient(secret) };
}
