// npm run bench -- delivery [--long]: messages stored and delivered a second, delays, memory, and start.
// Every judged figure is measured beside its limit, the bare loop of delivery/bare.ts.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Figure, finish, percentile, progress } from "#lab/load/report/report.ts";
import { binary } from "#tests/support/outside/binary.ts";
import { freePort } from "#tests/support/outside/port.ts";
import type { Plan, Result } from "./load.ts";
import { type Corner, canLimit, finished, loaded, type Measured, started, startedFile } from "./processes.ts";
import { timeToFirstByte } from "./start.ts";

const file = binary();
const long = process.argv.includes("--long");
const saturatedSeconds = long ? 15 : 4;
const offeredSeconds = long ? 60 : 8;
const sizes = [50, 200, 500, 10_000];
/** A small machine: one core, 256 MB. */
const small: Corner = { core: 0, bytes: 256 * 1024 ** 2 };
/** One core, and as much memory as it asks for. */
const oneCore: Corner = { core: 0, bytes: 4 * 1024 ** 3 };

const folder = mkdtempSync(join(tmpdir(), "porchlight-bench-"));
const figures: Figure[] = [];
const raw: Record<string, unknown> = {};

function note(name: string, got: string, aim = "", pass = true) {
  figures.push({ name, got, aim, pass });
  progress(`${name}: ${got}`);
}

const mb = (bytes: number) => `${(bytes / 1024 ** 2).toFixed(1)} MB`;
const both = ({ dirty, pss }: Memory) => `${mb(dirty)} (PSS ${mb(pss)})`;
const ms = (value: number) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
const perSecond = (value: number) => `${Math.round(value).toLocaleString("en")}/s`;
const plan = (at: string, more: Partial<Plan>): Plan => ({
  port: 0,
  folder: at,
  kind: "product",
  seconds: saturatedSeconds,
  rate: 0,
  inFlight: 64,
  warmUpSeconds: 1,
  hold: false,
  ...more,
});

/** 64 requests are always on their way. */
async function saturated(program: "product" | "bare", at: string, corner: Corner, commits = "turn"): Promise<Result> {
  const server = await started(`${program}.ts`, [at, commits], corner);
  try {
    const { result } = await loaded(plan(at, { port: server.port, kind: program }), corner);
    if (result.lost > 0 || result.refused > 0) throw new Error(`${result.lost} lost, ${result.refused} refused`);
    return result;
  } finally {
    await server.stop();
  }
}

interface Memory {
  /** Private dirty pages, bytes. */
  dirty: number;
  /** Proportional set size, bytes. */
  pss: number;
}

/** Memory of a burst is given back only after a while. */
async function settled(server: Measured): Promise<Memory> {
  let least = server.dirty();
  for (let quiet = 0; quiet < 4; ) {
    await Bun.sleep(500);
    const now = server.dirty();
    quiet = now > least - 512 * 1024 ? quiet + 1 : 0;
    least = Math.min(least, now);
  }
  return { dirty: least, pss: server.memory() };
}

/** Memory before anyone came, and with everyone there. */
async function offered(at: string, rate: number, corner: Corner) {
  const server = await startedFile(file, `${at}/data`, await freePort(), corner);
  try {
    const idle = await settled(server);
    const before = server.cpu();
    const began = performance.now();
    const asked = plan(at, { port: server.port, rate, seconds: offeredSeconds, warmUpSeconds: 3 });
    const { result, found } = await loaded(asked, corner, async () => {
      const share = (server.cpu() - before) / (performance.now() - began);
      return { share, memory: await settled(server) };
    });
    return { result, idle, ...found! };
  } finally {
    await server.stop();
  }
}

async function prepare(count: number): Promise<string> {
  const at = join(folder, String(count));
  mkdirSync(at);
  await finished("prepare.ts", [at, String(count)]);
  return at;
}

const named = (corner: Corner) => {
  if (corner === null) return "";
  return corner === small ? ", one core and 256 MB" : ", one core";
};

async function saturation(at: string, count: number, corner: Corner) {
  const where = named(corner);
  const judged = count === 200 && corner === null;
  const limit = await saturated("bare", at, corner);
  const product = await saturated("product", at, corner);
  const ratio = product.perSecond / limit.perSecond;
  note(
    `${count} chats${where}, saturated`,
    `${perSecond(product.perSecond)}, ${ratio.toFixed(3)} of the bare loop (${perSecond(limit.perSecond)})`,
    judged ? "at least 0.14 of the bare loop" : "",
    !judged || ratio >= 0.14,
  );
  raw[`saturated ${count}${where}`] = { perSecond: product.perSecond, bare: limit.perSecond, ratio };
  return product.perSecond;
}

/** ms */
interface Most {
  p50?: number;
  p99: number;
}

const aimOf = ({ p50, p99 }: Most) => `${p50 === undefined ? "" : `p50 at most ${p50} ms, `}p99 at most ${p99} ms`;

async function delays(at: string, count: number, rate: number, corner: Corner, most?: Most) {
  const where = named(corner);
  const { result, idle, memory, share } = await offered(at, rate, corner);
  const p50 = percentile(result.delays, 0.5);
  const p99 = percentile(result.delays, 0.99);
  const bad = result.lost + result.refused;
  note(
    `${count} chats${where}, ${perSecond(rate)}: send to the other side's socket`,
    `p50 ${ms(p50)}, p95 ${ms(percentile(result.delays, 0.95))}, p99 ${ms(p99)} of ${result.delays.length} (${bad} lost or refused)`,
    most === undefined ? "none lost" : `${aimOf(most)}, none lost`,
    bad === 0 && (most === undefined || (p50 <= (most.p50 ?? p50) && p99 <= most.p99)),
  );
  raw[`offered ${count} at ${rate}${where}`] = { p50, p99, counted: result.delays.length, bad, idle, memory, share };
  return { idle, memory, share };
}

async function firstPass() {
  const at = new Map<number, string>();
  for (const count of sizes) {
    progress(`preparing ${count} chats`);
    at.set(count, await prepare(count));
  }
  for (const count of sizes) {
    const turn = await saturation(at.get(count)!, count, null);
    if (count !== 200) continue;
    const each = (await saturated("product", at.get(count)!, null, "message")).perSecond;
    note(
      "200 chats, one commit per message",
      `${perSecond(each)}: one commit a turn is ${(turn / each).toFixed(1)} times that`,
    );
    raw["one commit per message"] = { perSecond: each, ratio: turn / each };
  }
  // As people write: one message a chat every five seconds.
  await delays(at.get(50)!, 50, 10, null);
  const { memory, share } = await delays(at.get(200)!, 200, 40, null, { p50: 2, p99: 6 });
  note("200 chats: share of one core", `${(share * 100).toFixed(1)} %`);
  note("200 chats: private dirty memory", both(memory), "at most 45 MB", memory.dirty <= 45 * 1024 ** 2);
  await delays(at.get(500)!, 500, 100, null);
  const most = sizes.at(-1)!;
  const crowd = await delays(at.get(most)!, most, 1_000, oneCore, { p99: 50 });
  const each = (crowd.memory.dirty - crowd.idle.dirty) / most;
  note("10,000 chats: private dirty memory", both(crowd.memory));
  note("private dirty memory for each chat", `${(each / 1024).toFixed(1)} KB`, "at most 8 KB", each <= 8 * 1024);
  return at;
}

async function idleAndStart() {
  const dataDir = join(folder, "new", "data");
  mkdirSync(join(folder, "new"));
  const port = await freePort();
  const first = await timeToFirstByte(file, dataDir, port);
  const times: number[] = [];
  for (let n = 0; n < 15; n += 1) times.push(await timeToFirstByte(file, dataDir, port));
  const middle = percentile(times, 0.5);
  note(
    "start to first byte, median of 15",
    `${ms(middle)} (the very first, which makes tables and key: ${ms(first)})`,
    "under 150 ms",
    middle < 150,
  );
  const server = await startedFile(file, dataDir, port, null);
  await fetch(`http://127.0.0.1:${port}/`);
  const idle = await settled(server);
  await server.stop();
  note("idle: private dirty memory", both(idle), "at most 30 MB", idle.dirty <= 30 * 1024 ** 2);
  raw.start = { median: middle, first };
  raw.idle = idle;
}

try {
  await idleAndStart();
  const at = await firstPass();
  if (!canLimit()) progress("The memory limit of the second pass takes root on Linux: only the core is limited.");
  await saturation(at.get(200)!, 200, small);
  await delays(at.get(200)!, 200, 40, small);
  raw["memory limited"] = canLimit();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
finish({ name: "delivery", figures, raw });
