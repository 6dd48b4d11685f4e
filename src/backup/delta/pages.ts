import { type FileHandle, open } from "node:fs/promises";
import { cutHash, cutHashBytes, hashOfAll } from "#src/crypto/hash.ts";
import { SealedFileError } from "#src/crypto/sealed-file.ts";

// A file in pages of 4 KiB, and in a delta each page after its number (4 bytes, the first byte the highest), in rising order.

const pageBytes = 4096;
const numberBytes = 4;
const entryBytes = numberBytes + pageBytes;
const pagesAtOnce = 256;

/** Reads the pages of a file. Returns the hash of each, one after the other. Throws SealedFileError if it ends within one. */
export async function hashesOf(
  file: FileHandle,
  take: (number: number, page: Buffer, hash: Buffer) => Promise<void> | undefined = () => undefined,
): Promise<Buffer> {
  const { size } = await file.stat();
  if (size % pageBytes !== 0) throw new SealedFileError("broken");
  const hashes = Buffer.alloc((size / pageBytes) * cutHashBytes);
  // The next pages are read while these are hashed.
  let [pages, others] = [Buffer.alloc(pagesAtOnce * pageBytes), Buffer.alloc(pagesAtOnce * pageBytes)];
  let reading = fill(file, pages, 0);
  for (let from = 0; from < size; from += pages.length) {
    const bytes = await reading;
    reading = fill(file, others, from + pages.length);
    // If it fails, the caller that awaits it gets the error.
    reading.catch(() => {});
    if (bytes !== Math.min(pages.length, size - from)) throw new SealedFileError("broken");
    for (let at = 0; at < bytes; at += pageBytes) {
      const number = (from + at) / pageBytes;
      const page = pages.subarray(at, at + pageBytes);
      const hash = cutHash(page);
      hash.copy(hashes, number * cutHashBytes);
      const written = take(number, page, hash);
      if (written) await written;
    }
    [pages, others] = [others, pages];
  }
  await reading;
  return hashes;
}

/** Returns the hash of each page of a file that nobody writes to. Throws as `hashesOf`. */
export async function hashesIn(file: string): Promise<Buffer> {
  const handle = await open(file, "r");
  try {
    return await hashesOf(handle);
  } finally {
    await handle.close();
  }
}

/** Fills a buffer from a place in a file. Returns how many bytes there were, fewer only at its end. */
async function fill(file: FileHandle, to: Buffer, from: number): Promise<number> {
  let got = 0;
  while (got < to.length) {
    const { bytesRead } = await file.read(to, got, to.length - got, from + got);
    if (bytesRead === 0) break;
    got += bytesRead;
  }
  return got;
}

/** Returns how many pages hashes are of. */
export const pagesIn = (hashes: Buffer) => hashes.length / cutHashBytes;

/** Returns one hash of a whole file by the hashes of its pages, hex. */
export const wholeHash = (hashes: Buffer) => hashOfAll(hashes);

const hashAt = (hashes: Buffer, number: number) => hashes.subarray(number * cutHashBytes, (number + 1) * cutHashBytes);

/** Writes those pages of a file to another that a base has not. Returns the hashes of all its pages, and how many were written. */
export async function writeChanged(
  from: FileHandle,
  to: string,
  base: Buffer,
): Promise<{ hashes: Buffer; changed: number }> {
  const out = await open(to, "wx", 0o600);
  try {
    let waiting: Buffer[] = [];
    let changed = 0;
    const flush = async () => {
      await out.appendFile(Buffer.concat(waiting));
      waiting = [];
    };
    const hashes = await hashesOf(from, (number, page, hash) => {
      if (hash.equals(hashAt(base, number))) return undefined;
      const entry = Buffer.alloc(entryBytes);
      entry.writeUInt32BE(number);
      page.copy(entry, numberBytes);
      waiting.push(entry);
      changed += 1;
      return waiting.length === pagesAtOnce ? flush() : undefined;
    });
    await flush();
    return { hashes, changed };
  } finally {
    await out.close();
  }
}

/** Reads what `writeChanged` wrote for a file of so many pages. Throws SealedFileError if it is not that. */
async function readChanged(
  from: FileHandle,
  pages: number,
  take: (number: number, page: Buffer) => Promise<void> | void,
) {
  const entries = Buffer.alloc(pagesAtOnce * entryBytes);
  let last = -1;
  for (let at = 0; ; at += entries.length) {
    const bytes = await fill(from, entries, at);
    if (bytes % entryBytes !== 0) throw new SealedFileError("broken");
    for (let entry = 0; entry < bytes; entry += entryBytes) {
      const number = entries.readUInt32BE(entry);
      if (number <= last || number >= pages) throw new SealedFileError("broken");
      await take(number, entries.subarray(entry + numberBytes, entry + entryBytes));
      last = number;
    }
    if (bytes < entries.length) return;
  }
}

/** Returns the one hash of the file that a base and a delta of it make, hex. Throws SealedFileError. */
export async function hashMade(delta: string, base: Buffer, pages: number): Promise<string> {
  const hashes = Buffer.alloc(pages * cutHashBytes);
  base.copy(hashes);
  const from = await open(delta, "r");
  try {
    await readChanged(from, pages, (number, page) => void cutHash(page).copy(hashes, number * cutHashBytes));
  } finally {
    await from.close();
  }
  return wholeHash(hashes);
}

/** Brings a file to what a delta says, and syncs it. Throws SealedFileError if it does not become the file of that hash (hex). */
export async function applyChanged(delta: string, file: string, { pages, hash }: { pages: number; hash: string }) {
  const from = await open(delta, "r");
  try {
    const to = await open(file, "r+");
    try {
      await to.truncate(pages * pageBytes);
      await readChanged(from, pages, async (number, page) => {
        for (let at = 0; at < pageBytes; )
          at += (await to.write(page, at, pageBytes - at, number * pageBytes + at)).bytesWritten;
      });
      await to.sync();
      if (wholeHash(await hashesOf(to)) !== hash) throw new SealedFileError("broken");
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
}
