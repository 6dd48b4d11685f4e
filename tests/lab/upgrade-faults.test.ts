import { expect, test } from "vitest";
import { killAll } from "#lab/faults/upgrade/kills.ts";
import { seeded } from "#lab/load/report/random.ts";
import { dayOrNight, oneInTurn, patience } from "#tests/support/run/night.ts";
import { canTrace } from "#tests/support/run/programs.ts";
import { canBeRoot } from "#tests/support/upgrade/unit.ts";

// The short form of `npm run faults -- upgrade`, by day of one of the two.

const most = patience(dayOrNight(300_000, 1_800_000));

test.skipIf(!canTrace || !canBeRoot).each(oneInTurn("upgrade or rollback", ["upgrade", "rollback"] as const))(
  "R8: killed in the middle, a %s is done or as if it had not begun, and the helpline is back by itself",
  { timeout: most },
  async (work) => {
    const killed = await killAll(work, { strace: "strace", times: dayOrNight(3, 25), random: seeded(7) });
    expect(killed.wrong).toEqual([]);
  },
);
