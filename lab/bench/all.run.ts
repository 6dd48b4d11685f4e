// npm run bench -- all: every measurement, one after the other, and the tables of docs/performance.md.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { progress } from "#lab/load/report/report.ts";
import { measurements, writeTables } from "./table/tables.ts";

let missed = 0;
for (const { name, program } of measurements) {
  progress(`\n== ${name}`);
  // The result of an aborted run must not be taken for this one's.
  rmSync(new URL(`results/${name}.json`, import.meta.url), { force: true });
  const run = spawnSync(
    process.execPath,
    [fileURLToPath(new URL(program, import.meta.url)), ...process.argv.slice(2)],
    {
      stdio: "inherit",
    },
  );
  if (run.status !== 0) missed += 1;
}
writeTables();
process.stdout.write(`${JSON.stringify({ name: "all", pass: missed === 0, figures: { missed } })}\n`);
process.exitCode = missed === 0 ? 0 : 1;
