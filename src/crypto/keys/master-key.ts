import { createHmac, hkdfSync, randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

const heading = "porchlight-key-1";

/** The 32 bytes that every conversation key is wrapped with, and the public mark by which they are recognised. */
export interface MasterKey {
  /** As it stands in its file, and on a recovery sheet. */
  line: string;
  fingerprint: string;
  wrapping: Uint8Array;
  /** What the cookies of young people are made with. */
  cookies: Uint8Array;
  /** What the marks of addresses are made with. */
  marks: Uint8Array;
  /** What the codes of the audit trail are made with. */
  audit: Uint8Array;
  /** What the codes of young people are found by. */
  locating: Uint8Array;
  /** What the tasks are signed with that browsers get when very many come at once. */
  tasks: Uint8Array;
}

/** One that keys.db knows, by its id there. */
export type KnownKey = MasterKey & { id: number };

const explanation = `# The master key of this Porchlight. It opens the words of every chat that is kept.
# Keep a copy somewhere else than the backups of the data: on paper, or in a password safe.
# Who has this file and the data can read the chats. Who loses it can no longer read them, and nobody can help.
`;

/**
 * Makes a new master key in a file that only its owner can read, on the disk before anything is sealed with it; or writes one
 * again whose line is known (`MasterKey.line`). Throws when the file exists already, or cannot be written whole; then none is left
 * behind.
 */
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

/** A new file, or another name of one, is found again after a power cut only when its folder is on the disk too. Windows has no such call. */
export function keepFolder(path: string) {
  if (process.platform === "win32") return;
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Reads the master key: null when there is no file, "unreadable" when there is one but it holds no key. */
export function readMasterKey(file: string): MasterKey | "unreadable" | null {
  if (!existsSync(file)) return null;
  return readMasterKeys(file)[0] ?? "unreadable";
}

/** All master keys that a file holds; [] for one that holds none, or cannot be read. */
export function readMasterKeys(file: string): MasterKey[] {
  try {
    const lines = readFileSync(file, "utf8").split("\n");
    return lines.map((line) => masterKeyOf(line.trim())).filter((one) => one !== null);
  } catch {
    return [];
  }
}

/** The master key that a line holds; null where it holds none. */
export function masterKeyOf(line: string): MasterKey | null {
  if (!line.startsWith(`${heading} `)) return null;
  const bytes = Buffer.from(line.slice(heading.length + 1).trim(), "base64url");
  return bytes.length === 32 ? masterKey(bytes) : null;
}

/** A master key of given bytes; only its derived parts are kept. HKDF: RFC 5869. */
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
  };
}
