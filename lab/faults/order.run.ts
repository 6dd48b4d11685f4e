import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { numberGiven } from "#lab/load/report/random.ts";
import { finish, progress } from "#lab/load/report/report.ts";

// `npm run faults -- order [--runs=1000] [--long]`: R5, the property of tests/conversation/messages/order.test.ts.

const args = process.argv.slice(2);
const runs = numberGiven(args, "runs", args.includes("--long") ? 10_000 : 1_000);
progress(`${runs} random courses of three conversations`);
const root = fileURLToPath(new URL("../..", import.meta.url));
const vitest = ["--bun", `${root}node_modules/vitest/vitest.mjs`, "run", "--project=unit", "--testTimeout=1200000"];
const { status } = spawnSync(
  process.execPath,
  ["--no-env-file", "--no-install", ...vitest, "tests/conversation/messages/order.test.ts"],
  { cwd: root, stdio: "inherit", env: { ...process.env, ORDER_RUNS: String(runs) } },
);

const good = status === 0;
finish({
  name: "order",
  figures: [
    {
      name: "random courses, each in one order for all",
      got: good ? String(runs) : "broken",
      aim: String(runs),
      pass: good,
    },
  ],
  raw: { runs },
});
