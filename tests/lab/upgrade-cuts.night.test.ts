import { expect, test } from "vitest";
import { cutWork } from "#lab/faults/upgrade/cuts.ts";
import { works } from "#lab/faults/upgrade/place.ts";
import { seeded } from "#lab/load/report/random.ts";
import { patience } from "#tests/support/run/night.ts";
import { canTrace } from "#tests/support/run/programs.ts";
import { canBeRoot } from "#tests/support/upgrade/unit.ts";

test.skipIf(!canTrace || !canBeRoot).each(works)(
  "R8: when the power is cut in the middle, an %s is done or as if it had not begun, and the program of before is there",
  { timeout: patience(1_200_000) },
  async (work) => {
    const cut = await cutWork(work, { strace: "strace", times: 20, random: seeded(7) });
    expect([cut.wrong, cut.old > 0, cut.new > 0, cut.control > 0]).toEqual([[], true, true, true]);
  },
);
