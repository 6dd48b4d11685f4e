// npm run faults -- all: every fault of PROMISES.md that a machine can cause, in 45 minutes (`--short`: ten) and what `dialogues`
// takes. Reports what was missed or could not run; exits with 1 if anything was missed.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Figure, notRunCode, progress } from "#lab/load/report/report.ts";
import { binary } from "#tests/support/outside/binary.ts";

const runs: { id: string; name: string; folder?: string }[] = [
  { id: "R1", name: "kill" },
  { id: "R1b", name: "points", folder: "points/" },
  { id: "R2", name: "power", folder: "power/" },
  { id: "R3", name: "full" },
  { id: "R4", name: "network" },
  { id: "R4", name: "dialogues", folder: "dialogues/" },
  { id: "R5", name: "order" },
  { id: "R6", name: "clock" },
  { id: "R7", name: "backup", folder: "backup/" },
  { id: "R7", name: "standby", folder: "standby/" },
  { id: "R8", name: "upgrade", folder: "upgrade/" },
  { id: "R10", name: "damage" },
  { id: "R12", name: "busy" },
  { id: "R15", name: "drain" },
];

const given = process.argv.slice(2);
const args = given.includes("--short") ? given.filter((one) => one !== "--short") : ["--long", ...given];
const rows: string[] = [];
let missed = 0;
let left = 0;
// Built once, before any time is taken.
binary();
for (const { id, name, folder } of runs) {
  progress(`\n== ${id} ${name}`);
  const result = new URL(`../bench/results/${name}.json`, import.meta.url);
  // The result of an aborted run must not be taken for this one's.
  rmSync(result, { force: true });
  const from = performance.now();
  const program = fileURLToPath(new URL(`${folder ?? ""}${name}.run.ts`, import.meta.url));
  const { status } = spawnSync(process.execPath, ["--no-env-file", "--no-install", program, ...args], {
    stdio: "inherit",
  });
  const seconds = Math.round((performance.now() - from) / 1_000);
  const row = (how: string, words: string) =>
    rows.push(`  ${id.padEnd(4)} ${name.padEnd(9)} ${how.padEnd(7)} ${String(seconds).padStart(5)} s  ${words}`);
  const found: { figures?: Figure[]; notRun?: string } = existsSync(result)
    ? JSON.parse(readFileSync(result, "utf8"))
    : {};
  if (status === notRunCode && found.notRun) {
    left += 1;
    row("NOT RUN", found.notRun);
    continue;
  }
  const figures = found.figures ?? [];
  const wrong = figures.filter((one) => !one.pass).map((one) => `${one.name}: ${one.got}, aim ${one.aim}`);
  const isGood = status === 0 && figures.length > 0;
  if (!isGood) missed += 1;
  const told = isGood ? `${figures.filter((one) => one.aim !== "").length} figures` : wrong.join("; ") || "broke off";
  row(isGood ? "good" : "MISSED", told);
}
process.stdout.write(`\n${rows.join("\n")}\n`);
process.stdout.write(`${JSON.stringify({ name: "all", pass: missed === 0, figures: { missed, left } })}\n`);
process.exitCode = missed === 0 ? 0 : 1;
