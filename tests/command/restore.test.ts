import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { nameOfCopy, partFile } from "#src/backup/kept.ts";
import { type ProofKey, whats } from "#src/backup/parts.ts";
import { dayMs, hourMs, systemClock } from "#src/clock.ts";
import { checkAudit } from "#src/command/audit.ts";
import { restore } from "#src/command/copies/restore.ts";
import { withoutServer } from "#src/command/data.ts";
import type { Config } from "#src/config.ts";
import { messages } from "#src/conversation/reading.ts";
import { createMasterKeyFile, masterKeyOf, readMasterKey } from "#src/crypto/keys/master-key.ts";
import { newSheet, proofOfSheet } from "#src/crypto/recovery-sheet.ts";
import type { Opener } from "#src/crypto/sealed-file.ts";
import { openFile } from "#src/db/connection.ts";
import { lockFolder } from "#src/db/lock.ts";
import { forget } from "#src/retention/forget.ts";
import { bytesIn, folderHere, leaveCopy, onDisk, withSheet } from "#tests/backup/copies.ts";
import { talking, youthEnds } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import { place, porchlight, result } from "#tests/support/outside/command.ts";
import { folderOf } from "#tests/support/outside/disk.ts";
import { freePort } from "#tests/support/outside/port.ts";
import { known, livedInFolder } from "#tests/support/run/lived-in.ts";

const words = "he takes my phone at night";
const now = systemClock.now();

let base: string;
let config: Config;
/** The folder that the data of the copies lie in. */
let aside: string;
let copies: string;
let id: number;
let secret: string;
let byMaster: { openers: Opener[] };
let bySheet: { openers: Opener[]; proof: ProofKey };
let out: string;

/** A helpline of which there are no data any more, and no copy yet. */
beforeEach(async () => {
  base = folderHere();
  const home = await onDisk(base);
  await open(home);
  id = await talking(home, words);
  secret = await withSheet(home);
  ({ config, copies } = home);
  const { keyring } = home.helpline.db;
  byMaster = { openers: [{ master: masterKeyOf(keyring.line()!.line)!.copies }] };
  bySheet = {
    openers: [{ recipient: keyring.sheets.good()!.recipient }],
    proof: { by: "sheet", key: proofOfSheet(secret) },
  };
  await home.helpline.trail.noteHead(home.helpline.db);
  home.helpline.db.close();
  aside = join(base, "aside");
  renameSync(config.dataDir, aside);
  out = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation(() => true);
});
afterEach(() => vi.restoreAllMocks());

const at = () => ["--data-dir", config.dataDir];
const types = (text: string) =>
  vi.spyOn(process, "stdin", "get").mockReturnValue(Readable.from([`${text}\n`]) as typeof process.stdin);

/** What a refused restore said. Nothing was changed by it. */
async function refused(...args: string[]) {
  const before = bytesIn(copies);
  const there = readdirSync(base).sort();
  const said = await restore([...args, ...at()]).then(
    (code) => `it ended with ${code}`,
    (error: Error) => error.message,
  );
  expect(readdirSync(base).sort()).toEqual(there);
  expect(bytesIn(copies) === before).toBe(true);
  return said;
}

/** What can be read of the chat in the data that came back. */
const readable = () =>
  withoutServer(config, async ({ db }) =>
    messages(db, id).flatMap(({ text, author }) => (author === "youth" ? [text] : [])),
  );

/** Changes the files before they are copied. */
function byHand(file: "porchlight.db" | "keys.db", sql: string) {
  const connection = openFile(join(aside, file));
  connection.exec(sql);
  connection.close();
}

test("R7: the newest whole copy of a folder comes back, or the one that is named, with its trail whole", async () => {
  const older = await leaveCopy(aside, copies, { at: now - 3 * hourMs, ...byMaster });
  byHand("porchlight.db", "UPDATE staff SET real_name = 'Anna Maes' WHERE real_name = 'Anna Peeters'");
  await leaveCopy(aside, copies, { at: now - 2 * hourMs, ...byMaster });
  const newest = await leaveCopy(aside, copies, { at: now - hourMs, ...byMaster });
  rmSync(partFile(copies, newest, "keys"));
  expect(await refused(partFile(copies, newest, "data"))).toContain(`The copy ${newest} lacks its keys`);
  expect(await restore([copies, ...at()])).toBe(0);
  expect(out).toMatch(
    /The data of \d{4}-\d\d-\d\d \d\d:\d\d \(Europe\/Brussels\) are back in .*\nWhat was written between then and now/,
  );
  expect(bytesIn(config.dataDir)).toContain("Anna Maes");
  expect(await readable()).toEqual([words]);
  expect(await checkAudit(at())).toBe(0);
  expect(out).toContain("The audit trail is whole");
  expect(existsSync(`${config.dataDir}.restoring`)).toBe(false);

  // Data are never written over.
  const both = `  sudo mv ${config.dataDir} ${config.dataDir}.aside
On a new machine, where a start has just made a key too, move that aside as well:
  sudo mv ${config.masterKeyFile} ${config.masterKeyFile}.aside`;
  expect(await refused(copies)).toContain(both);
  rmSync(config.dataDir, { recursive: true });
  // What a command leaves that was killed just as it began is no data.
  mkdirSync(join(config.dataDir, ".sqlite-abc"), { recursive: true });
  expect(await restore([partFile(copies, older, "data"), ...at()])).toBe(0);
  expect(bytesIn(config.dataDir)).toContain("Anna Peeters");
});

test("what is not there, or not whole, is refused in words, and nothing is left of it", async () => {
  expect(await refused(copies)).toContain(`There is no copy at ${copies}`);
  expect(await refused()).toBe("it ended with 2");
  const name = await leaveCopy(aside, copies, { at: now - hourMs, ...byMaster });
  const part = partFile(copies, name, "data");
  const whole = readFileSync(part);
  for (const place of [200, whole.length >> 1, whole.length - 1]) {
    writeFileSync(
      part,
      whole.map((byte, n) => (n === place ? byte ^ 1 : byte)),
    );
    expect(await refused(copies)).toContain(`The copy ${name} is broken`);
  }
  writeFileSync(part, whole.subarray(0, whole.length >> 1));
  expect(await refused(copies)).toContain("is broken");
  copyFileSync(partFile(copies, name, "keys"), part);
  expect(await refused(copies)).toContain("is not one");
  rmSync(copies, { recursive: true });
  await leaveCopy(aside, copies, { at: now - hourMs, ...byMaster, ids: { data: "one", keys: "another" } });
  expect(await refused(copies)).toContain("its two parts were made at two times");
  rmSync(copies, { recursive: true });
  byHand("porchlight.db", "UPDATE message SET body = zeroblob(length(body)) WHERE seq = 1");
  await leaveCopy(aside, copies, { at: now - hourMs, ...byMaster });
  expect(await refused(copies)).toContain(
    `The copy is not whole:\n  porchlight.db message: chat ${id}: words were changed`,
  );
});

test("nothing is put where a helpline runs, or where another restore is at it", async () => {
  await leaveCopy(aside, copies, { at: now - hourMs, ...byMaster });
  const unlock = lockFolder(config.dataDir);
  expect(await refused(copies)).toContain("Another Porchlight runs on the data");
  unlock();
  rmSync(config.dataDir, { recursive: true });
  const both = await Promise.all([0, 1].map(() => restore([copies, ...at()]).catch((error: Error) => error.message)));
  expect(both.sort()).toEqual([0, expect.stringContaining("Another Porchlight runs on the data")]);
  expect(await readable()).toEqual([words]);
});

test("R7: the sheet opens a copy where the master key is gone too, and brings it back; a mistyped one, or another, opens nothing", async () => {
  await leaveCopy(aside, copies, { at: now - hourMs, ...bySheet });
  const key = readFileSync(config.masterKeyFile, "utf8");
  rmSync(config.masterKeyFile);
  const begin = "This is not the key as it stands on the sheet";
  const wrongs: [string, string][] = [
    ["", `${begin}: it begins with AGE-SECRET-KEY-1.`],
    ["six words of a code", `${begin}: it begins with AGE-SECRET-KEY-1.`],
    [secret.slice(0, -1), `${begin}: without spaces that has 74 characters, and 73 were typed.`],
    [
      `${secret.slice(0, -1)}${secret.endsWith("Q") ? "P" : "Q"}`,
      `${begin}: one letter differs, in the 8th group after`,
    ],
    [`${secret.slice(0, -9)}OOOOOOOOO`, `${begin}: at least one letter differs. After`],
    [`${secret.slice(0, -1)}O`, "there is never a B, I, O or 1 in it."],
    [(await newSheet()).secret, "This is the key of another sheet."],
  ];
  for (const [wrong, said] of wrongs) {
    types(wrong);
    expect(await refused(copies)).toContain(said);
  }
  // Another master key is not written over.
  createMasterKeyFile(config.masterKeyFile);
  types(secret);
  expect(await refused(copies)).toContain("is not the one of this copy. Move it aside first.");
  rmSync(config.masterKeyFile);
  types(` ${secret.toLowerCase().replace(/(.{16})/g, "$1 ")} `);
  expect(await restore([copies, ...at()])).toBe(0);
  expect(out).toContain(`The master key is back in ${config.masterKeyFile}.`);
  expect(readFileSync(config.masterKeyFile, "utf8")).toBe(key);
  expect(await readable()).toEqual([words]);
});

test("without its master key, or with another, a copy from before the first sheet stays shut", async () => {
  await leaveCopy(aside, copies, { at: now - hourMs, ...byMaster });
  rmSync(config.masterKeyFile);
  expect(await refused(copies)).toContain("only the master key opens it. Bring its file back");
  createMasterKeyFile(config.masterKeyFile);
  expect(readMasterKey(config.masterKeyFile)).not.toBe(null);
  expect(await refused(copies)).toContain("only the master key opens it. Bring its file back");
});

test("a restore leaves the folder of the copies as it was, also what was never opened there", async () => {
  const name = await leaveCopy(aside, copies, { at: now - hourMs, ...byMaster });
  const base = name.slice("porchlight-".length);
  const lies = [`porchlight-20261124T100000Z.since-${base}.data.age`, "porchlight-20261124T100000Z.data.age.part"];
  for (const one of lies) writeFileSync(join(copies, one), "half");
  const before = readdirSync(copies).sort();
  expect(await restore([copies, ...at()])).toBe(0);
  expect(readdirSync(copies).sort()).toEqual(before);
  expect(readdirSync(config.dataDir)).not.toContain("copies");
});

test("S3: keys of seven days open only what --i-know says, and what was erased since is erased again", async () => {
  await leaveCopy(aside, copies, { at: now - 7 * dayMs, ...byMaster });
  expect(await refused(copies)).toContain("its keys open what was erased since");
  expect(await restore([copies, "--i-know", ...at()])).toBe(0);
  expect(await readable()).toEqual([words]);
});

test("S3: a copy that is too old by its name is refused before a long key is typed, by its head after", async () => {
  const name = await leaveCopy(aside, copies, { at: now - 7 * dayMs, ...bySheet });
  const asked = vi.spyOn(process.stderr, "write");
  expect(await refused(copies)).toContain("add --i-know to the command");
  expect(asked).not.toHaveBeenCalled();
  const younger = nameOfCopy(now - hourMs);
  for (const what of whats) rmSync(partFile(copies, name, what));
  const old = await leaveCopy(aside, copies, { at: now - 7 * dayMs, ...bySheet, proof: null });
  for (const what of whats) renameSync(partFile(copies, old, what), partFile(copies, younger, what));
  types(secret);
  expect(await refused(copies, "--unproved")).toContain("add --i-know to the command");
});

test("root is refused where the folder is another account's", async () => {
  await leaveCopy(aside, copies, { at: now - hourMs, ...byMaster });
  if (process.getuid?.() === 0) chownSync(base, 12_345, 12_345);
  else vi.spyOn(process as { getuid: () => number }, "getuid").mockReturnValue(0);
  expect(await refused(copies)).toContain("Run this as that account:\n  sudo -u porchlight porchlight restore");
});

test("what cannot be read is told as that, and not as a folder without copies or that cannot be written", async () => {
  mkdirSync(copies);
  const round = join(base, "round");
  symlinkSync(round, round);
  expect(await refused(round)).toContain(`${round} cannot be read: ELOOP. Bring the files of the copy to a folder`);
  if (process.getuid?.() === 0) return;
  chmodSync(copies, 0o300);
  await expect(restore([copies, ...at()])).rejects.toThrow("cannot be read: this account may not.");
  chmodSync(copies, 0o700);
  const part = partFile(copies, await leaveCopy(aside, copies, { at: now - hourMs, ...byMaster }), "keys");
  chmodSync(part, 0);
  await expect(restore([copies, ...at()])).rejects.toThrow(`${part} cannot be read: this account may not.`);
});

test("S3: data that say a chat was erased, with keys of before that, come back without a word of it", async () => {
  copyFileSync(join(aside, "keys.db"), join(base, "keys of before"));
  await withoutServer({ ...config, dataDir: aside }, async ({ db }) => {
    await youthEnds({ helpline: { db } } as never, id);
    await db.change("porchlight", (tx, emit) => forget(tx, emit, { conversationId: id }));
  });
  renameSync(join(base, "keys of before"), join(aside, "keys.db"));
  await leaveCopy(aside, copies, { at: now - hourMs, ...byMaster });
  expect(await restore([copies, ...at()])).toBe(0);
  expect(await readable()).toEqual([]);
  const keys = openFile(join(config.dataDir, "keys.db"));
  expect(keys.prepare("SELECT * FROM wrap").all()).toEqual([]);
  keys.close();
});

test("R8: a copy of an older Porchlight is brought up to date, one of a newer is refused in words", async () => {
  const sheet = await newSheet();
  const old = join(base, "old");
  await leaveCopy(livedInFolder(), old, { at: now - hourMs, openers: [{ recipient: sheet.recipient }] });
  rmSync(config.masterKeyFile);
  createMasterKeyFile(config.masterKeyFile, `porchlight-key-1 ${Buffer.alloc(32, 7).toString("base64url")}`);
  types(sheet.secret);
  expect(await refused(old)).toContain("add --unproved to the command");
  types(sheet.secret);
  expect(await restore([old, "--unproved", ...at()])).toBe(0);
  expect(out).toContain("cannot show that it is ours. It is taken all the same, as you said.");
  const open = await withoutServer(config, async ({ db }) => messages(db, known.open.id).map(({ text }) => text));
  expect(open).toContain(known.open.words);
  expect(await checkAudit(at())).toBe(0);
  rmSync(config.dataDir, { recursive: true });

  byHand("porchlight.db", "INSERT INTO migration (name, checksum, at) VALUES ('0099_later.sql', '', 0)");
  await leaveCopy(aside, copies, { at: now - hourMs, ...byMaster });
  expect(await refused(copies)).toMatch(/^The data were written by a newer Porchlight \(they hold 0099_later\.sql/);
});

test("a disk that is full, or is the folder itself, is told by its name", async () => {
  const disk = folderOf("size=256k");
  if (!disk) return;
  await leaveCopy(aside, copies, { at: now - hourMs, ...byMaster });
  const into = async (dataDir: string) =>
    restore([copies, "--data-dir", dataDir, "--master-key-file", config.masterKeyFile]).catch(
      (error: Error) => error.message,
    );
  expect(await into(join(disk, "data"))).toMatch(/could not be put into .*: the disk (of the data )?is full/);
  expect(readdirSync(disk)).toEqual([]);
  const whole = folderOf("size=16m")!;
  expect(await into(whole)).toContain("it is a disk of its own; choose a folder on that disk");
  expect(readdirSync(dirname(whole)).filter((name) => name.startsWith(`${basename(whole)}.`))).toEqual([]);
  expect(await into(join(whole, "data"))).toBe(0);
});

test("R7: by its own process, with the helpline running before and after: refused, then back, and the door of one that never opened says that it is not open yet", async () => {
  vi.restoreAllMocks();
  const here = place();
  onTestFinished(() => here.remove());
  const env = { ...here.env, PORT: String(await freePort()) };
  const serve = async () => {
    const one = porchlight(["serve"], env);
    onTestFinished(() => void one.stop("SIGKILL"));
    await one.says(/\/staff\n\n/);
    return one;
  };
  const first = await serve();
  expect((await result(["backup"], env)).code).toBe(0);
  const running = await result(["restore", `${here.data}.copies`], env);
  expect(running).toMatchObject({ code: 1, err: expect.stringContaining("Another Porchlight runs on the data") });
  expect(await first.stop()).toBe(0);
  cpSync(here.data, join(here.folder, "aside"), { recursive: true });
  rmSync(here.data, { recursive: true });
  expect(await result(["restore", `${here.data}.copies`], env)).toMatchObject({ code: 0, err: "" });
  await serve();
  const door = await (await fetch(`http://localhost:${env.PORT}/?l=en`)).text();
  expect(door).toContain("We’re not open yet");
  expect(await result(["audit", "check"], env)).toMatchObject({ code: 0, out: expect.stringContaining("is whole") });
});
