import { expect, test } from "vitest";
import { drainRun } from "#lab/load/failures/drain.ts";
import { binary } from "#tests/support/outside/binary.ts";
import { dayOrNight } from "#tests/support/run/night.ts";

const chats = dayOrNight(30, 200);

test(`R15: stopped under ${chats} chats, every socket is told that it restarts, it ends by itself, and nothing is lost`, async () => {
  const found = await drainRun({ program: [binary()], chats, seed: 5 });
  expect(found.told).toEqual({ "1001 restarting": chats });
  expect(found.exitCode).toBe(0);
  const { acknowledged, ...wrong } = found.tally;
  expect(acknowledged).toBeGreaterThan(2 * chats);
  expect(Object.values(wrong).every((count) => count === 0)).toBe(true);
  expect(found.integrity).toEqual(["ok", "ok"]);
});
