import { Unzip, UnzipInflate, Zip, ZipDeflate } from "fflate";

export interface ZipFile {
  name: string;
  bytes: Uint8Array;
}

/** A small archive can unpack to more than any computer holds. */
const maxBytes = 60_000_000;
const maxFiles = 100;
/** A deflated byte can become a thousand, so a few at a time are never many. */
const stride = 4_096;
const strideOut = 32_000;

/** Returns whether these are the bytes of a zip archive. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/** Returns the .csv, .tsv, .txt and .json files in order; "too_big" over 60 MB or 100 files, null if broken. Yields 0 to 1. */
export function* unzipped(bytes: Uint8Array): Generator<number, ZipFile[] | "too_big" | null> {
  const found: { name: string; pieces: Uint8Array[]; isWhole: boolean }[] = [];
  let size = 0;
  let isBroken = false;
  const unzip = new Unzip((file) => {
    if (!/\.(?:csv|tsv|txt|json)$/i.test(file.name) || found.length > maxFiles) return;
    const one = { name: file.name.slice(0, 200), pieces: [] as Uint8Array[], isWhole: false };
    found.push(one);
    file.ondata = (error, piece, isLast) => {
      if (error) isBroken = true;
      size += piece?.length ?? 0;
      if (size <= maxBytes && piece) one.pieces.push(piece);
      one.isWhole ||= isLast;
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  try {
    for (let at = 0; at < bytes.length && !isBroken; at += stride) {
      unzip.push(bytes.subarray(at, at + stride), at + stride >= bytes.length);
      if (size > maxBytes || found.length > maxFiles) return "too_big";
      yield at / bytes.length;
    }
  } catch {
    return null;
  }
  if (isBroken || found.some(({ isWhole }) => !isWhole)) return null;
  return found.map(({ name, pieces }) => ({ name, bytes: joined(pieces) }));
}

/** Returns a zip archive of texts, the same bytes for the same texts. Yields after every piece. */
export function* zipped(files: { name: string; pieces: Iterable<string> }[]): Generator<number, Uint8Array> {
  const packed: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    packed.push(piece);
  });
  for (const [i, { name, pieces }] of files.entries()) {
    const file = new ZipDeflate(name, { level: 6 });
    // The earliest date a zip knows: the real one is private, and would make every archive different.
    file.mtime = new Date(1980, 0, 1);
    zip.add(file);
    for (const text of inStrides(pieces)) {
      file.push(new TextEncoder().encode(text), false);
      yield i / files.length;
    }
    file.push(new Uint8Array(), true);
  }
  zip.end();
  return joined(packed);
}

function* inStrides(pieces: Iterable<string>): Generator<string, void> {
  let text = "";
  for (const piece of pieces) {
    text += piece;
    if (text.length < strideOut) continue;
    yield text;
    text = "";
  }
  yield text;
}

function joined(pieces: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
