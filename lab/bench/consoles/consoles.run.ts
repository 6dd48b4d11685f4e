// npm run bench -- consoles [--long]: time from a young person's arrival until the last of 50 consoles shows it, with 50 waiting
// and 4 chats open, beside the bare loop: the same sockets, one commit, one constant frame to all.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished, loaded, started } from "#lab/bench/delivery/processes.ts";
import { type Figure, finish, percentile, progress } from "#lab/load/report/report.ts";
import type { Plan, Result } from "./load.ts";

/** By turns, so that a noisy minute hits both. */
const rounds = 4;
const arrivals = process.argv.includes("--long") ? 500 : 100;
const evening = { chats: 4, consoles: 50, waiting: 50 };
const most = { p99: 50, frame: 2 * 1024 };

const folder = mkdtempSync(join(tmpdir(), "porchlight-bench-"));
const ms = (value: number) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
const mb = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

async function comeTo(kind: Plan["kind"], frameBytes: number) {
  const server = await started(`${kind}.ts`, [folder, "turn"], null);
  try {
    const before = server.memory();
    const plan: Plan = { port: server.port, folder, kind, arrivals, warmUp: 30, everyMs: 100, frameBytes };
    const time = { seconds: arrivals / 5, warmUpSeconds: 10 };
    const memory = async () => ({ before, open: server.memory() });
    const { result, found } = await loaded<Awaited<ReturnType<typeof memory>>, Result>(
      { ...plan, ...time },
      null,
      memory,
      "../consoles/load.ts",
    );
    progress(`${arrivals} arrivals, ${kind}: p50 ${ms(percentile(result.delays, 0.5))}`);
    return { ...result, memory: found! };
  } finally {
    await server.stop();
  }
}

function summed(found: Awaited<ReturnType<typeof comeTo>>[]) {
  const delays = found.flatMap((one) => one.delays);
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(delays, share)) as [number, number, number];
  const lost = found.reduce((sum, one) => sum + one.lost, 0);
  const { memory, frameBytes } = found.at(-1)!;
  return { delays, p50, p95, p99, lost, memory, frameBytes };
}

const told = ({ p50, p95, p99 }: ReturnType<typeof summed>) => `p50 ${ms(p50)}, p95 ${ms(p95)}, p99 ${ms(p99)}`;

try {
  const { chats, consoles, waiting } = evening;
  await finished("prepare.ts", [folder, String(chats), String(consoles), String(waiting)]);
  const found: Record<Plan["kind"], Awaited<ReturnType<typeof comeTo>>[]> = { product: [], bare: [] };
  for (let round = 0; round < rounds; round += 1) {
    found.product.push(await comeTo("product", 0));
    found.bare.push(await comeTo("bare", found.product[0]!.frameBytes));
  }
  const [product, bare] = [summed(found.product), summed(found.bare)];
  const ratio = { p50: product.p50 / bare.p50, p99: product.p99 / bare.p99 };
  const figures: Figure[] = [
    {
      name: "from an arrival to the last of 50 consoles",
      got: `${told(product)} of ${product.delays.length} (${product.lost} lost)`,
      aim: `p99 under ${most.p99} ms, none lost`,
      pass: product.p99 < most.p99 && product.lost === 0,
    },
    { name: "the bare loop", got: `${told(bare)} of ${bare.delays.length}`, aim: "", pass: true },
    {
      name: "as many times as long as the bare loop",
      got: `p50 ${ratio.p50.toFixed(1)}, p99 ${ratio.p99.toFixed(1)}`,
      aim: "",
      pass: true,
    },
    {
      name: "what an arrival sends to each console, uncompressed",
      got: `${product.frameBytes} B`,
      aim: `under ${most.frame} B`,
      pass: product.frameBytes < most.frame,
    },
    {
      name: "memory: nobody there; 50 consoles open, after all of it",
      got: `${mb(product.memory.before)}; ${mb(product.memory.open)}`,
      aim: "",
      pass: true,
    },
  ];
  const { delays: _, ...rest } = product;
  finish({ name: "consoles", figures, raw: { ...rest, bare: { p50: bare.p50, p95: bare.p95, p99: bare.p99 }, ratio } });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
