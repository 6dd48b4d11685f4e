import {
  copyFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { KeptDelta } from "#src/backup/delta/kept-deltas.ts";
import { type Kept, nameOfCopy, openedFile, partFile } from "#src/backup/kept.ts";
import { whats } from "#src/backup/parts.ts";
import { dayMs, minuteMs } from "#src/clock.ts";
import { forget } from "#src/retention/forget.ts";
import { bytesIn, withSheet } from "#tests/backup/copies.ts";
import { annaSays, talking, youthEnds, youthSays } from "#tests/support/house/chats.ts";
import { type Going, goingElsewhere, losesData, restores, saidIn } from "./deltas.ts";

const words = "he takes my phone at night";
const upTo = [words, "that sounds hard", "and he reads what I write"];

let home: Going;
let noor: number;
let sam: number;
/** The sealed key of Sam's chat, which is deleted before the first delta. */
let samsKey: Buffer;
let copy: Kept;
let first: KeptDelta;
let second: KeptDelta;
/** A later copy, one that only the sheet opens, and a delta of that. */
let next: Kept;
let sealed: Kept;
let last: KeptDelta;
let secret: string;
/** What lay in the folder of the copies after the second delta. */
let aside: string;

/** Noor writes, and ten minutes pass. */
async function goesOn(text: string): Promise<KeptDelta> {
  await youthSays(home, noor, text);
  home.pass(10 * minuteMs);
  return (await home.backups.makeDelta())!;
}

async function nextCopy(): Promise<Kept> {
  home.pass(10 * minuteMs);
  return home.backups.make(home.copies);
}

/** An evening of a helpline: what is left of it are its copies. */
beforeAll(async () => {
  home = await goingElsewhere();
  [noor, sam] = [await talking(home, words), await talking(home, "nobody must read this")];
  const wrap = home.files.keys.prepare("SELECT bytes FROM wrap WHERE conversation_id = ?").pluck();
  samsKey = wrap.get(sam) as Buffer;
  copy = await home.backups.make(home.copies);
  await annaSays(home, noor, "that sounds hard");
  await youthEnds(home, sam);
  await home.helpline.db.change("porchlight", (tx, emit) => forget(tx, emit, { conversationId: sam }));
  first = await goesOn("and he reads what I write");
  second = await goesOn("now he is asleep");
  await youthSays(home, noor, "are you still there");
  aside = join(home.base, "aside");
  cpSync(home.copies, aside, { recursive: true });
  next = await nextCopy();
  secret = await withSheet(home);
  sealed = await nextCopy();
  last = await goesOn("he is awake");
  cpSync(home.copies, join(home.base, "later"), { recursive: true });
  losesData(home);
  return () => rmSync(home.base, { recursive: true, force: true });
});

beforeEach(() => lies(aside));

/** Has only what lies in a folder in that of the copies, and no data. */
function lies(from: string) {
  for (const folder of [home.config.dataDir, home.copies]) rmSync(folder, { recursive: true, force: true });
  cpSync(from, home.copies, { recursive: true });
}

const dataOf = ({ name }: Pick<Kept, "name">) => partFile(home.copies, name, "data");

/** Gives all files of a copy or a delta another name. */
function rename(from: string, to: string, by: typeof renameSync | typeof copyFileSync = renameSync) {
  for (const what of whats) by(partFile(home.copies, from, what), partFile(home.copies, to, what));
  by(openedFile(home.copies, from), openedFile(home.copies, to));
}

/** What a refused restore said. Nothing is left of it. */
async function refused(from: string): Promise<string> {
  const before = bytesIn(home.copies);
  const said = await restores(home, from);
  expect([existsSync(home.config.dataDir), existsSync(`${home.config.dataDir}.restoring`)]).toEqual([false, false]);
  expect(bytesIn(home.copies) === before).toBe(true);
  return said;
}

const alone = () => `To put back the copy alone, name it: porchlight restore ${dataOf(copy)}`;

test("R7: what Noor and Anna wrote after the copy is there again, up to the newest delta and no further", async () => {
  const said = await restores(home, home.copies);
  // The clock of the helpline is an hour ahead in November.
  const moment = new Date(second.at + 60 * 60_000).toISOString().slice(0, 16).replace("T", " ");
  expect(said).toContain(`The data of ${moment} (Europe/Brussels) are back in ${home.config.dataDir}.`);
  expect(await saidIn(home, noor)).toEqual([...upTo, "now he is asleep"]);
  expect(readdirSync(home.config.dataDir).filter((name) => name.includes("delta"))).toEqual([]);
  // Each of them can be named, and the copy alone.
  for (const [one, expected] of [
    [first, upTo],
    [copy, [words]],
  ] as const) {
    rmSync(home.config.dataDir, { recursive: true });
    expect(await restores(home, dataOf(one))).toContain("are back in");
    expect(await saidIn(home, noor)).toEqual(expected);
  }
});

test("R7: the sheet opens a copy and its delta, where the master key is gone too", async () => {
  lies(join(home.base, "later"));
  const key = readFileSync(home.config.masterKeyFile);
  rmSync(home.config.masterKeyFile);
  vi.spyOn(process, "stdin", "get").mockReturnValue(Readable.from([`${secret}\n`]) as typeof process.stdin);
  expect(await restores(home, home.copies)).toContain("are back in");
  expect(await saidIn(home, noor)).toEqual([...upTo, "now he is asleep", "are you still there", "he is awake"]);
  expect(readFileSync(home.config.masterKeyFile).equals(key)).toBe(true);
});

test("S3: what was deleted after the copy stays deleted, and its key is in no byte of what came back", async () => {
  const holds = () =>
    readdirSync(home.config.dataDir).some((name) => readFileSync(join(home.config.dataDir, name)).includes(samsKey));
  expect(await restores(home, home.copies)).toContain("are back in");
  expect(holds()).toBe(false);
  expect(await saidIn(home, sam)).toEqual([]);
  rmSync(home.config.dataDir, { recursive: true });
  await restores(home, dataOf(copy));
  expect([holds(), await saidIn(home, sam)]).toEqual([true, ["nobody must read this"]]);
});

test("a delta that is cut off, has a changed byte, or whose parts are of two, is refused, and names the copy alone", async () => {
  for (const what of whats) {
    const part = partFile(home.copies, second.name, what);
    const whole = readFileSync(part);
    for (const spoiled of [
      whole.subarray(0, -1),
      whole.subarray(0, whole.length >> 1),
      whole.map((byte, n) => (n === whole.length >> 1 ? byte ^ 1 : byte)),
    ]) {
      writeFileSync(part, spoiled);
      expect(await refused(home.copies)).toBe(`The delta ${second.name} is broken. ${alone()}`);
    }
    copyFileSync(partFile(home.copies, first.name, what), part);
    expect(await refused(home.copies)).toContain("was made since another copy");
    writeFileSync(part, whole);
  }
  // Nor is one taken for a copy, or a copy for one.
  const later = nameOfCopy(second.at + minuteMs);
  rename(second.name, later);
  expect(await refused(home.copies)).toContain(`The copy ${later} is broken`);
  rename(copy.name, second.name, copyFileSync);
  expect(await refused(dataOf(second))).toContain(`The delta ${second.name} is broken`);
});

test("a delta without its own copy is refused; so is another under that one's name, and one that another key opens", async () => {
  for (const what of whats) rmSync(partFile(home.copies, copy.name, what));
  const lacks = (delta: KeptDelta) =>
    `The delta ${delta.name} holds only what changed since the copy ${delta.base}, and that is not whole in ${home.copies}. Bring its files there too.`;
  expect(await refused(home.copies)).toBe(lacks(second));
  expect(await refused(dataOf(first))).toBe(lacks(first));
  for (const what of whats)
    copyFileSync(join(home.base, "later", `${next.name}.${what}.age`), partFile(home.copies, copy.name, what));
  expect(await refused(home.copies)).toBe(
    `The delta ${second.name} was made since another copy than ${copy.name} here. ${alone()}`,
  );
  lies(join(home.base, "later"));
  const misnamed = last.name.replace(/since-.*/, `since-${next.name.slice("porchlight-".length)}`);
  rename(last.name, misnamed);
  expect(await refused(dataOf({ name: misnamed }))).toContain(
    `The delta ${misnamed} opens with another key than its copy. To put back the copy alone`,
  );
  expect(last.base).toBe(sealed.name);
});

test("if the newest delta lacks a part, the one before comes back, or the copy, and it says so", async () => {
  const lacking = partFile(home.copies, second.name, "keys");
  rmSync(lacking);
  expect(await refused(dataOf(second))).toBe(`The delta ${second.name} lacks its keys (${lacking}).`);
  const before = `The delta ${second.name} lacks its keys (${lacking}).\nWhat is newest before it is taken.`;
  expect(await restores(home, home.copies)).toContain(before);
  expect(await saidIn(home, noor)).toEqual(upTo);
  rmSync(home.config.dataDir, { recursive: true });
  rmSync(partFile(home.copies, first.name, "keys"));
  expect(await restores(home, home.copies)).toContain(before);
  expect(await saidIn(home, noor)).toEqual([words]);
});

test("S3: a delta of seven days is refused by its name, before a key is asked for", async () => {
  const [base, old] = [nameOfCopy(copy.at - 8 * dayMs), nameOfCopy(second.at - 7 * dayMs)];
  rename(copy.name, base);
  rename(second.name, `${old}.since-${base.slice("porchlight-".length)}`);
  expect(await refused(home.copies)).toMatch(/This copy is \d+ days old, and seven is too much/);
});
