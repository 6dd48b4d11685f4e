import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  deltasIn,
  forgetOldDeltas,
  type KeptDelta,
  nameOfDelta,
  newestDelta,
  oldDeltas,
} from "#src/backup/delta/kept-deltas.ts";
import {
  copiesIn,
  forgetOldCopies,
  type Kept,
  keysKeptMs,
  nameOfCopy,
  openedFile,
  partFile,
  sweepUnfinished,
} from "#src/backup/kept.ts";
import { whats } from "#src/backup/parts.ts";
import { dayMs, minuteMs } from "#src/clock.ts";
import { folderHere } from "#tests/backup/copies.ts";

/** A night in December, 02:10 UTC. */
const night = Date.UTC(2026, 11, 1, 2, 10);

/** Leaves a copy or, with `base`, a delta; nobody opens it here. */
function leave(folder: string, at: number, { base, opened = true }: { base?: string; opened?: boolean } = {}) {
  const name = base === undefined ? nameOfCopy(at) : nameOfDelta(nameOfCopy(at), base);
  for (const what of whats) writeFileSync(partFile(folder, name, what), "sealed");
  if (opened) writeFileSync(openedFile(folder, name), JSON.stringify({ at }));
  return name;
}

const names = (folder: string) => deltasIn(folder).map(({ name }) => name);

test("a delta is called after its moment and the copy it needs, and is no copy", () => {
  const folder = folderHere();
  const base = leave(folder, night);
  const name = leave(folder, night + 10 * minuteMs, { base });
  expect(name).toBe("porchlight-20261201T022000Z.since-20261201T021000Z");
  expect(deltasIn(folder)).toEqual([
    { name, base, at: night + 10 * minuteMs, parts: ["data", "keys"], opened: { at: night + 10 * minuteMs } },
  ]);
  expect(copiesIn(folder).map((one) => one.name)).toEqual([base]);
  expect(deltasIn(join(folder, "nowhere"))).toEqual([]);
});

test("S3: over a day of deltas the newest two are kept, and none that is older than a copy", () => {
  const folder = folderHere();
  let base = leave(folder, night);
  for (let n = 1; n <= 144; n += 1) {
    const now = night + n * 10 * minuteMs;
    if (n === 100) base = leave(folder, now);
    else leave(folder, now, { base });
    forgetOldDeltas(folder, copiesIn(folder), now);
    const since = n < 100 ? n : n - 100;
    expect(names(folder)).toHaveLength(Math.min(2, since));
  }
  expect(names(folder)[0]).toBe(nameOfDelta(nameOfCopy(night + 1440 * minuteMs), base));
});

test("S3: at no hour is there a delta of seven days, nor one without its copy, or that was never opened", () => {
  const folder = folderHere();
  const base = leave(folder, night);
  leave(folder, night + 10 * minuteMs, { base });
  forgetOldDeltas(folder, copiesIn(folder), night + 10 * minuteMs + keysKeptMs - 1);
  expect(names(folder)).toHaveLength(1);
  forgetOldDeltas(folder, copiesIn(folder), night + 10 * minuteMs + keysKeptMs);
  expect(names(folder)).toEqual([]);
  const good = leave(folder, night + 20 * minuteMs, { base });
  leave(folder, night + 30 * minuteMs, { base, opened: false });
  leave(folder, night + 40 * minuteMs, { base: nameOfCopy(night - dayMs) });
  forgetOldDeltas(folder, copiesIn(folder), night + dayMs);
  expect(names(folder)).toEqual([good]);
  // Data without their keys are no copy that it could be added to.
  rmSync(partFile(folder, base, "keys"));
  forgetOldDeltas(folder, copiesIn(folder), night + dayMs);
  expect(readdirSync(folder).filter((name) => name.includes("since"))).toEqual([]);
});

test("the newest state is a delta only if it is newer than any copy, and can be opened", () => {
  const copy = (at: number, parts: Kept["parts"] = [...whats]) => ({ name: nameOfCopy(at), at, parts, opened: null });
  const delta = (at: number, since: number, parts: Kept["parts"] = [...whats]): KeptDelta => {
    const base = nameOfCopy(since);
    return { name: nameOfDelta(nameOfCopy(at), base), at, parts, base, opened: null };
  };
  const at = (minutes: number) => night + minutes * minuteMs;
  const [old, day] = [copy(night), copy(night + dayMs)];
  const [first, second] = [delta(at(1), night), delta(at(2), night)];
  expect(newestDelta([old], [second, first])).toBe(second);
  expect(newestDelta([day, old], [second, first])).toBe(null);
  expect(newestDelta([copy(night + dayMs, ["data"]), old], [second, first])).toBe(second);
  expect(newestDelta([old], [delta(at(2), night, ["data"]), first])).toBe(first);
  expect(newestDelta([old], [delta(at(3), at(2)), first])).toBe(first);
  expect(newestDelta([], [first])).toBe(null);
  expect(newestDelta([old], [])).toBe(null);
  // A copy that nobody opened takes no delta's place.
  expect(oldDeltas([second, first], [day, { ...old, opened: {} as never }], night + dayMs)).toEqual([]);
});

test("S3: a delta that a clock named which ran ahead goes", () => {
  const folder = folderHere();
  const base = leave(folder, night);
  const good = leave(folder, night + 10 * minuteMs, { base });
  leave(folder, night + dayMs, { base });
  forgetOldDeltas(folder, copiesIn(folder), night + 20 * minuteMs);
  expect(names(folder)).toEqual([good]);
});

test("what a cut-off delta left goes", () => {
  const folder = folderHere();
  const name = leave(folder, night, { base: nameOfCopy(night) });
  for (const what of whats) writeFileSync(`${partFile(folder, name, what)}.part`, "half");
  writeFileSync(`${openedFile(folder, name)}.part`, "half");
  sweepUnfinished(folder);
  expect(readdirSync(folder)).toHaveLength(3);
  expect(readdirSync(folder).join()).not.toContain(".part");
});

test("S3: one file that cannot be removed keeps no other, and is told of", () => {
  const folder = folderHere();
  const old = [8, 9, 10].map((days) => leave(folder, night - days * dayMs));
  const stuck = (file: string) => {
    rmSync(file);
    mkdirSync(join(file, "cannot go"), { recursive: true });
  };
  stuck(partFile(folder, old[0]!, "keys"));
  expect(() => forgetOldCopies(folder, night)).toThrow();
  expect(old.map((name) => existsSync(partFile(folder, name, "keys")))).toEqual([true, false, false]);
  const base = leave(folder, night);
  const deltas = [1, 2, 3, 4].map((n) => leave(folder, night + n * minuteMs, { base }));
  stuck(partFile(folder, deltas[0]!, "data"));
  expect(() => forgetOldDeltas(folder, copiesIn(folder), night + dayMs)).toThrow();
  expect(deltas.map((name) => existsSync(partFile(folder, name, "keys")))).toEqual([false, false, true, true]);
});
