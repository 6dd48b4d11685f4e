import { defineConfig } from "vitest/config";

/** What starts processes or browsers, waits for real networks, takes whole directories through, or measures: `npm test` only, few at a time. */
const whole = [
  "tests/{browser,bin,lab,demo}/**/*.test.{ts,tsx}",
  "tests/hours/oracles.test.ts",
  "tests/{queue,callback}/model.test.ts",
  "tests/directory/{search/search-naive,search/open-now,assessment/assessment-reach,files/round-trip,files/import-hostile,sharing/feed-limits}.test.ts",
  "tests/settings/{linear,look/logo,texts/own-texts-pace,undo}.test.ts",
  "tests/{audit/tampering,retention/seal,retention/seal-cut,mail/delivery,staff/sign-in/second-step,command/import,directory/care/link-check}.test.ts",
];
const http = ["tests/http/**/*.test.{ts,tsx}"];

export default defineConfig({
  test: {
    // Forks do not start under Bun and vmThreads break.
    pool: "threads",
    reporters: ["default"],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          // To load everything anew for each of 150 files took a third of the time.
          isolate: false,
          include: ["tests/**/*.test.{ts,tsx}"],
          exclude: [...whole, ...http],
          testTimeout: 10_000,
          // The quick half must end within a minute: on two cores one of them would stay idle otherwise.
          maxWorkers: 2,
        },
      },
      { extends: true, test: { name: "http", isolate: false, include: http, testTimeout: 20_000, maxWorkers: 2 } },
      {
        extends: true,
        test: {
          name: "browser",
          include: whole,
          testTimeout: 90_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          // One lost key in 800 tests would hide what the others found; bin/again.mjs tells which needed it.
          retry: 1,
          // What is polled here happens in another process, on a machine that may be busy.
          expect: { poll: { timeout: 10_000 } },
        },
      },
    ],
  },
});
