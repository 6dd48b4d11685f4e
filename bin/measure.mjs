// Runs one program of lab/ on Bun: `npm run` bench, faults, abuse, proof, mutants, walk, lived-in, views, test:old, test:firefox, oracle:hours.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { bunEnvironment, bunFlags, findBun } from "./bun.mjs";

const root = new URL("..", import.meta.url);
const [kind, ...given] = process.argv.slice(2);
const folder = new URL(`lab/${kind}/`, root);
/** Without a name. */
const usual = { proof: "all" };
/** One program that takes all names itself. */
const only = ["old", "firefox", "abuse", "mutants", "walk", "lived-in"].includes(kind) ? kind : undefined;
const name = only ?? given.shift() ?? usual[kind] ?? "";

/** Each file that stands for a command ends in `.run.ts`. */
const programs = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".run.ts"));
const nameOf = (program) => basename(program, ".run.ts");
const found = programs.find((program) => nameOf(program) === name);

if (found) {
  const program = fileURLToPath(new URL(found, folder));
  const options = { stdio: "inherit", cwd: fileURLToPath(root), env: bunEnvironment };
  process.exitCode = spawnSync(findBun(), [...bunFlags, program, ...given], options).status ?? 1;
} else {
  console.error(
    `npm run ${kind} -- NAME, where NAME is one of: ${programs.map(nameOf).sort().join(", ")}. --long takes the time of a night.`,
  );
  process.exitCode = 2;
}
