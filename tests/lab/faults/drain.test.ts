import { expect, test } from "vitest";
import { drainRun } from "#lab/load/failures/drain.ts";
import { binary } from "#tests/support/outside/binary.ts";

test("R15: stopped under 200 chats, every socket is told that it restarts, it ends within seconds, and nothing is lost", async () => {
  const found = await drainRun({ program: [binary()], chats: 200, seed: 5 });
  expect(found.told).toEqual({ "1001 restarting": 200 });
  expect(found.exitCode).toBe(0);
  // Three times what is promised: npm test runs on busy machines.
  expect(found.endedMs).toBeLessThan(3 * 5_000);
  const { acknowledged, ...wrong } = found.tally;
  expect(acknowledged).toBeGreaterThan(400);
  expect(Object.values(wrong).every((count) => count === 0)).toBe(true);
  expect(found.integrity).toEqual(["ok", "ok"]);
});
