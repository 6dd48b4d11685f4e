import { copyFileSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { applyChanged, hashesIn, hashMade, pagesIn, wholeHash, writeChanged } from "#src/backup/delta/pages.ts";
import { folderHere } from "#tests/backup/copies.ts";

const page = (byte: number) => Buffer.alloc(4096, byte);
const file = (bytes: number[]) => Buffer.concat(bytes.map(page));

/** The hashes of two files, and the pages of the one that the other has not. */
async function between(before: Buffer, after: Buffer) {
  const folder = folderHere();
  const [old, now, delta] = ["old", "now", "delta"].map((name) => join(folder, name)) as [string, string, string];
  writeFileSync(old, before);
  writeFileSync(now, after);
  const handle = await open(now);
  onTestFinished(() => handle.close());
  const base = await hashesIn(old);
  const { hashes, changed } = await writeChanged(handle, delta, base);
  return { old, delta, base, changed, made: { pages: pagesIn(hashes), hash: wholeHash(hashes) } };
}

test("R7: a file and the pages that changed make the other again, whatever was written, added or cut off", async () => {
  const bytes = fc.array(fc.nat({ max: 3 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(bytes, bytes, async (before, after) => {
      const { old, delta, base, changed, made } = await between(file(before), file(after));
      expect(changed).toBe(after.filter((byte, n) => before[n] !== byte).length);
      expect(await hashMade(delta, base, made.pages)).toBe(made.hash);
      await applyChanged(delta, old, made);
      expect(readFileSync(old).equals(file(after))).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test("files of more pages than are read at once are read whole", async () => {
  const before = file(Array.from({ length: 700 }, (_, n) => n % 250));
  const after = Buffer.concat([before, page(7)]);
  for (const n of [0, 255, 256, 511, 699]) after[n * 4096 + 9]! ^= 1;
  const { old, delta, changed, made } = await between(before, after);
  expect([changed, made.pages, readFileSync(delta).length]).toEqual([6, 701, 6 * 4100]);
  await applyChanged(delta, old, made);
  expect(readFileSync(old).equals(after)).toBe(true);
});

test("R7: pages of another file, too few, twice, out of their order or behind its end are refused", async () => {
  const { old, delta, base, made } = await between(file([1, 2, 3]), file([1, 5, 6, 7]));
  const whole = readFileSync(delta);
  const entries = [0, 1, 2].map((n) => whole.subarray(n * 4100, (n + 1) * 4100));
  const behind = Buffer.from(entries[2]!);
  behind.writeUInt32BE(4);
  const wrong: [string, Buffer][] = [
    ["cut off within one", whole.subarray(0, -1)],
    ["one of them lacks", Buffer.concat([entries[0]!, entries[2]!])],
    ["none", Buffer.alloc(0)],
    ["one twice", Buffer.concat([entries[0]!, entries[0]!, entries[1]!, entries[2]!])],
    ["in another order", Buffer.concat([entries[1]!, entries[0]!, entries[2]!])],
    ["behind the end", Buffer.concat([entries[0]!, entries[1]!, behind])],
    ["a byte of one", whole.map((byte, n) => (n === 5000 ? byte ^ 1 : byte)) as Buffer],
  ];
  for (const [what, bytes] of wrong) {
    writeFileSync(delta, bytes);
    const here = `${old}.here`;
    copyFileSync(old, here);
    expect(await hashMade(delta, base, made.pages).catch(() => "broken"), what).not.toBe(made.hash);
    await expect(applyChanged(delta, here, made), what).rejects.toThrow("broken");
  }
  writeFileSync(delta, whole);
  writeFileSync(old, file([4, 2, 3]));
  await expect(applyChanged(delta, old, made)).rejects.toThrow("broken");
  truncateSync(old, 5000);
  await expect(hashesIn(old)).rejects.toThrow("broken");
});
