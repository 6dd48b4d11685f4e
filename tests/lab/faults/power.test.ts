import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { cutAll } from "#lab/faults/power/cuts.ts";
import { cutDisk, type Fate } from "#lab/faults/power/disk.ts";
import { readLog, type Step } from "#lab/faults/power/log.ts";
import { checkpoints, record } from "#lab/faults/power/record.ts";
import { seeded } from "#lab/load/report/random.ts";
import { dayOrNight } from "#tests/support/run/night.ts";
import { canTrace } from "#tests/support/run/programs.ts";

// The short form of `npm run faults -- power`, and that its paper disk is one that forgets. The control is there at night alone.

const plan = { chats: dayOrNight(3, 8), messages: 14, seed: 4 };
const cuts = dayOrNight(50, 150);
const wrong = { losing: 0, mostLost: 0, corrupt: 0, keyless: 0, gaps: 0, first: "" };

test.skipIf(!canTrace)(
  "R2: wherever the power is cut, whatever the disk had by then, no words are lost that anybody was told of",
  async () => {
    const recorded = await record({ ...plan, synchronous: "FULL" });
    expect(checkpoints(recorded)).toBeGreaterThan(0);
    const found = cutAll(recorded, cuts, 4);
    expect(found).toMatchObject(wrong);
    expect(Math.min(...Object.values(found.byFate))).toBe(cuts / 5);
    expect(found.early).toBeGreaterThan(0);
  },
);

const hex = (text: string) => [...Buffer.from(text)].map((one) => `\\x${one.toString(16).padStart(2, "0")}`).join("");
const folder = "/somewhere/data";
const wal = hex(`${folder}/porchlight.db-wal`);

test("what strace wrote is read in its order: a write from where it began, a sync from where it ended", () => {
  const log = [
    `7  openat(AT_FDCWD<${hex("/")}>, "${wal}", O_RDWR|O_CREAT, 0600) = 9<${wal}>`,
    `7  pwrite64(9<${wal}>, "${hex("abc")}", 3, 40) = 3`,
    `7  fsync(9<${wal}> <unfinished ...>`,
    `8  sendto(5<${hex("socket:[1]")}>, "${hex("<p>0y1-2.</p> 0y1-2.")}", 20, 0, NULL, 0) = 20`,
    `7  <... fsync resumed>) = 0`,
    `7  pwrite64(9<${hex(`${folder}/porchlight.db-shm`)}>, "${hex("x")}", 1, 0) = 1`,
    `7  pwrite64(9<${wal}>, "${hex("d")}", 1, 43) = -1 ENOSPC (No space left on device)`,
    `7  ftruncate(9<${wal}>, 0) = 0`,
    `7  fsync(4<${hex(folder)}>) = 0`,
    `7  unlink("${wal}") = 0`,
  ].join("\n");
  const file = "porchlight.db-wal";
  expect(readLog(log, folder, /0y\d+-\d+\./g)).toEqual([
    { kind: "create", file },
    { kind: "write", file, at: 40, bytes: Buffer.from("abc") },
    { kind: "told", words: "0y1-2." },
    { kind: "sync", file },
    { kind: "truncate", file, size: 0 },
    { kind: "sync folder" },
    { kind: "unlink", file },
  ]);
});

/** What stands in the folder after a cut. */
function after(steps: Step[], fate: Fate, seed = 1): Record<string, string> {
  const place = mkdtempSync(join(tmpdir(), "porchlight-cut-"));
  onTestFinished(() => rmSync(place, { recursive: true }));
  const disk = cutDisk();
  for (const step of steps) disk.take(step);
  disk.write(place, fate, seeded(seed));
  return Object.fromEntries(readdirSync(place).map((file) => [file, readFileSync(join(place, file), "latin1")]));
}

const file = "porchlight.db";
const write = (at: number, text: string): Step => ({ kind: "write", file, at, bytes: Buffer.from(text) });
const safe: Step[] = [{ kind: "create", file }, write(0, "old"), { kind: "sync", file }, { kind: "sync folder" }];

test("the paper disk keeps what was waited for and may forget all else, its names too", () => {
  expect(after([...safe, write(0, "new")], "drop")).toEqual({ [file]: "old" });
  expect(after(safe.slice(0, 3), "drop")).toEqual({});
  expect(after([...safe, { kind: "unlink", file }], "drop")).toEqual({ [file]: "old" });
  expect(after([...safe, { kind: "unlink", file }, { kind: "sync folder" }], "torn")).toEqual({});
  const shorter: Step[] = [...safe, { kind: "truncate", file, size: 1 }, { kind: "sync", file }];
  expect(after([...shorter, write(2, "z"), { kind: "sync", file }], "drop")).toEqual({ [file]: "o\0z" });
});

test("the paper disk tears a write where its sectors end, and puts writes in another order", () => {
  const whole = "n".repeat(2_048);
  const seeds = Array.from({ length: 60 }, (_, seed) => seed);
  const torn = new Set(seeds.map((seed) => after([...safe, write(0, whole)], "torn", seed)[file]!));
  const pieces = [...torn].map((text) => text.padEnd(2_048, "\0").match(/.{512}/gs)!);
  expect(pieces.flat().every((piece) => /^(?:n{512}|(?:old)?\0+)$/.test(piece))).toBe(true);
  expect(torn.size).toBeGreaterThan(8);
  const two = [...safe, write(0, "one"), write(0, "two")];
  const found = (fate: Fate) => new Set(seeds.map((seed) => after(two, fate, seed)[file]));
  expect(found("prefix")).toEqual(new Set(["old", "one", "two"]));
  // In any order: also the older one last, after the newer.
  expect(found("reorder")).toEqual(new Set(["old", "one", "two"]));
});
