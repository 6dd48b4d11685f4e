import crypto from "node:crypto";
import { afterEach, expect, test, vi } from "vitest";
import { hashPassword, keyOfPassword, newPasswordSalt, verifyPassword } from "#src/crypto/password.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

test("[ASVS 6.2.8, 11.4.2] a password opens its own hash and no other; nobody's hash takes none", async () => {
  const hash = await hashPassword("four words make it");
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await verifyPassword("four words make it", hash)).toBe(true);
  expect(await verifyPassword("four words make It", hash)).toBe(false);
  expect(await verifyPassword("nobody has this password", null)).toBe(false);
});

test("[ASVS 11.4.4] a key that is made of a password takes more than signing in does, and is another for another salt", async () => {
  const asked = vi.spyOn(crypto, "argon2");
  const [salt, other] = [newPasswordSalt(), newPasswordSalt()];
  const key = await keyOfPassword("four words make it", salt);
  const [kind, { memory, passes, parallelism }] = asked.mock.calls[0]!;
  expect([kind, memory, passes, parallelism]).toEqual(["argon2id", 64 * 1024, 3, 1]);
  expect([salt.length, key.length]).toEqual([32, 32]);
  expect(await keyOfPassword("four words make it", salt)).toEqual(key);
  expect(await keyOfPassword("four words make it", other)).not.toEqual(key);
  expect(await keyOfPassword("four words make It", salt)).not.toEqual(key);
});

test("the hash of another program is read with its own cost, and what is no hash opens nothing", async () => {
  const cheaper = { algorithm: "argon2id", memoryCost: 8_192, timeCost: 1 } as const;
  const theirs = await Bun.password.hash("four words make it", cheaper);
  expect(theirs).toContain("m=8192,t=1");
  expect(await verifyPassword("four words make it", theirs)).toBe(true);
  expect(await verifyPassword("four words make It", theirs)).toBe(false);
  expect(await Bun.password.verify("fünf Wörter", await hashPassword("fünf Wörter"))).toBe(true);
  for (const one of ["", "x", "$argon2i$v=19$m=8192,t=1,p=1$YWJjZGVmZ2g$YWJjZGVmZ2g"]) {
    await expect(verifyPassword("four words make it", one)).rejects.toThrow();
  }
});

test("[ASVS 15.2.2] never more than two at once, also when one comes just as another has done; each gets its turn", async () => {
  const finish: (() => void)[] = [];
  let running = 0;
  let most = 0;
  vi.spyOn(crypto, "argon2").mockImplementation(((_kind, { message }, done) => {
    running += 1;
    most = Math.max(most, running);
    finish.push(() => {
      running -= 1;
      done(null, Buffer.from(message as Buffer));
    });
  }) as typeof crypto.argon2);
  const turns = ["a", "b", "c"].map(hashPassword);
  expect(finish).toHaveLength(2);
  finish.shift()!();
  // Between the one that has done and the one that waited: one that has only now come.
  queueMicrotask(() => turns.push(hashPassword("d")));
  await turns[0];
  await expect.poll(() => finish.length).toBe(2);
  expect([running, turns.length]).toEqual([2, 4]);
  for (const _each of turns.slice(1)) {
    await expect.poll(() => finish.length).toBeGreaterThan(0);
    finish.shift()!();
  }
  const hashes = (await Promise.all(turns)).map((hash) => hash.split("$").at(-1)!);
  expect(hashes.map((hash) => Buffer.from(hash, "base64").toString())).toEqual(["a", "b", "c", "d"]);
  expect(most).toBe(2);
});

test("a turn that fails gives its place back", async () => {
  const failing = vi
    .spyOn(crypto, "argon2")
    .mockImplementation(((_kind, _input, done) =>
      done(new Error("no memory"), Buffer.alloc(0))) as typeof crypto.argon2);
  for (const one of ["a", "b", "c"]) await expect(hashPassword(one)).rejects.toThrow("no memory");
  failing.mockRestore();
  expect(await hashPassword("d")).toMatch(/^\$argon2id/);
});
