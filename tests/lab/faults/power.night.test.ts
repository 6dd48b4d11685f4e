import { expect, test } from "vitest";
import { cutAll } from "#lab/faults/power/cuts.ts";
import { record } from "#lab/faults/power/record.ts";
import { canTrace } from "#tests/support/run/programs.ts";

const plan = { chats: 4, messages: 14, seed: 4 };

test.skipIf(!canTrace)("R2, the control: with synchronous=NORMAL the same cuts lose words", async () => {
  const recorded = await record({ ...plan, synchronous: "NORMAL" });
  expect(cutAll(recorded, 30, 4).losing).toBeGreaterThan(10);
});
