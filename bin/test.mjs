// `npm run check`, `npm test [-- PATHS]` and `npm run test:night`: see README.md.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bunEnvironment, bunFlags, findBun } from "./bun.mjs";
import { leftOut, programsForTests } from "./chromium.mjs";
import { slowness } from "./test/machine.mjs";
import { keepPassed, parts, passedParts } from "./test/night.mjs";
import { readReport, recordLongest, skippedTests, slowestFiles } from "./test/report.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "porchlight-test-"));
const notes = join(scratch, "notes");
const environment = { ...bunEnvironment, ...(process.stdout.isTTY ? {} : { NO_COLOR: "1" }), NOTES: notes };
const minute = 60;
/** A step that hangs must not take the final count with it; seconds. */
const hangs = 50 * minute;
/** No part of a night run begins that may end later; seconds. */
const sitting = 60 * minute;

let passed = 0;
let cpu = 0;
let steps = 0;
const failures = [];
const skipped = new Map();
const files = [];

function run(program, args, env = {}) {
  return new Promise((resolve) => {
    const output = { cwd: root, env: { ...environment, ...env }, stdio: ["ignore", "inherit", "inherit"] };
    const child = spawn(program, args, { ...output, timeout: hangs * 1_000, killSignal: "SIGKILL" });
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

/** Adds the processor time (s) of a program and all it started to the run's; NaN where it cannot be measured. */
async function counted(command, env) {
  const file = join(scratch, `cpu-${++steps}`);
  const code = await run(findBun(), [...bunFlags, join(root, "bin/test/counted.mjs"), file, ...command], env);
  cpu += existsSync(file) ? Number(readFileSync(file, "utf8")) : Number.NaN;
  rmSync(file, { force: true });
  return code;
}

async function step(name, work) {
  console.log(`\n== ${name}`);
  const started = performance.now();
  const before = failures.length;
  await work();
  const seconds = (performance.now() - started) / 1_000;
  console.log(`== ${name}: ${failures.length === before ? "good" : "failed"} after ${seconds.toFixed(1)} s`);
  return seconds;
}

const modules = (path) => join(root, "node_modules", path);

function checks() {
  return step("types and lint", async () => {
    const [types, lint] = await Promise.all([
      counted([process.execPath, modules("typescript/bin/tsc"), "--noEmit"]),
      counted([process.execPath, modules("@biomejs/biome/bin/biome"), "ci", "--colors=off"]),
    ]);
    for (const [name, code] of [
      ["types", types],
      ["lint", lint],
    ]) {
      if (code === 0) passed += 1;
      else failures.push(name);
    }
  });
}

function tests(name, args, { night = false, date } = {}) {
  return step(name, async () => {
    const report = join(scratch, `${name}.json`);
    const again = join(scratch, `${name}.again`);
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    if (night) reporters.push(`--reporter=${join(root, "bin/test/again.mjs")}`);
    const command = [findBun(), ...bunFlags, "--bun", modules("vitest/vitest.mjs"), "run", ...reporters, ...args];
    const env = { AGAIN: again };
    if (night) env.NIGHT = "1";
    if (date) env.TODAY = date;
    const code = await counted(command, env);
    const read = readReport(report, root);
    if (read === null) {
      failures.push(`${name}: vitest left no report`);
      return;
    }
    passed += read.passed;
    failures.push(...read.failures);
    for (const [file, titles] of read.skipped) skipped.set(file, titles);
    files.push(...read.files);
    const tried = existsSync(again) ? readFileSync(again, "utf8").trim().split("\n") : [];
    failures.push(...tried.map((title) => `${title} (passed only when tried again)`));
    if (read.failures.length > 0 || tried.length > 0) return;
    if (read.passed === 0) failures.push(`${name}: not one test ran`);
    // An error outside any test (an unhandled rejection, a broken worker) fails the run too.
    else if (code !== 0) failures.push(`${name}: vitest ended with ${code}`);
  });
}

function prepare() {
  const { chromium, shell, missing } = programsForTests();
  if (chromium) environment.CHROMIUM = chromium;
  if (shell) environment.CHROMIUM_SHELL = shell;
  environment.MISSING = missing.join(",");
  if (missing.length > 0) console.log(leftOut(missing));
  if (!missing.includes("chromium")) return;
  const listed = join(scratch, "left-out.json");
  // Some files make their tests as they run.
  const args = ["list", "--no-static-parse", `--json=${listed}`, "--project=whole", "tests/browser"];
  const env = { ...environment, MISSING: "" };
  spawnSync(findBun(), [...bunFlags, "--bun", modules("vitest/vitest.mjs"), ...args], {
    cwd: root,
    env,
    stdio: "ignore",
  });
  if (!existsSync(listed)) failures.push("the browser tests that are left out could not be counted");
  for (const { name, file } of existsSync(listed) ? JSON.parse(readFileSync(listed, "utf8")) : []) {
    const path = file.slice(root.length);
    skipped.set(path, [...(skipped.get(path) ?? []), name]);
  }
}

/** How slow the machine is decides how long tests wait; the seed is printed so that it can be used again. */
async function measure() {
  const commit = spawnSync("git", ["rev-parse", "--short=12", "HEAD"], { cwd: root, encoding: "utf8" }).stdout?.trim();
  environment.SEED = process.env.SEED || commit || "no commit";
  const slow = await slowness();
  environment.SLOWNESS = slow.wall.toFixed(2);
  console.log(`Seed ${environment.SEED}. The machine is ${slow.wall.toFixed(1)} times slower than usual just now.`);
  return slow;
}

/** CPU seconds that `npm test` may take: those at first, and what each later change added. */
function budget() {
  const { start, added } = JSON.parse(readFileSync(join(root, "tests/ledger.json"), "utf8"));
  return added.reduce((sum, { seconds }) => sum + seconds, start);
}

/** Fails if the run took more processor time than it may on a machine `slower` times slower than usual. */
function keepToBudget(slower) {
  if (Number.isNaN(cpu)) {
    console.log("Processor time is not measured here: this is not Linux.");
    return;
  }
  const most = budget() * slower;
  console.log(
    `Processor time: ${cpu.toFixed(0)} CPU seconds of ${most.toFixed(0)} (tests/ledger.json, times ${slower.toFixed(2)} for this machine).`,
  );
  if (cpu > most) failures.push(`the run took ${cpu.toFixed(0)} CPU seconds, more than ${most.toFixed(0)}`);
}

async function day() {
  prepare();
  const slow = await measure();
  await checks();
  environment.TURNS = "1";
  await tests("tests", []);
  keepToBudget(slow.cpu);
}

async function night() {
  prepare();
  await measure();
  const done = passedParts(root);
  const started = performance.now();
  const spent = () => (performance.now() - started) / 1_000;
  if (done.size === 0) await checks();
  for (const part of parts.filter(({ name }) => !done.has(name))) {
    if (spent() + longest(part) > sitting) break;
    const before = failures.length;
    const seconds = await tests(part.name, part.args, { night: part.date === undefined, date: part.date });
    if (failures.length > before) continue;
    done.set(part.name, seconds);
    keepPassed(root, done);
  }
  console.log("\nParts of the night run that this tree has passed:");
  for (const { name } of parts) {
    console.log(
      `  ${done.has(name) ? `${(done.get(name) / minute).toFixed(1).padStart(5)} min` : " not yet "}  ${name}`,
    );
  }
  if (done.size < parts.length && failures.length === 0) console.log("Go on with: npm run test:night");
  // Not a failure, but not the whole night either.
  if (done.size < parts.length) process.exitCode = 1;
}

/** Most seconds for a part on two quiet cores. */
const longest = ({ date }) => (date ? 10 : 30) * minute;

/** The quick half never waits for a browser or process: a third worker would only load everything again, a fifth of its time. */
const atOnce = `--maxWorkers=${Math.min(3, availableParallelism())}`;

async function main(given) {
  findBun();
  if (given[0] === "night") return night();
  if (given[0] === "check") {
    await measure();
    await checks();
    return tests("unit", ["--project=unit", atOnce]);
  }
  if (given.length === 0) return day();
  if (given[0] === "record") {
    await day();
    return recordLongest(files, root);
  }
  prepare();
  await measure();
  return tests("tests", given);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  failures.push("the tests could not be started");
}
files.sort((a, b) => b.seconds - a.seconds);
if (files.length > 1) console.log(`\nThe slowest files:\n${slowestFiles(files).join("\n")}`);
if (!Number.isNaN(cpu)) console.log(`\nProcessor time of all that ran: ${cpu.toFixed(0)} CPU seconds.`);
const left = [...skipped.values()].reduce((sum, titles) => sum + titles.length, 0);
if (left > 0) console.log(`\nSkipped, ${left} tests:\n${skippedTests(skipped).join("\n")}`);
if (existsSync(notes)) console.log(`\n${readFileSync(notes, "utf8").trim()}`);
rmSync(scratch, { recursive: true, force: true });
if (failures.length > 0) console.log(`\nFailed:\n${failures.map((name) => `  ${name}`).join("\n")}`);
console.log(`\n${passed} passed, ${failures.length} failed, ${left} skipped`);
if (failures.length > 0) process.exitCode = 1;
