import { defineConfig } from "vitest/config";

// For `npm run views`: each audience is walked in a thread of its own.
export default defineConfig({
  test: {
    pool: "threads",
    reporters: ["verbose"],
    expect: { poll: { timeout: 60_000 } },
    setupFiles: ["tests/support/run/argon2.ts"],
    globalSetup: "tests/support/browser/shared.ts",
    projects: ["youth", "staff", "admin"].map((audience) => ({
      extends: true as const,
      test: { name: audience, include: ["lab/dev/walked.ts"], env: { AUDIENCE: audience } },
    })),
  },
});
