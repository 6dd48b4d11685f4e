import { afterEach, expect, test, vi } from "vitest";
import { hashPassword, verifyPassword } from "#src/crypto/password.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

test("a password opens its own hash and no other; nobody's hash takes none", async () => {
  const hash = await hashPassword("four words make it");
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await verifyPassword("four words make it", hash)).toBe(true);
  expect(await verifyPassword("four words make It", hash)).toBe(false);
  expect(await verifyPassword("nobody has this password", null)).toBe(false);
});

test("never more than two at once, also when one comes just as another has done; each gets its turn", async () => {
  const finish: (() => void)[] = [];
  let running = 0;
  let most = 0;
  vi.spyOn(Bun.password, "hash").mockImplementation(((password: string) => {
    running += 1;
    most = Math.max(most, running);
    return new Promise<string>((resolve) => {
      finish.push(() => {
        running -= 1;
        resolve(`hash of ${password}`);
      });
    });
  }) as typeof Bun.password.hash);
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
  expect(await Promise.all(turns)).toEqual(["a", "b", "c", "d"].map((one) => `hash of ${one}`));
  expect(most).toBe(2);
});

test("a turn that fails gives its place back", async () => {
  const failing = vi.spyOn(Bun.password, "hash").mockRejectedValue(new Error("no memory"));
  for (const one of ["a", "b", "c"]) await expect(hashPassword(one)).rejects.toThrow("no memory");
  failing.mockRestore();
  expect(await hashPassword("d")).toMatch(/^\$argon2id/);
});
