import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkSignature, releaseKey, SignatureError } from "#src/upgrade/signature.ts";
import { canSign } from "#tests/support/run/programs.ts";

// Made with minisign 0.12 and a key that signs nothing else.
const key = "RWQ4YmxsBUz7zE18P6uDs0Pv7HpiN3osSSq/qnEqHjosWi+6ZSRn68BO";
const otherKey = "RWSfGF0Bxbd56lj8zhtERNAngOQiDtACf6tVu2HsqIgHNcfdN0Q83Xrf";
const words = "A lamp on a porch, for whoever comes by tonight.\n";
const signature = `untrusted comment: signature of a test
RUQ4YmxsBUz7zLmHW2woZoHUoCXL4+84vLZa4J4xdCIlQwbw7WBQH4jVPhmjC/L0b1ox04G/XXq5qdF77bL1/P5YOo2IXV8kBQ4=
trusted comment: porchlight 0.2.0
IsMPG3HPQLR9VIE+q5fLtRA/AOdxAlJNSNQzl1uqj+pU+Ca/JhSuko+anpYb/66DfRpzt2tcuzV5gKkzryhrAQ==
`;
const ofEmptyFile = `untrusted comment: signature from minisign secret key
RUQ4YmxsBUz7zNd5jmr65S2eX9lI/mZbD1Dj5X3yLEppIf+yzvuSdh8vlRLUDxf3sPdu4vZFuJTVLzyfge2R1L/nNhwiVLLVtQY=
trusted comment: timestamp:1796114613	file:empty	hashed
mS5cvaP7kzxMtkM/rkhND2WTGDqaNPp5LT/cgsfMWo2wWNv3RcnjKlZ3okAiLdQKlya9mlH31QVF3y6LJ840AQ==
`;
const ofOldKind = `untrusted comment: signature from minisign secret key
RWQ4YmxsBUz7zInyfJ4bpO2PHWKunri7vk9gs8dzxYjicwSLt0fB6ZRxKBbgxTiQsH/KmyTxzpxc90Pwp3eJ65WDrq533z5BdA8=
trusted comment: porchlight 0.2.0
CuT+Zdm4L4abrWxI1jB1pmE9V78Wr59Q2nxpAKTy6Oor4oankpXVdj+xOJmoL5MWgcCb7gPnoR/ljMAFySA4Cg==
`;

let folder: string;
let file: string;
let beside: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "porchlight-signed-"));
  file = join(folder, "porchlight");
  beside = `${file}.minisig`;
  writeFileSync(file, words);
  writeFileSync(beside, signature);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What is said of it: the signed comment, or why it is refused. */
function said(text: string | Uint8Array = signature, given = key, of: string | Uint8Array = words): string {
  writeFileSync(file, of);
  writeFileSync(beside, text);
  try {
    return checkSignature(file, beside, given);
  } catch (error) {
    expect(error).toBeInstanceOf(SignatureError);
    return (error as Error).message.replaceAll(folder, "");
  }
}

test("what minisign signed is taken, with a key as a line or as the text of its file, and its comment is told", () => {
  expect(said()).toBe("porchlight 0.2.0");
  expect(said(signature, `untrusted comment: minisign public key\r\n${key}\r\n`)).toBe("porchlight 0.2.0");
  expect(said(signature.replaceAll("\n", "\r\n"))).toBe("porchlight 0.2.0");
  expect(said(ofEmptyFile, key, "")).toBe("timestamp:1796114613\tfile:empty\thashed");
});

test("a file with one bit turned, cut off, or longer than was signed is refused", () => {
  const changed = "/porchlight is not the file that was signed: it was changed, or is another one.";
  for (let at = 0; at < words.length; at += 1) {
    const bytes = Buffer.from(words);
    bytes[at]! ^= 1 << (at % 8);
    expect(said(signature, key, bytes)).toBe(changed);
  }
  expect(said(signature, key, words.slice(1))).toBe(changed);
  expect(said(signature, key, `${words}\0`)).toBe(changed);
  expect(said(ofEmptyFile)).toBe(changed);
});

test("a signature with any letter changed, or lines of another one, is refused", () => {
  const from = signature.indexOf("\n") + 1;
  for (let at = from; at < signature.trimEnd().length; at += 1) {
    const other = signature[at] === "A" ? "B" : "A";
    expect(said(signature.slice(0, at) + other + signature.slice(at + 1)), signature.slice(from, at)).toMatch(
      /was changed|is not|another key|old kind/,
    );
  }
  const [first, made, comment, whole] = signature.split("\n");
  const [, , otherComment, otherWhole] = ofEmptyFile.split("\n");
  const swapped = "The comment in /porchlight.minisig was changed after it was signed.";
  expect(said([first, made, otherComment, whole].join("\n"))).toBe(swapped);
  expect(said([first, made, otherComment, otherWhole].join("\n"))).toBe(swapped);
  const none = "/porchlight.minisig is not a signature of minisign.";
  expect(said([first, made, comment].join("\n"))).toBe(none);
  expect(said(`${signature}more\n`)).toBe(none);
  expect(said("")).toBe(none);
});

test("another key, the old kind of signature, and what is no key or is not there are each told apart", () => {
  expect(said(signature, otherKey)).toBe(
    "/porchlight was signed with another key (CCFB4C056C6C6238) than the one that was expected (EA79B7C5015D189F).",
  );
  // The id of the one key before the other key.
  const mixed = Buffer.from(otherKey, "base64");
  Buffer.from(key, "base64").copy(mixed, 2, 2, 10);
  expect(said(signature, mixed.toString("base64"))).toContain("is not the file that was signed");
  expect(said(ofOldKind)).toBe("/porchlight.minisig is a signature of the old kind. Sign again, without -l.");
  const noKey = "This is not a public key of minisign, which is a line that begins with RW.";
  for (const given of ["", key.slice(4), `${key}=`, key.replace("RW", "RU"), "R".repeat(56)]) {
    expect(said(signature, given), given).toBe(noKey);
  }
  rmSync(beside);
  expect(() => checkSignature(file, beside, key)).toThrow(`The signature ${beside} cannot be read (ENOENT).`);
});

test("a release key that is built in can be read", () => {
  if (releaseKey !== null) expect(said(signature, releaseKey)).toContain("another key");
});

test.skipIf(!canSign)("what the minisign of this machine signs is taken, however long, and so does minisign", () => {
  const minisign = (...args: string[]) => spawnSync("minisign", args, { cwd: folder, encoding: "utf8" });
  expect(minisign("-G", "-W", "-p", "own.pub", "-s", "own.key").status).toBe(0);
  const own = readFileSync(join(folder, "own.pub"), "utf8");
  // More than is read at once, and not a whole number of pieces.
  const long = Buffer.alloc(3 * 1024 * 1024 + 17, words);
  writeFileSync(file, long);
  rmSync(beside);
  expect(minisign("-S", "-s", "own.key", "-m", "porchlight", "-t", "porchlight 9.9.9").status).toBe(0);
  const made = readFileSync(beside);
  expect(said(made, own, long)).toBe("porchlight 9.9.9");
  expect(minisign("-V", "-p", "own.pub", "-m", "porchlight").status).toBe(0);
  long[long.length - 1]! ^= 1;
  expect(said(made, own, long)).toContain("is not the file that was signed");
  expect(minisign("-V", "-p", "own.pub", "-m", "porchlight").status).not.toBe(0);
});
