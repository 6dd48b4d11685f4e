// npm run bench -- before FOLDER [--rounds=N]: compares an earlier commit with this one, by turns in one run.
// FOLDER is a checkout with its packages: `git worktree add FOLDER COMMIT`, then `npm ci` there.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { World } from "#lab/load/people/world.ts";
import { said } from "#lab/load/report/figures.ts";
import { type Figure, finish, percentile, progress } from "#lab/load/report/report.ts";
import { freePort } from "#tests/support/outside/port.ts";
import type { Plan as Consoles, Result as Heard } from "./consoles/load.ts";
import type { Plan, Result } from "./delivery/load.ts";
import { finished, loaded, type Measured, started, startedFile } from "./delivery/processes.ts";
import { timeToFirstByte } from "./delivery/start.ts";

const [given] = process.argv.slice(2).filter((one) => !one.startsWith("--"));
if (given === undefined)
  throw new Error("npm run bench -- before FOLDER, a checkout of an earlier commit with its packages");
const rounds = Number(/^--rounds=(\d+)$/.exec(process.argv.find((one) => one.startsWith("--rounds=")) ?? "")?.[1] ?? 5);

type Who = "before" | "now";
const trees: Record<Who, string> = { before: resolve(given), now: fileURLToPath(new URL("../..", import.meta.url)) };
/** The first turn changes, so that a noisy minute hits both. */
const inTurn = (n: number): Who[] => (n % 2 === 0 ? ["before", "now"] : ["now", "before"]);
const benchOf = (who: Who) =>
  ["lab/bench", "tests/bench"].map((at) => join(trees[who], at)).find((at) => existsSync(at))!;
const program = (who: Who, name: string) =>
  relative(fileURLToPath(new URL("delivery/", import.meta.url)), join(benchOf(who), "delivery", name));

const folder = mkdtempSync(join(tmpdir(), "porchlight-bench-"));
const figures: Figure[] = [];
const raw: Record<string, unknown> = {};
/** Two runs of the same program differ by this much. */
const leeway = 1.1;

/** `worse`: more is worse (1), more is better (-1), or not judged (0). */
function note(name: string, value: (who: Who) => number, show: (value: number) => string, worse: 1 | -1 | 0 = 0) {
  const both = each(value);
  raw[name] = both;
  const isWorse = worse !== 0 && (both.now / both.before) ** worse > leeway;
  const aim = worse === 0 ? "" : `no more than ${Math.round((leeway - 1) * 100)} % worse`;
  figures.push({ name, got: `${show(both.before)} → ${show(both.now)}`, aim, pass: !isWorse });
  progress(`${name}: ${figures.at(-1)!.got}`);
}

const each = <Got>(make: (who: Who) => Got): Record<Who, Got> => ({ before: make("before"), now: make("now") });
const middle = (values: number[]) => percentile(values, 0.5);
const ms = (value: number) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
const mb = (value: number) => `${(value / 1024 / 1024).toFixed(1)} MB`;
const times = (value: number) => `${value.toFixed(value < 1 ? 3 : 1)} times`;
const bytes = (value: number) => `${value} B`;

function built(who: Who): string {
  const out = join(folder, who, "dist");
  const name = `${process.platform}-${process.arch}`;
  const { status, stderr } = spawnSync("node", [join(trees[who], "bin/build.mjs"), name, "--out", out]);
  if (status !== 0) throw new Error(`${who} could not be built: ${stderr}`);
  return join(out, `porchlight-${name}`);
}

const at = (who: Who, what: string) => join(folder, who, what);

async function prepare(who: Who) {
  for (const [what, ...counts] of [["chats", "200"], ["evening", "4", "50", "50"], ["new"]] as const) {
    mkdirSync(at(who, what), { recursive: true });
    if (counts.length > 0) await finished(program(who, "prepare.ts"), [at(who, what), ...counts]);
  }
}

/** As many messages as it takes: how many a second, and each one's processor time, µs. */
async function saturated(who: Who, kind: Plan["kind"]) {
  const server = await started(program(who, `${kind}.ts`), [at(who, "chats"), "turn"], null);
  try {
    const plan: Plan = {
      port: server.port,
      folder: at(who, "chats"),
      kind,
      seconds: 4,
      rate: 0,
      inFlight: 64,
      warmUpSeconds: 1,
      hold: false,
    };
    const before = server.cpu();
    const { result } = await loaded<void, Result>(plan, null);
    if (result.lost > 0 || result.refused > 0) throw new Error(`${result.lost} lost, ${result.refused} refused`);
    return { perSecond: result.perSecond, cost: ((server.cpu() - before) * 1_000) / result.sent };
  } finally {
    await server.stop();
  }
}

async function messages() {
  const shares: Record<Who, number[]> = { before: [], now: [] };
  const costs: Record<Who, number[]> = { before: [], now: [] };
  for (let n = 0; n < rounds; n += 1) {
    const bare = await saturated("now", "bare");
    for (const who of inTurn(n)) {
      const found = await saturated(who, "product");
      shares[who].push(found.perSecond / bare.perSecond);
      costs[who].push(found.cost / bare.cost);
    }
  }
  note("200 chats, saturated: messages, of the bare loop’s", (who) => middle(shares[who]), times, -1);
  note("200 chats, saturated: what a message costs, of the bare loop’s", (who) => middle(costs[who]), times, 1);
}

async function onFile(files: Record<Who, string>, who: Who, work: (server: Measured) => Promise<void>) {
  const server = await startedFile(files[who], at(who, "chats/data"), await freePort(), null);
  try {
    await work(server);
  } finally {
    await server.stop();
  }
}

async function asPeopleWrite(files: Record<Who, string>) {
  const delays: Record<Who, number[]> = { before: [], now: [] };
  const memory: Record<Who, number[]> = { before: [], now: [] };
  const share: Record<Who, number[]> = { before: [], now: [] };
  for (let n = 0; n < Math.ceil(rounds / 2); n += 1) {
    for (const who of inTurn(n)) {
      await onFile(files, who, async (server) => {
        const [from, before] = [performance.now(), server.cpu()];
        const plan: Plan = {
          port: server.port,
          folder: at(who, "chats"),
          kind: "product",
          seconds: 7,
          rate: 40,
          inFlight: 16,
          warmUpSeconds: 3,
          hold: false,
        };
        const found = () => ({ memory: server.memory(), share: (server.cpu() - before) / (performance.now() - from) });
        const { result, found: cost } = await loaded<ReturnType<typeof found>, Result>(plan, null, async () => found());
        delays[who].push(...result.delays);
        memory[who].push(cost!.memory);
        share[who].push(cost!.share);
      });
    }
  }
  note("200 chats, 40 messages a second: p50", (who) => middle(delays[who]), ms);
  note("200 chats, 40 messages a second: p99", (who) => percentile(delays[who], 0.99), ms);
  note("200 chats: memory", (who) => middle(memory[who]), mb);
  note(
    "200 chats: share of one core",
    (who) => middle(share[who]) * 100,
    (value) => `${value.toFixed(1)} %`,
  );
}

async function arrivals() {
  const came = async (who: Who, kind: Consoles["kind"], frameBytes: number): Promise<Heard> => {
    const server = await started(program(who, `${kind}.ts`), [at(who, "evening"), "turn"], null);
    try {
      const plan: Consoles = {
        port: server.port,
        folder: at(who, "evening"),
        kind,
        arrivals: 60,
        warmUp: 20,
        everyMs: 100,
        frameBytes,
      };
      return (
        await loaded<void, Heard>({ ...plan, seconds: 12, warmUpSeconds: 10 }, null, undefined, "../consoles/load.ts")
      ).result;
    } finally {
      await server.stop();
    }
  };
  const delays: Record<Who | "bare", number[]> = { before: [], now: [], bare: [] };
  const frames = { before: 0, now: 0 };
  for (let n = 0; n < Math.ceil(rounds / 2); n += 1) {
    for (const who of inTurn(n)) {
      const found = await came(who, "product", 0);
      delays[who].push(...found.delays);
      frames[who] = found.frameBytes;
    }
    delays.bare.push(...(await came("now", "bare", frames.now)).delays);
  }
  note(
    "an arrival at 50 consoles: p50, of the bare loop’s",
    (who) => middle(delays[who]) / middle(delays.bare),
    times,
    1,
  );
  note("an arrival at 50 consoles: p99", (who) => percentile(delays[who], 0.99), ms);
  note("an arrival at 50 consoles: what each is sent", (who) => frames[who], bytes);
}

async function weights(files: Record<Who, string>) {
  const found: Record<string, Record<Who, number>> = {};
  const add = (name: string, who: Who, value: number) => {
    found[name] ??= { before: 0, now: 0 };
    found[name][who] += value;
  };
  for (const who of inTurn(0)) {
    await onFile(files, who, async (server) => {
      const [noor] = (JSON.parse(readFileSync(join(at(who, "chats"), "world.json"), "utf8")) as World).young;
      const asked = async (path: string, headers: Record<string, string>) => {
        const get = (more: object) => fetch(`http://127.0.0.1:${server.port}${path}`, { headers, ...more });
        return {
          weight: (await (await get({ decompress: false })).arrayBuffer()).byteLength,
          text: await (await get({})).text(),
        };
      };
      for (const [name, cookie] of [
        ["the door", ""],
        ["a chat", noor!.cookie],
      ] as const) {
        const page = await asked("/", { "Accept-Encoding": "gzip", ...(cookie === "" ? {} : { Cookie: cookie }) });
        add(`${name}: its page`, who, page.weight);
        for (const path of new Set(page.text.match(/\/static\/[\w.-]+\.js/g)))
          add(`${name}: the scripts it names`, who, (await asked(path, { "Accept-Encoding": "br" })).weight);
      }
    });
  }
  for (const [name, both] of Object.entries(found)) note(name, (who) => both[who], bytes);
}

function programOf(who: Who, name: string): string {
  const [own, beside] = [`${name}/${name}.run.ts`, `${name}.run.ts`].map((path) => join(benchOf(who), path));
  return existsSync(own!) ? own! : beside!;
}

/** A measurement with its peer beside it, as both have it. */
function beside(name: string) {
  progress(`${name}, as each of both measures it`);
  const told = each((who) => {
    const run = spawnSync(process.execPath, [programOf(who, name)], { cwd: trees[who], stdio: "ignore" });
    if (run.error) throw run.error;
    const file = join(benchOf(who), `results/${name}.json`);
    return (JSON.parse(readFileSync(file, "utf8")) as { figures: Figure[] }).figures;
  });
  for (const { name: what, got } of told.now) {
    const before = told.before.find((one) => one.name === what)?.got ?? "not there";
    figures.push(said(`${name}: ${what}`, `${before} → ${got}`));
  }
}

try {
  const files = each(built);
  for (const who of inTurn(0)) await prepare(who);
  await weights(files);
  const starts: Record<Who, number[]> = { before: [], now: [] };
  for (let n = 0; n <= 3 * rounds; n += 1)
    for (const who of inTurn(n))
      starts[who].push(await timeToFirstByte(files[who], at(who, "new/data"), await freePort()));
  note("start to first byte", (who) => middle(starts[who]), ms);
  await messages();
  await asPeopleWrite(files);
  await arrivals();
  for (const name of ["hours", "search"]) beside(name);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
finish({ name: "before", figures, raw });
