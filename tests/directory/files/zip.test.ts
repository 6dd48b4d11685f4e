import { zipSync } from "fflate";
import { expect, test } from "vitest";
import { isZip, unzipped, zipped } from "#src/directory/files/zip.ts";
import { finished } from "#tests/support/keys/finished.ts";

test("what is packed comes out, the same archive of the same files", () => {
  const files = [
    { name: "services.csv", pieces: Array.from({ length: 5_000 }, (_, i) => `${i},Noor’s line\r\n`) },
    { name: "empty.csv", pieces: [] },
  ];
  const archive = finished(zipped(files));
  expect(isZip(archive)).toBe(true);
  expect(finished(zipped(files))).toEqual(archive);
  const inside = finished(unzipped(archive));
  expect(inside).toEqual(files.map(({ name, pieces }) => ({ name, bytes: new TextEncoder().encode(pieces.join("")) })));
});

test("an archive that would grow beyond all measure is refused before it does", () => {
  const bomb = zipSync({ "a.csv": new Uint8Array(60_100_000) }, { level: 1 });
  expect(bomb.length).toBeLessThan(600_000);
  expect(finished(unzipped(bomb))).toBe("too_big");
  const crowd = zipSync(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`${i}.csv`, new Uint8Array(1)])));
  expect(finished(unzipped(crowd))).toBe("too_big");
});

test("a broken archive gives null, wherever it breaks", () => {
  const archive = finished(zipped([{ name: "a.csv", pieces: ["id,name\r\n".repeat(1_000)] }]));
  for (let cut = 5; cut < archive.length - 200; cut += 7)
    expect(finished(unzipped(archive.subarray(0, cut))), `${cut}`).toBeNull();
  for (let at = 0; at < archive.length; at += 11) {
    const wrong = archive.slice();
    wrong[at]! ^= 0x55;
    expect(() => finished(unzipped(wrong))).not.toThrow();
  }
});
