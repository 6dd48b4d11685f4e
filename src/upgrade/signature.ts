import { readFileSync } from "node:fs";
import { blake2bOfFile, isSignedBy } from "#src/crypto/signed.ts";
import { TerminalError } from "#src/errors.ts";

/** The key of this project's releases, as minisign prints it; null = it has none yet. Whoever builds for others puts theirs here. */
export const releaseKey: string | null = null as string | null;

/** A file that is not as its maker signed it, or a key or signature that cannot be read. The message is for the terminal. */
export class SignatureError extends TerminalError {}

interface Key {
  id: Buffer;
  key: Buffer;
}

interface Signature {
  id: Buffer;
  signature: Buffer;
  comment: string;
  whole: Buffer;
}

/** Checks what minisign made of a file; a key is a line, or the text of a key file. Returns the comment that is signed too. */
export function checkSignature(file: string, signatureFile: string, publicKey: string): string {
  const known = readKey(publicKey);
  const made = readSignature(signatureFile);
  if (!made.id.equals(known.id)) {
    throw new SignatureError(
      `${file} was signed with another key (${idOf(made)}) than the one that was expected (${idOf(known)}).`,
    );
  }
  if (!isSignedBy(known.key, blake2bOfFile(file), made.signature)) {
    throw new SignatureError(`${file} is not the file that was signed: it was changed, or is another one.`);
  }
  if (!isSignedBy(known.key, Buffer.concat([made.signature, Buffer.from(made.comment)]), made.whole)) {
    throw new SignatureError(`The comment in ${signatureFile} was changed after it was signed.`);
  }
  return made.comment;
}

// https://jedisct1.github.io/minisign/#public-key-format: "Ed", the id of the key, the key.
function readKey(text: string): Key {
  const bytes = fromBase64(lines(text).at(-1) ?? "", 42);
  if (bytes?.toString("latin1", 0, 2) !== "Ed") {
    throw new SignatureError("This is not a public key of minisign, which is a line that begins with RW.");
  }
  return { id: bytes.subarray(2, 10), key: bytes.subarray(10) };
}

// https://jedisct1.github.io/minisign/#signature-format: of the hash of the file, then of that and the second comment.
function readSignature(file: string): Signature {
  const [, first = "", second = "", last = "", ...more] = lines(readText(file));
  const signed = fromBase64(first, 74);
  const whole = fromBase64(last, 64);
  const beginning = "trusted comment: ";
  if (!signed || !whole || !second.startsWith(beginning) || more.length > 0) {
    throw new SignatureError(`${file} is not a signature of minisign.`);
  }
  const kind = signed.toString("latin1", 0, 2);
  // "Ed": the whole file would have to be in memory to be checked.
  if (kind === "Ed") throw new SignatureError(`${file} is a signature of the old kind. Sign again, without -l.`);
  if (kind !== "ED") throw new SignatureError(`${file} is not a signature of minisign.`);
  const comment = second.slice(beginning.length);
  return { id: signed.subarray(2, 10), signature: signed.subarray(10), comment, whole };
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new SignatureError(`The signature ${file} cannot be read (${code}).`);
  }
}

const lines = (text: string) => text.trimEnd().split(/\r?\n/);

function fromBase64(text: string, bytes: number): Buffer | null {
  const read = Buffer.from(text, "base64");
  return read.length === bytes && read.toString("base64") === text ? read : null;
}

/** As minisign prints it. */
function idOf({ id }: { id: Buffer }): string {
  return Buffer.from(id).reverse().toString("hex").toUpperCase();
}
