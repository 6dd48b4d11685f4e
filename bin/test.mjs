// Everything a machine can check: `node bin/test.mjs`; `check` leaves out doors and browsers; paths run only those.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { bunEnvironment, bunFlags, findBun } from "./bun.mjs";
import { findChromium } from "./chromium.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "porchlight-test-"));
const environment = { ...bunEnvironment, ...(process.stdout.isTTY ? {} : { NO_COLOR: "1" }) };
// A step that hangs must not take the count at the end with it.
const longest = 38 * 60_000;
let passed = 0;
const failures = [];

function run(program, args) {
  return new Promise((resolve) => {
    const output = { cwd: root, env: environment, stdio: ["ignore", "inherit", "inherit"] };
    const child = spawn(program, args, { ...output, timeout: longest, killSignal: "SIGKILL" });
    const stop = (signal) => child.kill(signal);
    process.on("SIGTERM", stop);
    child.on("error", (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on("exit", (code) => {
      process.off("SIGTERM", stop);
      resolve(code ?? 1);
    });
  });
}

async function step(name, work) {
  console.log(`\n== ${name}`);
  const started = performance.now();
  const before = failures.length;
  await work();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`== ${name}: ${failures.length === before ? "good" : "failed"} after ${seconds} s`);
}

/** A step that is one check: it counts as one. */
function single(name, program, args) {
  return step(name, async () => {
    if ((await run(program, args)) === 0) passed++;
    else failures.push(name);
  });
}

const vitest = join(root, "node_modules/vitest/vitest.mjs");

/** A step whose tests are counted one by one, from vitest's own report. */
function tests(name, args) {
  return step(name, async () => {
    const report = join(scratch, `${name}.json`);
    const again = `--reporter=${join(root, "bin/again.mjs")}`;
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`, again];
    const code = await run(findBun(), [...bunFlags, "--bun", vitest, "run", ...reporters, ...args]);
    const before = failures.length;
    const ran = count(report, name);
    if (failures.length > before) return;
    if (ran === 0) failures.push(`${name}: not one test ran`);
    // An error outside any test (an unhandled rejection, a broken worker) fails the run too.
    else if (code !== 0) failures.push(`${name}: vitest ended with ${code}`);
  });
}

function count(report, name) {
  let files;
  try {
    files = JSON.parse(readFileSync(report, "utf8")).testResults;
  } catch {
    failures.push(`${name}: vitest left no report`);
    return null;
  }
  let ran = 0;
  for (const file of files) {
    const path = relative(root, file.name);
    const failed = file.assertionResults.filter((test) => test.status === "failed");
    const good = file.assertionResults.filter((test) => test.status === "passed").length;
    ran += failed.length + good;
    passed += good;
    for (const test of failed) failures.push(`${path}: ${test.fullName}`);
    if (file.status === "failed" && failed.length === 0) failures.push(`${path}: the file could not be run to its end`);
  }
  return ran;
}

const modules = (path) => join(root, "node_modules", path);

async function checks() {
  await single("types", process.execPath, [modules("typescript/bin/tsc"), "--noEmit"]);
  await single("lint", process.execPath, [modules("@biomejs/biome/bin/biome"), "ci", "--colors=off"]);
}

async function main(given) {
  const wanted = given[0] === "check" ? "check" : given.length > 0 ? "paths" : "all";
  if (wanted === "all" || given.some((path) => /\bbrowser\b/.test(path))) environment.CHROMIUM = findChromium();
  findBun();
  if (wanted === "paths") return tests("tests", given);
  await checks();
  await tests("unit", ["--project=unit"]);
  if (wanted === "check") return;
  await tests("http", ["--project=http"]);
  await tests("browser", ["--project=whole"]);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  failures.push("the tests could not be started");
}
rmSync(scratch, { recursive: true, force: true });
if (failures.length > 0) console.log(`\nFailed:\n${failures.map((name) => `  ${name}`).join("\n")}`);
console.log(`\n${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length > 0 ? 1 : 0;
