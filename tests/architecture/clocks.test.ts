import { expect, test } from "vitest";
import { type ClockUse, clockUses } from "./sources/clocks.ts";
import { tree } from "./sources/tree.ts";

// No test looks at the calendar, judges by a watch, or sleeps: a slow machine or another year would change its result.
// Measurements are in lab/.

/** Allowed all the same, and why. */
const exempt: Record<string, [ClockUse[], string]> = {
  "tests/http/limits/render-queue.test.ts": [
    ["measures how long something takes"],
    "keeps the processor busy for a moment",
  ],
  "tests/http/public/hsds.test.ts": [["measures how long something takes"], "moves the clock of the product by hand"],
  "tests/support/states/youth/youth.ts": [
    ["looks at today’s date"],
    "pages in a browser know the time of the machine: the house they are looked at in begins with it",
  ],
  "tests/browser/youth/chat/poll.test.ts": [["looks at today’s date"], "in the page, whose clock the test moves"],
  "tests/support/house/helpline.ts": [
    ["measures how long something takes"],
    "an evening of its own, always the same Tuesday, that goes on as time does",
  ],
  "tests/support/run/growth.ts": [
    ["measures how long something takes"],
    "compares work with a quarter of the same work",
  ],
  "tests/directory/time-slice.test.ts": [
    ["measures how long something takes"],
    "that others have time between the pieces: a busy machine only gives them more",
  ],
  "tests/bin/last-resort.test.ts": [["sleeps"], "plants a fault that comes later, in a process"],
  "tests/support/outside/caddy.ts": [
    ["measures how long something takes", "sleeps"],
    "a program that does not say when it is open",
  ],
  "tests/support/browser/cut-off.ts": [
    ["measures how long something takes", "sleeps"],
    "a line that is cut for as long as a person’s may be; how soon it is noticed is printed",
  ],
};

const files = [...tree()].filter(
  ([path]) => /^tests\/.*\.(tsx?|mjs)$/.test(path) && !/^tests\/architecture[/.]/.test(path),
);

test.each<[string, ClockUse[]]>([
  ["const at = Date.now();", ["looks at today’s date"]],
  ["const day = new Date().getDay();", ["looks at today’s date"]],
  ["const day = Temporal.Now.plainDateISO();", ["looks at today’s date"]],
  [
    "const from = performance.now();\nexpect(performance.now() - from).toBeLessThan(5);",
    ["measures how long something takes"],
  ],
  ["const from = process.hrtime.bigint();", ["measures how long something takes"]],
  ["await Bun.sleep(100);", ["sleeps"]],
  ["await new Promise((on) => setTimeout(on, 50));", ["sleeps"]],
  ["await page.waitForTimeout(1_000);", ["sleeps"]],
  ['import { setTimeout as pause } from "node:timers/promises";', ["sleeps"]],
  ["// setTimeout(on, 50) would sleep\nawait new Promise((on) => setTimeout(on, 0));", []],
  ["const at = new Date(0);\nconst then = fakeClock(Date.UTC(2026, 10, 24)).now();", []],
])("planted: %j", (text, uses) => {
  expect(clockUses(text)).toEqual(uses);
});

test("no test looks at today, judges by the watch, or sleeps", () => {
  expect(files.length).toBeGreaterThan(500);
  const found = files.flatMap(([path, text]) => {
    const uses = clockUses(text).filter((use) => !exempt[path]?.[0].includes(use));
    return uses.length > 0 ? [`${path}: ${uses.join(", ")}`] : [];
  });
  expect(found).toEqual([]);
  const needless = Object.entries(exempt).filter(
    ([path, [uses]]) => !uses.every((use) => clockUses(tree().get(path) ?? "").includes(use)),
  );
  expect(needless.map(([path]) => path)).toEqual([]);
});
