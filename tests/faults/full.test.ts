import { expect, test } from "vitest";
import { fullRun, mayMount } from "../load/full.ts";
import { binary } from "../support/binary.ts";

// disk.test.ts has what both sides see of it, and what any account can make full.
test.runIf(mayMount())(
  "R3: on a real disk that fills up nothing is acknowledged that is not stored, all else goes on, and room is enough to go on",
  async () => {
    const found = await fullRun({ program: [binary()], points: 6, seed: 5, say: () => {} });
    expect(found.refused).toBeGreaterThan(2);
    expect(found.failed).toEqual({});
    const { acknowledged, ...wrong } = found.tally;
    expect(acknowledged).toBeGreaterThan(20);
    expect(Object.values(wrong).every((count) => count === 0)).toBe(true);
    expect(found.integrity).toEqual(["ok", "ok"]);
    // Three times what is promised: npm test runs on busy machines.
    expect(Math.max(...found.roomMs)).toBeLessThan(3 * 5_000);
  },
);
