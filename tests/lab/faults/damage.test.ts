import { expect, test } from "vitest";
import { damageRun } from "#lab/load/failures/damage.ts";
import { startsRun } from "#lab/load/people/starts.ts";
import { binary } from "#tests/support/outside/binary.ts";
import { dayOrNight } from "#tests/support/run/night.ts";

test("R10: whatever is damaged, no other words are shown, a start is refused in a sentence, and doctor sees it", async () => {
  const found = await damageRun({ flips: dayOrNight(61, 100), seed: 5, say: () => {} });
  expect(Math.min(...Object.values(found.tried))).toBeGreaterThan(0);
  expect(found).toMatchObject({ wrong: 0, unclear: [], unseen: [] });
  expect(found.textsRefused).toBeGreaterThan(4);
  // Most damages are one chat's; the others can be read.
  expect(found.othersRead).toBeGreaterThan(0.8);
});

test("R10: without the right key it starts, takes new chats and shows no word of before; on what can only be read it does not, and says why", async () => {
  const { keyless, readOnly, tally, integrity } = await startsRun({ program: [binary()], seed: 5 });
  expect(keyless).toEqual({ tried: ["no master key", "a file that is none", "the key of other data"], wrong: [] });
  const tried = readOnly.why ? [] : [".", "porchlight.db", "keys.db"];
  expect(readOnly).toEqual({ tried, wrong: [], why: readOnly.why });
  const { acknowledged, ...wrong } = tally;
  expect(acknowledged).toBeGreaterThan(7);
  expect(Object.values(wrong).every((count) => count === 0)).toBe(true);
  expect(integrity).toEqual(["ok", "ok"]);
});
