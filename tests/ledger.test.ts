import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

// What `npm test` may take on two quiet cores, CPU seconds. Whoever makes the suite longer writes it down here, with a reason.
const mostAdded = 60;
const start = 960;

interface Ledger {
  start: number;
  added: { seconds: number; by: string }[];
}

/** What is wrong with a ledger, in words. */
function wrongWith({ start: begun, added }: Ledger): string[] {
  const wrong = begun === start ? [] : [`it began with ${start} CPU seconds, not ${begun}`];
  for (const { seconds, by } of added) {
    if (by.trim().length < 10) wrong.push("an entry says what the time is for");
    if (!(seconds > 0 && seconds <= mostAdded)) wrong.push(`${by}: ${seconds} s, at most ${mostAdded} for one change`);
  }
  if (new Set(added.map(({ by }) => by)).size < added.length) wrong.push("one change is there twice");
  return wrong;
}

test("each change that makes the suite longer says so, and adds at most a minute", () => {
  expect(wrongWith(JSON.parse(readFileSync(new URL("ledger.json", import.meta.url), "utf8")))).toEqual([]);
});

test.each<[string, Ledger]>([
  ["another beginning", { start: 1_200, added: [] }],
  ["more than a minute", { start, added: [{ seconds: 61, by: "backup and restore" }] }],
  ["nothing added", { start, added: [{ seconds: 0, by: "backup and restore" }] }],
  ["no reason", { start, added: [{ seconds: 20, by: "" }] }],
  [
    "one change in two entries",
    {
      start,
      added: [
        { seconds: 40, by: "backup and restore" },
        { seconds: 40, by: "backup and restore" },
      ],
    },
  ],
])("%s is found", (_what, ledger) => {
  expect(wrongWith(ledger)).toHaveLength(1);
});
