import type { IssueCode } from "./incoming.ts";

type FileText = { text: string } | { code: IssueCode };

/** In bytes. */
export const maxDirectoryFile = 20_000_000;

const stride = 128_000;
const maxSample = 4_000;

/** Returns the text of UTF-8, UTF-16 or Windows-1252 (older spreadsheets), or why there is none. Yields the bytes read. */
export function* readingText(bytes: Uint8Array): Generator<number, FileText> {
  if (bytes.length > maxDirectoryFile) return { code: "too_big" };
  if (magic.some((start) => startsWith(bytes, start))) return { code: "not_text" };
  const wide = wideEncoding(bytes);
  const text = wide
    ? yield* decoded(bytes, wide)
    : ((yield* decoded(bytes, "utf-8")) ?? (yield* decoded(bytes, "windows-1252")));
  if (text === null || isBinary(text)) return { code: "not_text" };
  return /\S/.test(text) ? { text } : { code: "empty_file" };
}

/** Returns the same without yielding. */
export function readFileText(bytes: Uint8Array): FileText {
  const reading = readingText(bytes);
  for (;;) {
    const step = reading.next();
    if (step.done) return step.value;
  }
}

/** How other files begin: zip (.xlsx, .ods), .xls, PDF, PNG, GIF, JPEG, gzip, 7z, RAR, RTF, UTF-32. */
const magic = [
  "PK\x03\x04",
  "PK\x05\x06",
  "\xd0\xcf\x11\xe0",
  "%PDF",
  "\x89PNG",
  "GIF8",
  "\xff\xd8\xff",
  "\x1f\x8b",
  "7z\xbc\xaf",
  "Rar!",
  "{\\rtf",
  "\xff\xfe\0\0",
  "\0\0\xfe\xff",
];

function startsWith(bytes: Uint8Array, start: string): boolean {
  return bytes.length >= start.length && [...start].every((sign, i) => bytes[i] === sign.charCodeAt(0));
}

// Without a byte order mark, every second byte of a header is zero.
function wideEncoding(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  if (startsWith(bytes, "\xff\xfe")) return "utf-16le";
  if (startsWith(bytes, "\xfe\xff")) return "utf-16be";
  const sample = bytes.subarray(0, Math.min(maxSample, bytes.length & ~1));
  const zeros = [0, 0];
  for (const [i, byte] of sample.entries()) if (byte === 0) zeros[i % 2]! += 1;
  const [even, odd] = zeros as [number, number];
  const many = sample.length / 5;
  if (odd > many && even < odd / 10) return "utf-16le";
  return even > many && odd < even / 10 ? "utf-16be" : null;
}

type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

function* decoded(bytes: Uint8Array, encoding: Encoding): Generator<number, string | null> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let text = "";
  try {
    for (let at = 0; at < bytes.length; at += stride) {
      text += decoder.decode(bytes.subarray(at, at + stride), { stream: true });
      yield at;
    }
    return text + decoder.decode();
  } catch {
    return null;
  }
}

// No text has a NUL; a few other controls slip into some.
function isBinary(text: string): boolean {
  if (text.includes("\0")) return true;
  const controls = text.slice(0, maxSample).match(/[^\P{Cc}\s\x7f-\x9f]/gu) ?? [];
  return controls.length > 10;
}
