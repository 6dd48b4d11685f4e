import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  copiesIn,
  forgetOldCopies,
  keysKeptMs,
  nameOfCopy,
  openedFile,
  partFile,
  sweepUnfinished,
} from "#src/backup/kept.ts";
import type { What } from "#src/backup/parts.ts";
import { dayMs, hourMs } from "#src/clock.ts";
import { folderHere } from "./copies.ts";

// The night of 1 January 2026, 02:10 UTC.
const first = Date.UTC(2026, 0, 1, 2, 10);

/** Leaves a copy of an instant, as a night does; nobody opens it here. */
function leave(
  folder: string,
  at: number,
  { parts = ["data", "keys"], opened = true }: { parts?: What[]; opened?: boolean } = {},
) {
  const name = nameOfCopy(at);
  for (const what of parts) writeFileSync(partFile(folder, name, what), "sealed");
  if (opened) writeFileSync(openedFile(folder, name), JSON.stringify({ at }));
  return name;
}

const kept = (folder: string, what: What) =>
  copiesIn(folder).flatMap(({ at, parts }) => (parts.includes(what) ? [at] : []));

test("S3: over a year of nights the keys of the last seven days are kept, and data of 14 days and 8 weeks, and nothing else", () => {
  const folder = folderHere();
  for (let night = 0; night < 365; night += 1) {
    const now = first + night * dayMs;
    leave(folder, now);
    forgetOldCopies(folder, now);
    const all = Array.from({ length: night + 1 }, (_, n) => first + n * dayMs).toReversed();
    expect(kept(folder, "keys")).toEqual(all.slice(0, 7));
    // Weeks begin on a Thursday, as 1970 did.
    const week = (at: number) => Math.floor(at / dayMs / 7);
    const lastOfWeek = all.filter((at) => at === now || week(at) !== week(at + dayMs));
    const weekly = lastOfWeek.filter((at) => week(now) - week(at) < 8);
    const expected = [...new Set([...all.slice(0, 14), ...weekly])].sort((a, b) => b - a);
    expect(kept(folder, "data")).toEqual(expected);
    const facts = readdirSync(folder).filter((name) => name.endsWith(".opened.json"));
    expect(facts).toHaveLength(expected.length);
  }
  expect(kept(folder, "data").length).toBeLessThanOrEqual(14 + 7);
});

test("S3: at no hour is there a key of seven days, however often a copy is made", () => {
  const folder = folderHere();
  for (let hour = 0; hour < 24 * 9; hour += 1) {
    const now = first + hour * hourMs;
    if (hour % 5 === 0) leave(folder, now);
    forgetOldCopies(folder, now);
    expect(kept(folder, "keys").filter((at) => now - at >= keysKeptMs)).toEqual([]);
    // All of today stay.
    const today = Array.from({ length: hour + 1 }, (_, n) => n).filter((n) => n % 5 === 0 && hour - n < 24);
    expect(kept(folder, "data").filter((at) => now - at < dayMs)).toHaveLength(today.length);
  }
  const days = new Set(kept(folder, "data").map((at) => Math.floor(at / dayMs)));
  expect(days.size).toBe(10);
});

test("a copy that was never opened takes no other's place, and stays where there is none", () => {
  const folder = folderHere();
  const good = leave(folder, first);
  leave(folder, first + hourMs, { opened: false });
  leave(folder, first + 2 * hourMs, { parts: ["keys"] });
  const alone = leave(folder, first + dayMs, { opened: false });
  forgetOldCopies(folder, first + 3 * dayMs);
  expect(copiesIn(folder).map(({ name, opened }) => [name, opened !== null])).toEqual([
    [alone, false],
    [good, true],
  ]);
});

test("what a cut-off try left goes, and nothing else in the folder", () => {
  const folder = folderHere();
  const name = leave(folder, first);
  const others = ["notes.txt", "porchlight-old.zip", "holiday.part"];
  for (const other of others) writeFileSync(join(folder, other), "mine");
  for (const what of ["data", "keys"] as const) writeFileSync(`${partFile(folder, name, what)}.part`, "half");
  writeFileSync(`${openedFile(folder, name)}.part`, "half");
  sweepUnfinished(folder);
  forgetOldCopies(folder, first + 400 * dayMs);
  expect(readdirSync(folder).sort()).toEqual(others.sort());
  rmSync(folder, { recursive: true });
  sweepUnfinished(folder);
  expect(copiesIn(folder)).toEqual([]);
});

test("S3: keys that a clock named which ran ahead go seven days after that was seen, and at no wrong moment before", () => {
  const folder = folderHere();
  const late = first + 400 * dayMs;
  const stamp = (name: string, at: number) => utimesSync(partFile(folder, name, "keys"), at / 1000, at / 1000);
  stamp(leave(folder, late), late);
  stamp(leave(folder, first), first);
  // Perhaps it is the clock of now that is wrong: nothing goes for that.
  forgetOldCopies(folder, first - 300 * dayMs);
  expect(kept(folder, "keys")).toEqual([late, first]);
  stamp(nameOfCopy(late), late);
  forgetOldCopies(folder, first);
  forgetOldCopies(folder, first + keysKeptMs - 1);
  expect(kept(folder, "keys")).toEqual([late, first]);
  forgetOldCopies(folder, first + keysKeptMs);
  expect([kept(folder, "keys"), kept(folder, "data")]).toEqual([[], [late, first]]);
});

test("S3: a copy of keys that cannot be removed is told of", () => {
  const folder = folderHere();
  mkdirSync(join(partFile(folder, nameOfCopy(first), "keys"), "cannot go"), { recursive: true });
  expect(() => forgetOldCopies(folder, first + keysKeptMs)).toThrow();
});
