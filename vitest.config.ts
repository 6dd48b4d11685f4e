import { defineConfig } from "vitest/config";
import { LongestFirst } from "./tests/support/run/longest-first.ts";
import { leftToOthers } from "./tests/support/run/turns.ts";

// What this machine can just now: bin/test.mjs measures it and says it here (tests/support/run/night.ts).
const slowness = Math.max(1, Number(process.env.SLOWNESS ?? 1));
const night = process.env.NIGHT === "1";

/** What starts processes or browsers, or waits for real networks: `npm test` only. */
const whole = [
  "tests/{browser,bin,lab,demo}/**/*.test.{ts,tsx}",
  "tests/hours/oracles.test.ts",
  "tests/upgrade/{refused,trial,upgrade}.test.ts",
];
/** What takes whole directories through, or goes on for long: not in the quick half. */
const long = [
  "tests/{queue,callback}/model.test.ts",
  "tests/directory/{search/search-naive,search/open-now,assessment/assessment-reach,files/round-trip,files/import-hostile,sharing/feed-limits}.test.ts",
  "tests/settings/{linear,look/logo,texts/own-texts-pace,undo}.test.ts",
  // A store is visited by another process, or is one.
  "tests/{backup/elsewhere/{ceph,there-and-back},command/store}.test.ts",
  "tests/{audit/tampering,retention/seal,retention/seal-cut,mail/delivery,staff/sign-in/second-step,command/directory/import,directory/care/link-check}.test.ts",
  // Each copy starts Porchlight once more, to seal and to open it.
  "tests/{backup/{backup,drill,nightly,work,delta/{delta,moment,restore-delta}},command/{backup,restore,restore-unused,restore-without,standby/standby}}.test.ts",
  "tests/backup/{elsewhere/copies-there,standby/fetching}.test.ts",
];
const http = ["tests/http/**/*.test.{ts,tsx}"];
/** What the night run alone has. */
const onlyAtNight = night ? [] : ["tests/**/*.night.test.{ts,tsx}"];
/** What has its turn with other commits: bin/test.mjs asks for turns where everything is to run. */
const notInTurn = process.env.TURNS === "1" && !night ? leftToOthers() : [];
/** What needs a browser where there is none: bin/test.mjs counts and names it. */
const withoutBrowser = process.env.MISSING?.split(",").includes("chromium") ? ["tests/browser/**"] : [];

/** What a test may take, ms, before it counts as hung: no test is about its own speed, so this is wide. */
const patience = (ms: number) => Math.ceil(ms * slowness * (night ? 10 : 1));

export default defineConfig({
  test: {
    // Forks do not start under Bun and vmThreads break.
    pool: "threads",
    reporters: ["default"],
    // One more than there are cores: browsers and processes are waited for.
    maxWorkers: 3,
    // To load everything again for each file took a third of the time.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    setupFiles: ["tests/support/run/argon2.ts"],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          setupFiles: ["tests/support/run/calendar.ts"],
          include: ["tests/**/*.test.{ts,tsx}"],
          exclude: [...whole, ...long, ...http, ...onlyAtNight],
          testTimeout: patience(60_000),
          hookTimeout: patience(60_000),
        },
      },
      {
        extends: true,
        test: {
          name: "http",
          setupFiles: ["tests/support/run/calendar.ts"],
          include: [...http, ...long],
          exclude: onlyAtNight,
          testTimeout: patience(60_000),
          hookTimeout: patience(60_000),
          // What comes down a socket comes when a busy machine lets it.
          expect: { poll: { timeout: patience(10_000) } },
        },
      },
      {
        extends: true,
        test: {
          name: "whole",
          include: whole,
          exclude: [...onlyAtNight, ...withoutBrowser, ...notInTurn],
          globalSetup: "tests/support/browser/shared.ts",
          testTimeout: patience(240_000),
          hookTimeout: patience(60_000),
          // By day nothing is tried again. At night it is, and what passed only then fails the run (bin/test.mjs).
          retry: night ? 1 : 0,
          // What is polled here happens in another process, on a machine that may be busy.
          expect: { poll: { timeout: patience(60_000) } },
        },
      },
    ],
  },
});
