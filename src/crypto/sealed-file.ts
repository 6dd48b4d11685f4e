import { type FileHandle, open } from "node:fs/promises";
import type { Identity, Recipient } from "age-encryption";
import { lazily } from "#src/lazy.ts";
import { type Code, codeBytes, openCode } from "./hash.ts";
import { openBytes, sealBytes } from "./seal.ts";

// A sealed file is an age file (age-encryption.org/v1): one line about it, its head, then a file as it is, then perhaps a code over
// both: whoever seals needs no secret, so only the code shows who did.

const age = () => import("age-encryption");
const { generateIdentity, identityToRecipient } = lazily(age);

/** Who can open a sealed file: the age recipient of a sheet or of a moment, or who has a master key (its `copies`). */
export type Opener = { recipient: string } | { master: Uint8Array };
/** By what a sealed file is opened: the secret of an age identity, or a master key (its `copies`). */
export type OpenedBy = { secret: string } | { master: Uint8Array };

/** Why a sealed file cannot be used. `not_ours` = it was sealed for someone else; `broken` = not whole, or none at all; `false` = someone else made it. */
export class SealedFileError extends Error {
  constructor(readonly why: "not_ours" | "broken" | "false") {
    super(why);
  }
}

const chunkBytes = 256 * 1024;
/** So much goes to the disk before the next: a commit on the same disk waits for all that is under way there. */
const unsyncedBytes = 8 * 1024 * 1024;

/** Seals a file into a new one, and syncs it; with `codeKey` a code by that key goes in. `read` hears how many bytes were read each time. */
export async function sealFile(
  input: { from: string; to: string; head: string; openers: Opener[]; codeKey?: Uint8Array },
  read: (bytes: number) => void = () => {},
): Promise<void> {
  const { Encrypter } = await age();
  const by = new Encrypter();
  for (const opener of input.openers) {
    by.addRecipient("recipient" in opener ? opener.recipient : await masterRecipient(opener.master));
  }
  await withBoth(input, async (from, to) => {
    const line = Buffer.from(`${input.head}\n`);
    const code = input.codeKey ? openCode(input.codeKey) : null;
    await pour(await by.encrypt(streamOf(from, { line, code }, read)), to);
    await to.sync();
  });
}

/** What a head says of the code at the end: whether there is one, and the key of it, if that is at hand. */
export interface CodeAtEnd {
  isThere: boolean;
  key: Uint8Array | null;
}

const noCode = (): CodeAtEnd => ({ isThere: false, key: null });

/**
 * Opens a sealed file into a new one, and syncs it unless that is only looked at. Returns its head. `codeOf` says of a head what code there is; one that is not right
 * is refused. Throws SealedFileError.
 */
export async function openSealedFile(
  input: { from: string; to: string; by: OpenedBy; isOnlyLookedAt?: boolean },
  codeOf: (head: string) => CodeAtEnd = noCode,
): Promise<string> {
  const { Decrypter } = await age();
  const decrypter = new Decrypter();
  decrypter.addIdentity("secret" in input.by ? input.by.secret : masterIdentity(input.by.master));
  return withBoth(input, async (from, to) => {
    const plain = await decrypter.decrypt(streamOf(from)).catch(refuse);
    const { kept, head } = withoutHead(plain, codeOf);
    await pour(kept, to).catch(refuse);
    if (!input.isOnlyLookedAt) await to.sync();
    return head();
  });
}

/** Works with a file and a new one. */
async function withBoth<Result>(
  files: { from: string; to: string },
  work: (from: FileHandle, to: FileHandle) => Promise<Result>,
): Promise<Result> {
  const from = await open(files.from, "r");
  try {
    const to = await open(files.to, "wx", 0o600);
    try {
      return await work(from, to);
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
}

function refuse(error: unknown): never {
  if (error instanceof SealedFileError) throw error;
  const isOfDisk = error instanceof Error && "code" in error && typeof error.code === "string";
  if (isOfDisk) throw error;
  const isForOthers = error instanceof Error && /no identity matched/.test(error.message);
  throw new SealedFileError(isForOthers ? "not_ours" : "broken");
}

function streamOf(
  file: FileHandle,
  { line, code }: { line?: Uint8Array; code?: Code | null } = {},
  read: (bytes: number) => void = () => {},
) {
  let begun = line === undefined;
  return new ReadableStream<Uint8Array>({
    async pull(to) {
      if (!begun) {
        begun = true;
        code?.add(line!);
        to.enqueue(line!);
        return;
      }
      const { bytesRead, buffer } = await file.read(new Uint8Array(chunkBytes), 0, chunkBytes, null);
      read(bytesRead);
      const piece = buffer.subarray(0, bytesRead);
      if (bytesRead > 0) code?.add(piece);
      if (bytesRead > 0) return to.enqueue(piece);
      if (code) to.enqueue(code.end());
      to.close();
    },
  });
}

/** Writes pieces to a file, each while the next is made. */
async function pour(pieces: AsyncIterable<Uint8Array>, to: FileHandle): Promise<void> {
  let unsynced = 0;
  let writing = Promise.resolve();
  try {
    for await (const bytes of pieces) {
      await writing;
      writing = writeAll(bytes, to);
      // If it fails, the next one that awaits it gets the error.
      writing.catch(() => {});
      unsynced += bytes.length;
      if (unsynced < unsyncedBytes) continue;
      await writing;
      await to.datasync();
      unsynced = 0;
    }
  } finally {
    await writing;
  }
}

async function writeAll(bytes: Uint8Array, to: FileHandle): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await to.write(bytes, at)).bytesWritten;
}

/** What lies between the head and the code at the end, piece by piece; at its end the code was right, and the head is known. */
function withoutHead(stream: ReadableStream<Uint8Array>, codeOf: (head: string) => CodeAtEnd) {
  let head = "";

  async function* kept(): AsyncGenerator<Uint8Array> {
    let waiting: Buffer = Buffer.alloc(0);
    let atEnd: CodeAtEnd | null = null;
    let code: Code | null = null;
    for await (const chunk of stream) {
      waiting =
        waiting.length === 0
          ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
          : Buffer.concat([waiting, chunk]);
      if (!atEnd) {
        const end = waiting.indexOf("\n") + 1;
        if (end === 0) continue;
        head = waiting.toString("utf8", 0, end - 1);
        atEnd = codeOf(head);
        code = atEnd.isThere && atEnd.key ? openCode(atEnd.key) : null;
        code?.add(waiting.subarray(0, end));
        waiting = waiting.subarray(end);
      }
      const sure = waiting.subarray(0, Math.max(0, waiting.length - (atEnd.isThere ? codeBytes : 0)));
      waiting = waiting.subarray(sure.length);
      code?.add(sure);
      yield sure;
    }
    if (atEnd?.isThere && waiting.length !== codeBytes) throw new SealedFileError("broken");
    if (code && !code.isEnd(waiting)) throw new SealedFileError("false");
  }

  return { kept: kept(), head: () => head };
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

async function masterRecipient(master: Uint8Array): Promise<Recipient> {
  const { Stanza } = await age();
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
