import { createHmac, hkdfSync, randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

const heading = "porchlight-key-1";

export interface MasterKey {
  line: string;
  fingerprint: string;
  wrapping: Uint8Array;
  cookies: Uint8Array;
  marks: Uint8Array;
  audit: Uint8Array;
  locating: Uint8Array;
  tasks: Uint8Array;
  /** For copies made while there is no recovery sheet. */
  copies: Uint8Array;
  /** Shows of a copy that this helpline made it, where the sheet does not. */
  proof: Uint8Array;
}

export type KnownKey = MasterKey & { id: number };

const explanation = `# The master key of this Porchlight. It opens the words of every chat that is kept.
# Keep a copy somewhere else than the backups of the data: on paper, or in a password safe.
# Who has this file and the data can read the chats. Who loses it can no longer read them, and nobody can help.
`;

/** Writes a new key, or known lines, to a file only its owner can read, and syncs it. Throws, and leaves none, if that fails. */
export function createMasterKeyFile(file: string, ...lines: string[]) {
  mkdirSync(dirname(file), { recursive: true });
  const made = openSync(file, "wx", 0o400);
  const written = lines.length > 0 ? lines : [`${heading} ${randomBytes(32).toString("base64url")}`];
  try {
    writeFileSync(made, `${explanation}${written.join("\n")}\n`);
    fsyncSync(made);
    keepFolder(dirname(file));
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    closeSync(made);
  }
}

/** Syncs a folder: otherwise a new or renamed file may be lost in a power cut. Windows has no such call. */
export function keepFolder(path: string) {
  if (process.platform === "win32") return;
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Returns a fingerprint as it stands on paper: eight groups of four. */
export function inFours(fingerprint: string): string {
  return fingerprint.match(/.{4}/g)!.join(" ");
}

/** Returns the master key; null if there is no file, "unreadable" if it holds no key. */
export function readMasterKey(file: string): MasterKey | "unreadable" | null {
  if (!existsSync(file)) return null;
  return readMasterKeys(file)[0] ?? "unreadable";
}

/** Returns all master keys in a file; [] if it holds none or cannot be read. */
export function readMasterKeys(file: string): MasterKey[] {
  try {
    const lines = readFileSync(file, "utf8").split("\n");
    return lines.map((line) => masterKeyOf(line.trim())).filter((one) => one !== null);
  } catch {
    return [];
  }
}

/** Returns the master key in a line; null if it holds none. */
export function masterKeyOf(line: string): MasterKey | null {
  if (!line.startsWith(`${heading} `)) return null;
  const bytes = Buffer.from(line.slice(heading.length + 1).trim(), "base64url");
  return bytes.length === 32 ? masterKey(bytes) : null;
}

/** Derives a master key from its bytes by HKDF (RFC 5869). */
export function masterKey(bytes: Uint8Array): MasterKey {
  return {
    line: `${heading} ${Buffer.from(bytes).toString("base64url")}`,
    fingerprint: createHmac("sha256", bytes).update("fingerprint/v1").digest("hex").slice(0, 32),
    wrapping: new Uint8Array(hkdfSync("sha256", bytes, "", "live/v1", 32)),
    cookies: new Uint8Array(hkdfSync("sha256", bytes, "", "cookies/v1", 32)),
    marks: new Uint8Array(hkdfSync("sha256", bytes, "", "marks/v1", 32)),
    audit: new Uint8Array(hkdfSync("sha256", bytes, "", "audit/v1", 32)),
    locating: new Uint8Array(hkdfSync("sha256", bytes, "", "locate/v1", 32)),
    tasks: new Uint8Array(hkdfSync("sha256", bytes, "", "pow/v1", 32)),
    copies: new Uint8Array(hkdfSync("sha256", bytes, "", "copies/v1", 32)),
    proof: new Uint8Array(hkdfSync("sha256", bytes, "", "copies-proof/v1", 32)),
  };
}
