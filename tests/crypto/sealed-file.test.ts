import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Decrypter } from "age-encryption";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createHash } from "#src/crypto/hash.ts";
import { masterKey } from "#src/crypto/keys/master-key.ts";
import { newSheet } from "#src/crypto/recovery-sheet.ts";
import {
  isForMaster,
  type OpenedBy,
  type Opener,
  openSealedFile,
  passingKey,
  SealedFileError,
  sealFile,
} from "#src/crypto/sealed-file.ts";
import { folderOf } from "#tests/support/outside/disk.ts";

const master = masterKey(new Uint8Array(32).fill(7)).copies;
const other = masterKey(new Uint8Array(32).fill(8)).copies;
const head = '{"format":1,"what":"data"}';
let folder: string;
let from: string;
let sealed: string;
let tries = 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "porchlight-sealed-"));
  from = join(folder, "plain");
  sealed = join(folder, "sealed.age");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Bytes that tell their place. */
const bytes = (size: number) => Buffer.from(Uint8Array.from({ length: size }, (_, at) => (at * 7 + (at >> 8)) % 256));

async function seals(plain: Buffer, ...openers: Opener[]) {
  writeFileSync(from, plain);
  rmSync(sealed, { force: true });
  await sealFile({ from, to: sealed, head, openers });
}

/** Its head, and a short name of its file; or why it does not open. */
async function opens(by: OpenedBy) {
  tries += 1;
  const to = join(folder, `opened-${tries}`);
  try {
    return { line: await openSealedFile({ from: sealed, to, by }), plain: createHash(readFileSync(to, "latin1")) };
  } catch (error) {
    if (error instanceof SealedFileError) return error.why;
    throw error;
  }
}

test.each([0, 1, 65_535 - head.length, 65_536, 262_144, 262_145, 1_000_000])(
  "a file of %i bytes comes back as it was, for the sheet, for the moment and for the master key",
  async (size) => {
    const [sheet, moment] = [await newSheet(), await passingKey()];
    const plain = bytes(size);
    const heard: number[] = [];
    await seals(plain, { recipient: sheet.recipient }, { recipient: moment.recipient }, { master });
    for (const by of [{ secret: sheet.secret }, { secret: moment.secret }, { master }]) {
      expect(await opens(by)).toEqual({ line: head, plain: createHash(plain.toString("latin1")) });
    }
    await sealFile({ from, to: `${sealed}.again`, head, openers: [{ master }] }, (read) => heard.push(read));
    expect(heard.reduce((sum, one) => sum + one, 0)).toBe(size);
    expect(statSync(sealed).mode & 0o777).toBe(0o600);
  },
);

test("a disk on which only the last piece has no room is told, not taken for whole", async () => {
  const disk = folderOf("size=132k");
  if (!disk) return;
  writeFileSync(from, bytes(150_000));
  const sealing = sealFile({ from, to: join(disk, "sealed.age"), head, openers: [{ master }] });
  await expect(sealing).rejects.toThrow("ENOSPC");
});

test("the age library alone opens it with the sheet: a line about it, then the file", async () => {
  const sheet = await newSheet();
  await seals(Buffer.from("SQLite format 3 and what Noor wrote"), { recipient: sheet.recipient }, { master });
  const by = new Decrypter();
  by.addIdentity(sheet.secret);
  const all = await by.decrypt(readFileSync(sealed), "text");
  expect(all).toBe(`${head}\nSQLite format 3 and what Noor wrote`);
  expect(readFileSync(sealed, "latin1")).not.toMatch(/SQLite|Noor|format/);
});

test("nobody else opens it, and whether only the master key does can be read on it", async () => {
  const sheet = await newSheet();
  await seals(bytes(1_000), { recipient: sheet.recipient });
  expect([await opens({ master }), await isForMaster(sealed)]).toEqual(["not_ours", false]);
  expect(await opens({ secret: (await newSheet()).secret })).toBe("not_ours");
  await seals(bytes(1_000), { master });
  expect([await opens({ master: other }), await isForMaster(sealed)]).toEqual(["not_ours", true]);
  expect(await opens({ secret: sheet.secret })).toBe("not_ours");
});

test("a byte that was changed anywhere, or an end that was cut off, opens nothing", async () => {
  const { secret, recipient } = await newSheet();
  const plain = bytes(200_000);
  await seals(plain, { recipient });
  const whole = readFileSync(sealed);
  const header = whole.indexOf("\n---") + 4;
  for (const at of [0, 30, 60, header, header + 20, header + 70, header + 70_000, whole.length - 1]) {
    const changed = Buffer.from(whole);
    changed[at]! ^= 1;
    writeFileSync(sealed, changed);
    expect(await opens({ secret }), `byte ${at}`).toMatch(/broken|not_ours/);
  }
  // Also where a piece of it ends (64 KiB and its code).
  const begin = whole.length - (200_000 + head.length + 1 + 4 * 16);
  for (const size of [0, 10, header + 5, begin + 65_552, begin + 3 * 65_552, whole.length - 1]) {
    writeFileSync(sealed, whole);
    truncateSync(sealed, size);
    expect(await opens({ secret }), `${size} bytes`).toBe("broken");
  }
});

test("nothing is written over, and a disk that refuses is not taken for a broken file", async () => {
  await seals(bytes(10), { master });
  await expect(sealFile({ from, to: sealed, head, openers: [{ master }] })).rejects.toThrow("EEXIST");
  await expect(openSealedFile({ from: sealed, to: from, by: { master } })).rejects.toThrow("EEXIST");
  await expect(openSealedFile({ from: folder, to: `${from}.x`, by: { master } })).rejects.toThrow("EISDIR");
  expect(existsSync(sealed)).toBe(true);
});
