import fc from "fast-check";
import { expect, test } from "vitest";
import { openBytes, openText, type SealedPlace, sealBytes, sealText } from "#src/crypto/seal.ts";

const key = new Uint8Array(32).fill(1);
const place: SealedPlace = { table: "message", conversationId: 5, number: 3, author: "youth" };

test("what was sealed opens in its own place, whatever was written", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 5_000 }), (raw) => {
      const text = raw.toWellFormed();
      expect(openText(key, place, sealText(key, place, text))).toBe(text);
    }),
    { numRuns: 200 },
  );
});

test("the length of a short message does not show, and the same words never look the same", () => {
  const lengths = ["", "no", "x".repeat(252)].map((text) => sealText(key, place, text).length);
  expect(new Set(lengths)).toEqual(new Set([1 + 12 + 256 + 16]));
  expect(sealText(key, place, "x".repeat(253)).length).toBe(1 + 12 + 512 + 16);
  expect(sealText(key, place, "no")).not.toEqual(sealText(key, place, "no"));
});

const elsewhere: [string, Partial<SealedPlace>][] = [
  ["another row", { number: 4 }],
  ["another conversation", { conversationId: 6 }],
  ["another author", { author: "counsellor" }],
  ["another table", { table: "draft" }],
];

test.each(elsewhere)("[ASVS 11.3.3] moved to %s it does not open", (_where, change) => {
  const blob = sealText(key, place, "mine");
  expect(openText(key, { ...place, ...change }, blob)).toBeNull();
});

test("[ASVS 11.2.5, 11.3.3] R10: with any bit flipped, or any part missing, it does not open", () => {
  const blob = sealText(key, place, "words that matter");
  for (let at = 0; at < blob.length; at += 1) {
    const flipped = Uint8Array.from(blob);
    flipped[at]! ^= 1 << (at % 8);
    expect(openText(key, place, flipped)).toBeNull();
    expect(openText(key, place, blob.slice(0, at))).toBeNull();
  }
});

test("[ASVS 11.3.4] no two of very many sealed texts begin with the same random number", () => {
  const seen = new Set<string>();
  // It stands behind the version, in 12 bytes.
  const numberOf = (blob: Uint8Array) => Buffer.from(blob.subarray(1, 13)).toString("latin1");
  for (let n = 0; n < 100_000; n += 1) seen.add(numberOf(sealBytes(key, "x", new Uint8Array(1))));
  expect(seen.size).toBe(100_000);
});

test("another key does not open it", () => {
  expect(openText(new Uint8Array(32).fill(2), place, sealText(key, place, "mine"))).toBeNull();
});

test("raw bytes are bound to their label", () => {
  const sealed = sealBytes(key, "wrap|1", Buffer.from("bytes"));
  expect(openBytes(key, "wrap|1", sealed)?.toString()).toBe("bytes");
  expect(openBytes(key, "wrap|2", sealed)).toBeNull();
});
