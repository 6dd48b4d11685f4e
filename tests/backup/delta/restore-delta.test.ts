import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { beforeEach, expect, test, vi } from "vitest";
import type { KeptDelta } from "#src/backup/delta/kept-deltas.ts";
import { type Kept, nameOfCopy, openedFile, partFile } from "#src/backup/kept.ts";
import { whats } from "#src/backup/parts.ts";
import { dayMs, minuteMs } from "#src/clock.ts";
import { forget } from "#src/retention/forget.ts";
import { bytesIn, withSheet } from "#tests/backup/copies.ts";
import { annaSays, talking, youthEnds, youthSays } from "#tests/support/house/chats.ts";
import { type Going, goingElsewhere, losesData, restores, saidIn } from "./deltas.ts";

const words = "he takes my phone at night";

let home: Going;
let id: number;
let copy: Kept;
beforeEach(async () => {
  home = await goingElsewhere();
  id = await talking(home, words);
  copy = await home.backups.make(home.copies);
});

/** Noor writes, and ten minutes pass. */
async function goesOn(text: string): Promise<KeptDelta> {
  await youthSays(home, id, text);
  home.pass(10 * minuteMs);
  return (await home.backups.makeDelta())!;
}

const fileOfDelta = ({ name }: Pick<Kept, "name">) => partFile(home.copies, name, "data");

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

test("R7: what Noor and Anna wrote after the copy is there again, up to the newest delta and no further", async () => {
  await annaSays(home, id, "that sounds hard");
  const first = await goesOn("and he reads what I write");
  const second = await goesOn("now he is asleep");
  await youthSays(home, id, "are you still there");
  losesData(home);
  const said = await restores(home, home.copies);
  const moment = new Date(second.at).toISOString().slice(0, 16).replace("T", " ");
  expect(said).toContain(`The data of ${moment} UTC are back in ${home.config.dataDir}.`);
  const upTo = [words, "that sounds hard", "and he reads what I write"];
  expect(await saidIn(home, id)).toEqual([...upTo, "now he is asleep"]);
  expect(readdirSync(home.config.dataDir).filter((name) => name.includes("delta"))).toEqual([]);

  // Each of them can be named, and the copy alone.
  for (const [one, expected] of [
    [first, upTo],
    [copy, [words]],
  ] as const) {
    rmSync(home.config.dataDir, { recursive: true });
    expect(await restores(home, fileOfDelta(one))).toContain("are back in");
    expect(await saidIn(home, id)).toEqual(expected);
  }
});

test("R7: the sheet opens a copy and its delta, where the master key is gone too", async () => {
  const secret = await withSheet(home);
  home.pass(10 * minuteMs);
  copy = await home.backups.make(home.copies);
  await goesOn("now he is asleep");
  losesData(home);
  rmSync(home.config.masterKeyFile);
  vi.spyOn(process, "stdin", "get").mockReturnValue(Readable.from([`${secret}\n`]) as typeof process.stdin);
  expect(await restores(home, home.copies)).toContain("are back in");
  expect(await saidIn(home, id)).toEqual([words, "now he is asleep"]);
});

test("S3: what was erased after the copy stays erased, and its key is in no byte of what came back", async () => {
  const wrap = home.files.keys.prepare("SELECT bytes FROM wrap WHERE conversation_id = ?").pluck().get(id) as Buffer;
  const holds = (folder: string) => readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(wrap));
  expect(holds(home.config.dataDir)).toBe(true);
  await youthEnds(home, id);
  await home.helpline.db.change("porchlight", (tx, emit) => forget(tx, emit, { conversationId: id }));
  home.pass(10 * minuteMs);
  await home.backups.makeDelta();
  losesData(home);
  expect(await restores(home, home.copies)).toContain("are back in");
  expect(holds(home.config.dataDir)).toBe(false);
  expect(await saidIn(home, id)).toEqual([]);
});

test("a delta that is cut off, has a changed byte, or whose parts are of two, is refused, and names the copy alone", async () => {
  const first = await goesOn("now he is asleep");
  const second = await goesOn("he is awake");
  losesData(home);
  const alone = `To put back the copy alone, name it: porchlight restore ${partFile(home.copies, copy.name, "data")}`;
  for (const what of whats) {
    const part = partFile(home.copies, second.name, what);
    const whole = readFileSync(part);
    for (const spoiled of [
      whole.subarray(0, -1),
      whole.subarray(0, whole.length >> 1),
      whole.map((byte, n) => (n === whole.length >> 1 ? byte ^ 1 : byte)),
    ]) {
      writeFileSync(part, spoiled);
      expect(await refused(home.copies)).toBe(`The delta ${second.name} is broken. ${alone}`);
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
  expect(await refused(fileOfDelta(second))).toContain(`The delta ${second.name} is broken`);
});

test("a delta of another copy is refused, also if that took the name of its own, or opens with another key", async () => {
  const delta = await goesOn("now he is asleep");
  const next = await home.backups.make(home.copies);
  await withSheet(home);
  home.pass(10 * minuteMs);
  const sealed = await home.backups.make(home.copies);
  const other = await goesOn("he is awake");
  losesData(home);
  // A folder with nothing but a delta in it.
  for (const one of [copy, next, sealed]) rename(one.name, `${one.name}.aside`);
  expect(await refused(home.copies)).toContain(`The delta ${other.name} holds only what changed since the copy`);
  for (const one of [copy, next, sealed]) rename(`${one.name}.aside`, one.name);
  rename(sealed.name, nameOfCopy(copy.at - dayMs));
  expect(await refused(fileOfDelta(other))).toBe(
    `The delta ${other.name} holds only what changed since the copy ${sealed.name}, and that is not whole in ${home.copies}. Bring its files there too.`,
  );
  const misnamed = other.name.replace(/since-.*/, `since-${next.name.slice("porchlight-".length)}`);
  rename(other.name, misnamed);
  expect(await refused(fileOfDelta({ name: misnamed }))).toContain(
    `The delta ${misnamed} opens with another key than its copy. To put back the copy alone`,
  );
  expect(delta.base).toBe(copy.name);
});

test("a copy under the name of another is no base of that one's delta", async () => {
  const delta = await goesOn("now he is asleep");
  const aside = readFileSync(fileOfDelta(delta));
  const keys = readFileSync(partFile(home.copies, delta.name, "keys"));
  const next = await home.backups.make(home.copies);
  rename(next.name, copy.name);
  writeFileSync(fileOfDelta(delta), aside);
  writeFileSync(partFile(home.copies, delta.name, "keys"), keys);
  losesData(home);
  expect(await refused(home.copies)).toContain(
    `The delta ${delta.name} was made since another copy than ${copy.name} here.`,
  );
});

test("if the newest delta lacks a part, the one before comes back, or the copy, and it says so", async () => {
  const first = await goesOn("now he is asleep");
  const second = await goesOn("he is awake");
  losesData(home);
  const lacking = partFile(home.copies, second.name, "keys");
  rmSync(lacking);
  expect(await refused(fileOfDelta(second))).toBe(`The delta ${second.name} lacks its keys (${lacking}).`);
  const before = `The delta ${second.name} lacks its keys (${lacking}).\nWhat is newest before it is taken.`;
  expect(await restores(home, home.copies)).toContain(before);
  expect(await saidIn(home, id)).toEqual([words, "now he is asleep"]);
  rmSync(home.config.dataDir, { recursive: true });
  rmSync(partFile(home.copies, first.name, "keys"));
  expect(await restores(home, home.copies)).toContain(before);
  expect(await saidIn(home, id)).toEqual([words]);
});

test("S3: a delta of seven days is refused by its name, before a key is asked for", async () => {
  const delta = await goesOn("now he is asleep");
  losesData(home);
  const [base, old] = [nameOfCopy(copy.at - 8 * dayMs), nameOfCopy(delta.at - 7 * dayMs)];
  rename(copy.name, base);
  const name = `${old}.since-${base.slice("porchlight-".length)}`;
  rename(delta.name, name);
  expect(await refused(home.copies)).toContain("seven days old or more");
});
