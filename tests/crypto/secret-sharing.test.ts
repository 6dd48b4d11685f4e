import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { joinShares, split } from "#src/crypto/secret-sharing.ts";

const hex = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString("hex");

test("[S5] any two of the shares give the secret back, among two people and among as many as there are places", () => {
  for (const n of [2, 3, 7, 255]) {
    const secret = new Uint8Array(randomBytes(32));
    const shares = split(secret, n);
    expect(new Set(shares.map(({ x }) => x)).size).toBe(n);
    for (const one of shares.slice(0, 8)) {
      for (const other of shares.slice(-8)) {
        expect(hex(joinShares(one, other))).toBe(one.x === other.x ? null : hex(secret));
      }
    }
  }
});

test("[S5] one share says nothing: every byte of it is as likely whatever the secret is", () => {
  const seen = (byte: number) => {
    const counts = new Array<number>(256).fill(0);
    for (let i = 0; i < 200; i += 1)
      for (const one of split(new Uint8Array(256).fill(byte), 2)[0]!.bytes) counts[one]! += 1;
    return counts;
  };
  // 51,200 bytes in 256 heaps: 200 each, with a deviation of 14.
  for (const counts of [seen(0), seen(255)]) {
    expect(Math.min(...counts)).toBeGreaterThan(110);
    expect(Math.max(...counts)).toBeLessThan(290);
  }
});

test("[S5] shares of two secrets give neither, and one person alone is no pair", () => {
  const secrets = [new Uint8Array(randomBytes(32)), new Uint8Array(randomBytes(32))];
  const [first, second] = [split(secrets[0]!, 2), split(secrets[1]!, 2)];
  expect(secrets.map(hex)).not.toContain(hex(joinShares(first[0]!, second[1]!)));
  expect(() => split(secrets[0]!, 1)).toThrow(RangeError);
  expect(() => split(secrets[0]!, 256)).toThrow(RangeError);
});
