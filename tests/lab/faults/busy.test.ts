import { expect, test } from "vitest";
import { busyRun } from "#lab/load/failures/busy.ts";
import { binary } from "#tests/support/outside/binary.ts";
import { dayOrNight } from "#tests/support/run/night.ts";

test("R12: while another process holds a file words wait, all else is answered, and afterwards nothing is lost", async () => {
  const found = await busyRun({
    program: [binary()],
    chats: 12,
    holdMs: dayOrNight(1_000, 1_500),
    seed: 5,
  });
  expect(found.acknowledgedWhileHeld).toBe(0);
  expect([found.unanswered, found.refusals]).toEqual([0, {}]);
  // Whoever was asked only once in all that time was waited for.
  expect(found.waits.held.length).toBeGreaterThan(8);
  expect(found.newcomers).toBe(3);
  const { acknowledged, ...wrong } = found.tally;
  expect(acknowledged).toBeGreaterThan(24);
  expect(Object.values(wrong).every((count) => count === 0)).toBe(true);
  expect(found.integrity).toEqual(["ok", "ok"]);
});
