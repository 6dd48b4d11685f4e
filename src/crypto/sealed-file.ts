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

/** Seals a file into a new one, and syncs it. `read` hears how many bytes were read each time. */
export async function sealFile(
  input: { from: string; to: string; head: string; openers: Opener[] },
  read: (bytes: number) => void = () => {},
): Promise<void> {
  const by = new Encrypter();
  for (const opener of input.openers) {
    by.addRecipient("recipient" in opener ? opener.recipient : masterRecipient(opener.master));
  }
  const from = await open(input.from, "r");
  const to = await open(input.to, "wx", 0o600);
  try {
    const line = Buffer.from(`${input.head}\n`);
    await pour(await by.encrypt(streamOf(from, line, read)), to);
    await to.sync();
  } finally {
    await from.close();
    await to.close();
  }
}

/** Opens a sealed file into a new one, and syncs it. Returns its head. Throws SealedFileError. */
export async function openSealedFile(input: { from: string; to: string; by: OpenedBy }): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addIdentity("secret" in input.by ? input.by.secret : masterIdentity(input.by.master));
  const from = await open(input.from, "r");
  const to = await open(input.to, "wx", 0o600);
  try {
    const plain = await decrypter.decrypt(streamOf(from)).catch((error: unknown) => {
      throw new SealedFileError(isForOthers(error) ? "not_ours" : "broken");
    });
    const head = await pour(plain, to, true).catch((error: unknown) => {
      if (error instanceof Error && "code" in error) throw error;
      throw new SealedFileError("broken");
    });
    await to.sync();
    return head;
  } finally {
    await from.close();
    await to.close();
  }
}

function isForOthers(error: unknown): boolean {
  return error instanceof Error && /no identity matched/.test(error.message);
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
  }
  return line;
}

const stanza = "porchlight-master";

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
