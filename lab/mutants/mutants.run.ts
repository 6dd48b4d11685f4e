// npm run mutants: plants 129 bugs, one at a time, in a copy of the tree, and looks whether the day set finds them.
// -- map: maps which test file gets to which place. Both take --part=60 (minutes) and go on where they stopped.
import { parseArgs } from "node:util";
import { finish, progress } from "#lab/load/report/report.ts";
import { copyTree, removeCopy } from "./copy.ts";
import { placeOf, readSources } from "./find.ts";
import { judge } from "./judge.ts";
import { openLane } from "./lane.ts";
import { mutants } from "./list/all.ts";
import { makeMap } from "./map/map.ts";
import { type Mutant, spread } from "./mutant.ts";
import { readReach, writeReach } from "./reach.ts";
import { forgetSoFar, type Result, readSoFar, stampOfTree, writeSoFar } from "./results.ts";

/** Below it the day set has become blind. */
const leastShare = 0.95;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    part: { type: "string" },
    only: { type: "string" },
    lanes: { type: "string", default: "2" },
    /** Skips the whole day set for what the nearest tests miss. */
    near: { type: "boolean", default: false },
    /** Keeps earlier results though the tree has changed. */
    "go-on": { type: "boolean", default: false },
    /** Also maps what is on the map already. */
    anew: { type: "boolean", default: false },
  },
});
const began = performance.now();
const minutes = values.part === undefined ? Number.POSITIVE_INFINITY : Number(values.part);
const isOver = () => performance.now() - began >= minutes * 60_000;
const only = values.only?.split(",").map((one) => one.trim());

process.env.SEED ??= "mutants";
// Beside another lane a test takes longer than alone.
process.env.SLOWNESS ??= "3";
const { findChromium } = await import(new URL("../../bin/chromium.mjs", import.meta.url).href);
process.env.CHROMIUM ??= findChromium();

if (positionals[0] === "map") await map();
else await run();

async function map() {
  const wanted = (file: string) => only === undefined || only.some((one) => file.startsWith(one));
  const { done, left, cpuSeconds } = await makeMap({ wanted, anew: values.anew, isOver, report: progress });
  const reach = readReach();
  if (left > 0) progress(`${left} test files are left: the same command goes on with them.`);
  const raw = { done, left, onTheMap: reach.seconds.size, cpuSeconds: Math.round(cpuSeconds) };
  process.stdout.write(`${JSON.stringify({ name: "mutants map", ...raw })}\n`);
}

async function run() {
  const sources = readSources(new URL("../../", import.meta.url).pathname);
  // A bug that does not apply fails the run before it costs anything.
  for (const one of mutants) placeOf(one, sources);
  const chosen = mutants.filter(({ id, group }) => only === undefined || only.includes(id) || only.includes(group));
  if (chosen.length === 0) throw new Error(`--only names none of them: ${values.only}`);
  const soFar = readSoFar(stampOfTree(), values["go-on"]);
  if (only) for (const { id } of chosen) delete soFar.results[id];
  const todo = chosen.filter(({ id }) => soFar.results[id] === undefined);
  progress(`${chosen.length} bugs, ${todo.length} still to be planted`);

  const reach = readReach();
  const queue = [...todo];
  const before = { cpu: soFar.cpuSeconds, wall: soFar.wallSeconds };
  const shared = { green: new Set<string>(), broken: new Set<string>() };
  const work = async () => {
    const folder = copyTree();
    const lane = openLane(folder);
    try {
      const means = {
        folder,
        lane,
        sources,
        reach,
        ...shared,
        onlyNear: values.near,
        changed: new Set<string>(),
        report: progress,
      };
      for (let one = queue.shift(); one && !isOver(); one = queue.shift()) {
        const result = await judge(one, means);
        soFar.results[one.id] = result;
        if (result.state === "killed") reach.killers.set(one.id, result.by);
        soFar.wallSeconds = before.wall + Math.round((performance.now() - began) / 1_000);
        writeSoFar(soFar);
        progress(sentence(one, result));
      }
    } finally {
      soFar.cpuSeconds += await lane.end();
      removeCopy(folder);
    }
  };
  await Promise.all(Array.from({ length: Number(values.lanes) }, work));
  writeSoFar(soFar);
  tell(chosen, soFar);
}

function sentence({ id, group, wrong }: Mutant, result: Result): string {
  const after = `after ${result.seconds} s`;
  if (result.state === "killed") return `${group}: ${id}: killed by ${result.by} > ${result.test} ${after}`;
  if (result.state === "killed by time") return `${group}: ${id}: killed by time, in ${result.by} ${after}`;
  return `${group}: ${id}: SURVIVED ${result.files} test files ${after}. ${wrong}`;
}

function tell(chosen: Mutant[], { results, cpuSeconds, wallSeconds }: ReturnType<typeof readSoFar>) {
  const judged = chosen.filter(({ id }) => results[id] !== undefined);
  const survivors = judged.filter(({ id }) => results[id]!.state === "survived");
  const left = chosen.length - judged.length;
  for (const one of survivors) process.stdout.write(`${sentence(one, results[one.id]!)}\n`);
  const times = { cpuSeconds: Math.round(cpuSeconds), wallSeconds };
  if (left > 0) {
    progress(`${left} are left: npm run mutants goes on with them.`);
    const raw = { planted: judged.length, survived: survivors.map(({ id }) => id), left, ...times };
    process.stdout.write(`${JSON.stringify({ name: "mutants", ...raw })}\n`);
    return;
  }
  const share = (some: Mutant[]) => {
    const killed = some.filter((one) => !survivors.includes(one)).length;
    return { killed, of: some.length, text: `${killed} of ${some.length}` };
  };
  const groups = Object.keys(spread).flatMap((group) => {
    const own = chosen.filter((one) => one.group === group);
    return own.length === 0 ? [] : [{ name: group, got: share(own).text, aim: "", pass: true }];
  });
  const all = share(chosen);
  const aim = `at least ${leastShare * 100} %`;
  const killed = { name: "killed", got: all.text, aim, pass: all.killed >= leastShare * all.of };
  if (only === undefined) {
    writeReach({ ...readReach(), killers: killersIn(results) });
    forgetSoFar();
  }
  const raw = { planted: all.of, killed: all.killed, survived: survivors.map(({ id }) => id), ...times, results };
  finish({ name: "mutants", figures: [...groups, killed], raw });
}

function killersIn(results: Record<string, Result>): Map<string, string> {
  const found = Object.entries(results).flatMap(([id, one]): [string, string][] =>
    one.state === "killed" ? [[id, one.by]] : [],
  );
  return new Map(found);
}
