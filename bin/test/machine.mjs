// How fast this machine is just now.
import { createHash } from "node:crypto";
import { isMainThread, Worker } from "node:worker_threads";

/** ms on two quiet cores of the machine the budgets were set on, by the clock and of one core. */
const usual = { wall: 400, cpu: 330 };
const atOnce = 2;

/** Hashing, JSON and patterns, as in a test, but nothing about Porchlight. */
function work() {
  let text = "x";
  let sum = 0;
  for (let n = 0; n < 120_000; n++) {
    text = createHash("sha256").update(text).digest("hex");
    sum += JSON.parse(JSON.stringify({ text, n, list: [n, n + 1] })).list[1];
    if (/ff+0/.test(text)) sum += 1;
  }
  return sum;
}

const worked = () =>
  new Promise((resolve, reject) => new Worker(new URL(import.meta.url)).once("exit", resolve).once("error", reject));

/** Returns how many times slower than usual the machine is (at least 1): `wall` for waits, `cpu` for processor time. */
export async function slowness() {
  const started = performance.now();
  const before = process.cpuUsage();
  await Promise.all(Array.from({ length: atOnce }, worked));
  const spent = Object.values(process.cpuUsage(before)).reduce((sum, microseconds) => sum + microseconds, 0);
  const wall = (performance.now() - started) / usual.wall;
  const cpu = spent / 1_000 / atOnce / usual.cpu;
  return { wall: Math.max(1, wall), cpu: Math.max(1, cpu) };
}

if (!isMainThread) work();
