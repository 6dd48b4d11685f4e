import { expect, test } from "vitest";
import { busyRun } from "#lab/load/failures/busy.ts";
import { percentile } from "#lab/load/report/report.ts";
import { binary } from "#tests/support/outside/binary.ts";

test("R12: while another process holds a file words wait, all else is answered, and afterwards nothing is lost", async () => {
  const found = await busyRun({ program: [binary()], chats: 12, holdMs: 1_500, seed: 5 });
  expect(found.acknowledgedWhileHeld).toBe(0);
  expect([found.unanswered, found.refusals]).toEqual([0, {}]);
  // Three times what is promised: npm test runs on busy machines.
  expect(percentile(found.waits.held, 0.95)).toBeLessThan(3 * 100);
  expect(found.newcomers).toBe(3);
  const { acknowledged, ...wrong } = found.tally;
  expect(acknowledged).toBeGreaterThan(24);
  expect(Object.values(wrong).every((count) => count === 0)).toBe(true);
  expect(found.integrity).toEqual(["ok", "ok"]);
});
