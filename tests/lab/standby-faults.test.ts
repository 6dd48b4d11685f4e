import { expect, test } from "vitest";
import { loseHome } from "#lab/faults/standby/lost.ts";
import { seeded } from "#lab/load/report/random.ts";
import { binary } from "#tests/support/outside/binary.ts";
import { dayOrNight } from "#tests/support/run/night.ts";

// The short form of `npm run faults -- standby`.

test("R7: killed at a moment of chance, a helpline is lost but for 15 minutes, and nothing else is wrong on the second machine", async () => {
  const random = seeded(dayOrNight(7, 11));
  for (let n = 0; n < dayOrNight(2, 10); n += 1) {
    const { minutes, acknowledged, wrong } = await loseHome({ program: binary(), random });
    expect(wrong).toEqual([]);
    expect(acknowledged).toBeGreaterThan(2);
    expect(minutes).toBeLessThanOrEqual(15);
  }
});
