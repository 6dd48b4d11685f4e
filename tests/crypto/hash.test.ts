import { expect, test } from "vitest";
import { newToken, newUuid, urlNamespace, uuid5 } from "#src/crypto/hash.ts";

test("a name has one UUID in a name space, as RFC 9562 works it out", () => {
  expect(uuid5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com")).toBe("2ed6657d-e927-568b-95e1-2665a8aea6a2");
  expect(uuid5(urlNamespace, "www.example.com")).not.toBe("2ed6657d-e927-568b-95e1-2665a8aea6a2");
});

test("[ASVS 11.5.2] asked for very many in a moment, no secret comes twice, and each of its bits is as often set as not", () => {
  const many = 100_000;
  const tokens = Array.from({ length: many }, newToken);
  expect(new Set(tokens).size).toBe(many);
  const set = new Uint32Array(256);
  for (const token of tokens) {
    const bytes = Buffer.from(token, "base64url");
    expect(bytes.length).toBe(32);
    for (let bit = 0; bit < 256; bit += 1) set[bit]! += (bytes[bit >> 3]! >> (bit & 7)) & 1;
  }
  // Six standard deviations: by chance once in millions of runs.
  for (const count of set) expect(Math.abs(count - many / 2)).toBeLessThan((6 * Math.sqrt(many)) / 2);
});

test("a new UUID is random, and says so", () => {
  const many = Array.from({ length: 100 }, newUuid);
  expect(new Set(many).size).toBe(100);
  for (const one of many) expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
