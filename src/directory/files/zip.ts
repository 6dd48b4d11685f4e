import { Unzip, UnzipInflate, Zip, ZipDeflate } from "fflate";

/** A file in a zip archive. */
export interface ZipFile {
  name: string;
  bytes: Uint8Array;
}

/** Limits of what is taken out of an archive: a small one can hold more than any computer does. */
const maxBytes = 60_000_000;
const maxFiles = 100;
/** A deflated byte can become a thousand: so few at once never are many. */
const stride = 4_096;
const strideOut = 32_000;

/** Whether these are the bytes of a zip archive. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/**
 * The files of a zip archive that end in .csv, .tsv, .txt or .json, in their order; "too_big" for one that holds more than
 * 60 MB or 100 of them, null for one that is broken. Yields how much is read, 0 to 1.
 */
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

/** A zip archive of texts, each in pieces; always the same of the same. Yields after every piece. */
export function* zipped(files: { name: string; pieces: Iterable<string> }[]): Generator<number, Uint8Array> {
  const packed: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    packed.push(piece);
  });
  for (const [i, { name, pieces }] of files.entries()) {
    const file = new ZipDeflate(name, { level: 6 });
    // The first date that an archive knows: when it was made is nobody's business, and would make each another one.
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

/** The pieces, short ones together. */
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
