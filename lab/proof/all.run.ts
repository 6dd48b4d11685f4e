// npm run proof: everything that is looked at from outside, one after the other.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { progress } from "#lab/load/report/report.ts";

const names = ["build", "unit", "observatory", "tls"];
const figures: Record<string, unknown> = {};
let missed = 0;
for (const name of names) {
  progress(`\n== ${name}`);
  const program = fileURLToPath(new URL(`${name}.run.ts`, import.meta.url));
  const run = spawnSync(process.execPath, [...process.execArgv, program], { stdio: "inherit" });
  if (run.status !== 0) missed += 1;
  else figures[name] = JSON.parse(readFileSync(new URL(`../bench/results/${name}.json`, import.meta.url), "utf8")).raw;
}
process.stdout.write(`${JSON.stringify({ name: "all", pass: missed === 0, figures })}\n`);
process.exitCode = missed === 0 ? 0 : 1;
