import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { open as openHandle } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { nameOfDelta } from "#src/backup/delta/kept-deltas.ts";
import { hashesIn, pagesIn, wholeHash, writeChanged } from "#src/backup/delta/pages.ts";
import { nameOfCopy, openedFile, partFile } from "#src/backup/kept.ts";
import { type BareHead, type DeltaHead, fileOf, type ProofKey, sealPart, whats } from "#src/backup/parts.ts";
import { hourMs, minuteMs } from "#src/clock.ts";
import { restore } from "#src/command/copies/restore.ts";
import { withoutServer } from "#src/command/data.ts";
import { masterKey } from "#src/crypto/keys/master-key.ts";
import { proofOfSheet } from "#src/crypto/recovery-sheet.ts";
import { openFile, openReadOnly } from "#src/db/connection.ts";
import { folderHere, leaveCopy, withSheet } from "#tests/backup/copies.ts";
import { ends, type Going, goingElsewhere, losesData, saidIn } from "#tests/backup/delta/deltas.ts";
import { storeHere } from "#tests/backup/elsewhere/stores.ts";
import { talking, youthSays } from "#tests/support/house/chats.ts";

// R7: someone has once read both files of the data on the server, and can write where copies lie. They have neither the master key nor
// the sheet. Does a bare machine come back with what they made?

const words = "he takes my phone at night";

let home: Going;
let noor: number;
let secret: string;
let copy: string;
let delta: string;
/** ms UTC, of the delta. */
let at: number;
/** What they have read: both files, and who opens copies. */
let stolen: string;
let recipient: string;
/** Of the base, as it stands in the delta of ours. */
let base: DeltaHead["base"];
/** What lies in the folder of the copies, before they come. */
let ours: string;
let key: string;
let out: string;

beforeAll(async () => {
  home = await goingElsewhere();
  noor = await talking(home, words);
  secret = await withSheet(home);
  const { name } = await home.backups.make(home.copies);
  copy = name;
  await youthSays(home, noor, "and he reads what I write");
  home.pass(10 * minuteMs);
  ({ name: delta, at } = (await home.backups.makeDelta())!);
  ({ recipient } = home.helpline.db.keyring.sheets.good()!);
  const { id } = JSON.parse(
    readFileSync(join(home.config.dataDir, `.base-${copy.slice(11)}`), "latin1").split("\n")[0]!,
  );
  base = { id, name: copy };
  await home.helpline.trail.noteHead(home.helpline.db);
  losesData(home);
  stolen = join(home.base, "stolen");
  mkdirSync(stolen);
  for (const file of Object.values(fileOf)) cpSync(join(home.base, "broken", file), join(stolen, file));
  rmSync(join(home.base, "broken"), { recursive: true });
  // A password of theirs for everyone.
  const data = openFile(join(stolen, fileOf.data));
  data.exec("UPDATE staff SET alias = 'Mallory' WHERE id = 1");
  data.close();
  key = readFileSync(home.config.masterKeyFile, "utf8");
  ours = join(home.base, "ours");
  cpSync(home.copies, ours, { recursive: true });
});
afterAll(() => ends(home));

beforeEach(() => {
  out = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation(() => true);
  for (const folder of [home.config.dataDir, home.copies]) rmSync(folder, { recursive: true, force: true });
  cpSync(ours, home.copies, { recursive: true });
  rmSync(home.config.masterKeyFile, { force: true });
});
afterEach(() => vi.restoreAllMocks());

/** Types the key of the sheet. Returns what a restore said, or why it was refused. */
function restored(...args: string[]): Promise<string> {
  const typed = Readable.from([`${secret}\n`]) as typeof process.stdin;
  vi.spyOn(process, "stdin", "get").mockReturnValue(typed);
  return restore([...args, "--data-dir", home.config.dataDir]).then(
    () => out,
    (error: Error) => `${out}${error.message}`,
  );
}

/** All that is there is of ours, up to the delta. */
async function isOurs() {
  expect(await saidIn(home, noor)).toEqual([words, "and he reads what I write"]);
  const data = openReadOnly(join(home.config.dataDir, fileOf.data));
  expect(data.prepare("SELECT count(*) FROM staff WHERE alias = 'Mallory'").pluck().get()).toBe(0);
  data.close();
  expect(readFileSync(home.config.masterKeyFile, "utf8")).toBe(key);
}

const own = masterKey(new Uint8Array(32).fill(7));
/** What they can put there instead of a code of ours. */
const proofs: [string, ProofKey | null][] = [
  ["without a code, as by an older Porchlight", null],
  ["with a code by a key of their own, said to be the sheet's", { by: "sheet", key: own.proof }],
  ["with a code by a master key of their own", { by: "master", key: own.proof }],
];

const laid = (proof: ProofKey | null, made = at + hourMs) =>
  leaveCopy(stolen, home.copies, { at: made, openers: [{ recipient }], proof });

/** A delta of the copy of ours that makes of it what they have. */
async function deltaLaid(proof: ProofKey | null): Promise<string> {
  const name = nameOfDelta(nameOfCopy(at + minuteMs), copy);
  for (const what of whats) {
    const file = join(stolen, fileOf[what]);
    const changed = join(folderHere(), "changed");
    const handle = await openHandle(file, "r");
    // All pages of it: they need no base for that.
    await writeChanged(handle, changed, Buffer.alloc(0));
    await handle.close();
    const hashes = await hashesIn(file);
    const pages = { pages: pagesIn(hashes), hash: wholeHash(hashes) };
    const about = { id: "theirs", what, at: at + minuteMs, version: "0.1.0", last: { id: 0, mac: "" } };
    const head: BareHead<DeltaHead> = { ...about, base, ...pages };
    await sealPart(
      { from: changed, to: partFile(home.copies, name, what), head, openers: [{ recipient }], proof },
      () => {},
    );
  }
  writeFileSync(openedFile(home.copies, name), "{}\n");
  return name;
}

test.each(proofs)(
  "R7: a newer copy %s is passed over on a bare machine, and ours comes back",
  async (_which, proof) => {
    const theirs = await laid(proof);
    const said = await restored(home.copies);
    expect(said).toContain(
      `The copy ${theirs} ${proof?.by === "sheet" ? "is not ours" : "cannot show that it is ours"}`,
    );
    expect(said).toContain("Its fingerprint is ");
    await isOurs();
  },
);

test.each(proofs)("R7: so is a delta of our own copy, %s", async (_which, proof) => {
  const theirs = await deltaLaid(proof);
  const said = await restored(home.copies);
  expect(said).toContain(`The delta ${theirs} is not ours`);
  await isOurs();
});

test("R7: one that is named is refused, with what to do next, and nothing is left of it", async () => {
  const theirs = await laid({ by: "sheet", key: own.proof });
  const said = await restored(partFile(home.copies, theirs, "data"));
  expect(said).toContain(`The copy ${theirs} is not ours`);
  expect(said).toContain(
    `There is no copy in ${home.copies} that shows that it is ours. Look for one in another place`,
  );
  expect(said).not.toContain("--unproved");
  // Not even who takes what cannot be shown takes what is shown to be false.
  expect(await restored(partFile(home.copies, theirs, "data"), "--unproved")).toContain("is not ours");
  const names = ["", ".key", ".restoring"].map((end) => existsSync(`${home.config.dataDir}${end}`));
  expect(names).toEqual([false, false, false]);
});

test("R7: an old copy of ours under a newer name is not the newest", async () => {
  const name = nameOfCopy(at + hourMs);
  for (const what of whats) cpSync(partFile(home.copies, copy, what), partFile(home.copies, name, what));
  expect(await restored(home.copies)).toContain(`The copy ${name} was made at another time than its name says`);
  await isOurs();
});

test("R7: the keys of one copy do not go with the data of another", async () => {
  const other = await leaveCopy(stolen, home.copies, {
    ...{ at: at + hourMs, openers: [{ recipient }], ids: { data: "one", keys: "two" } },
    proof: { by: "sheet", key: proofOfSheet(secret) },
  });
  expect(await restored(home.copies)).toContain(`The copy ${other} is not one`);
});

test("R7: a copy that a clock far ahead named comes after all others", async () => {
  await leaveCopy(stolen, home.copies, {
    ...{ at: at + 1000 * hourMs, openers: [{ recipient }] },
    proof: { by: "sheet", key: proofOfSheet(secret) },
  });
  await restored(home.copies);
  await isOurs();
});

test("R7: from a store too: what was laid there is passed over, and what is ours is fetched", async () => {
  const { there, keyFile } = await storeHere("/ours");
  const theirs = [
    await laid(null),
    await laid({ by: "sheet", key: own.proof }, at + 2 * hourMs),
    await deltaLaid(null),
  ];
  for (const name of theirs.slice(0, 2)) writeFileSync(openedFile(home.copies, name), "{}\n");
  for (const name of [...theirs, copy, delta]) {
    for (const file of [...whats.map((what) => partFile("", name, what)), openedFile("", name)])
      there.files.set(`ours/${file}`, readFileSync(join(home.copies, file)));
  }
  const said = await restored(`${there.address}/ours`, "--backup-store-key-file", keyFile);
  for (const name of theirs) expect(said).toContain(name);
  await isOurs();
});

test("a copy of another way that the data took is refused where those still lie, unless it is said to be right", async () => {
  writeFileSync(home.config.masterKeyFile, key);
  const aside = `${home.config.dataDir}.aside`;
  await restored(home.copies);
  await isOurs();
  // After that restore both went on.
  cpSync(home.config.dataDir, aside, { recursive: true });
  const goesOn = (dataDir: string) =>
    withoutServer({ ...home.config, dataDir }, ({ db }) =>
      db.change("command line", (_tx, emit) => emit({ type: "keys.master_made" })),
    );
  await goesOn(aside);
  await goesOn(home.config.dataDir);
  const proof: ProofKey = { by: "sheet", key: proofOfSheet(secret) };
  const other = await leaveCopy(home.config.dataDir, home.copies, { at: at + hourMs, openers: [{ recipient }], proof });
  rmSync(home.config.dataDir, { recursive: true });
  const said = await restored(home.copies);
  expect(said).toContain(`The audit trail of this copy is not that of the data in ${aside}: they differ at entry`);
  expect(existsSync(home.config.dataDir)).toBe(false);
  // One of before they parted is of both.
  expect(await restored(partFile(home.copies, delta, "data"))).toContain("are back in");
  rmSync(home.config.dataDir, { recursive: true });
  expect(await restored(partFile(home.copies, other, "data"), "--accept-other-trail")).toContain("are back in");
  rmSync(aside, { recursive: true });
});
