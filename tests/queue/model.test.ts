import * as fc from "fast-check";
import { test } from "vitest";
import { dayOrNight, drawn } from "#tests/support/run/night.ts";
import { steps } from "./model/commands.ts";
import { begin } from "./model/real.ts";

// A simple shift on paper beside the real one: whatever people do, both say the same of who waits, in which order, and who has whom.

const runs = Number(process.env.MODEL_RUNS ?? dayOrNight(120, 5_000));

test(
  `[ASVS 2.3.1] ${runs} shifts go as they would on paper: nobody is lost, taken twice, or taken by hands that are full`,
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands(steps, { maxCommands: 40, size: "+1" }), async (commands) => {
        const shift = await begin();
        try {
          await fc.asyncModelRun(() => shift, commands);
        } finally {
          shift.real.helpline.db.close();
        }
      }),
      { numRuns: runs, seed: drawn("shifts on paper") },
    );
  },
  20 * 60_000,
);
