// `npm run bench -- NAME`, `faults -- NAME`, `abuse [-- NAMES]`, `proof [-- NAME]`, `test:old`, `oracle:hours`: each runs one program of tests/ on Bun.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bunEnvironment, bunFlags, findBun } from "./bun.mjs";

const root = new URL("..", import.meta.url);
const [kind, ...given] = process.argv.slice(2);
const folder = new URL(`tests/${kind}/`, root);
/** What runs when no name is given. */
const usual = { proof: "all" };
/** One program that takes all names itself. */
const only = ["old", "abuse"].includes(kind) ? kind : undefined;
const name = only ?? given.shift() ?? usual[kind] ?? "";

/** The programs of a folder: each file that stands for a command ends in `.run.ts`. */
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".run.ts"))
  .map((file) => file.replace(/\.run\.ts$/, ""));

if (names.includes(name)) {
  const program = fileURLToPath(new URL(`${name}.run.ts`, folder));
  const options = { stdio: "inherit", cwd: fileURLToPath(root), env: bunEnvironment };
  process.exitCode = spawnSync(findBun(), [...bunFlags, program, ...given], options).status ?? 1;
} else {
  console.error(
    `npm run ${kind} -- NAME, where NAME is one of: ${names.join(", ")}. --long takes the time of a night.`,
  );
  process.exitCode = 2;
}
