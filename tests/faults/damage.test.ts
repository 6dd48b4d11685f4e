import { expect, test } from "vitest";
import { damageRun } from "../load/damage.ts";

test("R10: whatever is damaged, no other words are shown, a start is refused in a sentence, and doctor sees it", async () => {
  const found = await damageRun({ flips: 100, seed: 5, say: () => {} });
  expect(Math.min(...Object.values(found.tried))).toBeGreaterThan(0);
  expect(found).toMatchObject({ wrong: 0, unclear: [], unseen: [] });
  expect(found.textsRefused).toBeGreaterThan(4);
  // Most damages are one chat's; the others can be read.
  expect(found.othersRead).toBeGreaterThan(0.8);
});
