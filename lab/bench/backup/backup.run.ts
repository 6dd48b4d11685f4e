// npm run bench -- backup: what a copy of 137 MB and 400,000 rows, and then deltas, take while 500 messages a second are stored, and what
// they notice.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "#lab/bench/delivery/processes.ts";
import type { World } from "#lab/load/people/world.ts";
import { none, said } from "#lab/load/report/figures.ts";
import { clientId, numberGiven } from "#lab/load/report/random.ts";
import { type Figure, finish, percentile, progress } from "#lab/load/report/report.ts";
import type { OpenedDelta } from "#src/backup/delta/kept-deltas.ts";
import type { Kept } from "#src/backup/kept.ts";
import { systemClock } from "#src/clock.ts";
import { readConfig } from "#src/config.ts";
import { writeAsYouth } from "#src/conversation/messages/writing.ts";
import { codeBytes, openCode } from "#src/crypto/hash.ts";
import { readMasterKey } from "#src/crypto/keys/master-key.ts";
import { openFiles } from "#src/db/files.ts";
import { workOption } from "#src/files.ts";
import { openHelpline } from "#src/helpline.ts";
import { binary } from "#tests/support/outside/binary.ts";

const rows = numberGiven(process.argv.slice(2), "rows", 400_000);
const chats = 200;
const rate = 500;
const everyMs = 5;
const quietMs = 6_000;
const deltas = 5;
const folder = mkdtempSync(join(tmpdir(), "porchlight-copy-"));

/** What goes on: nothing else, a step of the copy, or a delta. */
type Phase = "quiet" | "copying" | "sealing" | "opening" | "delta";
const lag: Record<Phase, number[]> = { quiet: [], copying: [], sealing: [], opening: [], delta: [] };
const stored: Record<Phase, number[]> = { quiet: [], copying: [], sealing: [], opening: [], delta: [] };
let failed = 0;

/** `workedMs`: what the processor worked for it beside the server. */
type MadeDelta = OpenedDelta & { workedMs: number };

async function measure(): Promise<{ kept: Kept; size: number; made: MadeDelta[] }> {
  const config = readConfig({}, ["--data-dir", join(folder, "data")]);
  const files = openFiles(config.dataDir, systemClock.now());
  const master = readMasterKey(config.masterKeyFile);
  const { db, backups } = await openHelpline({ config, clock: systemClock, ...files, master, report: progress });
  const world = JSON.parse(readFileSync(`${folder}/world.json`, "utf8")) as World;
  let isDelta = false;
  const phase = (): Phase => {
    if (isDelta) return "delta";
    const now = backups.now();
    return now && !("drill" in now) ? now.step : "quiet";
  };
  let number = 0;
  let last = performance.now();
  let before = phase();
  const begun = last;

  function write(at: number, during: Phase) {
    const conversationId = world.young[number % chats]!.id;
    const words = { conversationId, clientId: clientId(), text: `message ${number} of somebody who needs a friend` };
    number += 1;
    db.change(`conversation:${conversationId}`, (tx, emit) => writeAsYouth(tx, emit, words)).then(
      () => stored[during].push(performance.now() - at),
      () => (failed += 1),
    );
  }

  const timer = setInterval(() => {
    const now = performance.now();
    lag[before].push(Math.max(0, now - last - everyMs));
    last = now;
    before = phase();
    // At the times that were planned, however late it is.
    while (begun + (number / rate) * 1_000 <= now) write(begun + (number / rate) * 1_000, before);
  }, everyMs);
  await Bun.sleep(quietMs);
  const size = statSync(join(config.dataDir, "porchlight.db")).size + statSync(join(config.dataDir, "keys.db")).size;
  const kept = await backups.make(config.backupDir, ({ step }) => steps.set(step, performance.now()));
  const made: MadeDelta[] = [];
  for (let n = 0; n < deltas; n += 1) {
    await Bun.sleep(quietMs / 3);
    isDelta = true;
    const workedMs = childrenMs();
    made.push({ ...(await backups.makeDelta())!.opened!, workedMs: 0 });
    made.at(-1)!.workedMs = childrenMs() - workedMs;
    isDelta = false;
  }
  clearInterval(timer);
  return { kept, size, made };
}

/** The processor time of processes that this one has waited for, ms (Linux: in hundredths of a second). */
function childrenMs(): number {
  const [own, kernel] = readFileSync("/proc/self/stat", "utf8").split(") ")[1]!.split(" ").slice(13, 15);
  return (Number(own) + Number(kernel)) * 10;
}

/** What the processor works for a code over so many bytes, made and then checked as in a copy, ms. */
function codeMs(bytes: number): number {
  const key = Buffer.alloc(codeBytes, 7);
  const piece = Buffer.alloc(256 * 1024, 7);
  const codeOf = () => {
    const code = openCode(key);
    for (let at = 0; at < bytes; at += piece.length) code.add(piece.subarray(0, Math.min(piece.length, bytes - at)));
    return code;
  };
  const before = process.cpuUsage();
  if (!codeOf().isEnd(codeOf().end())) throw new Error("two codes of the same bytes differ");
  const worked = Object.values(process.cpuUsage(before)).reduce((sum, one) => sum + one, 0);
  return Math.round(worked / 1_000);
}

/** When each step was last heard of. */
const steps = new Map<string, number>();
progress(`${rows} rows are written`);
await finished("../backup/fill.ts", [folder, String(chats), String(rows)]);
// What works beside the server is the one file, as it is for a helpline.
const beside = join(folder, "beside");
writeFileSync(beside, `#!/bin/sh\nexec '${binary()}' ${workOption}\n`, { mode: 0o755 });
Object.defineProperty(process, "execPath", { value: beside });
try {
  const begun = performance.now() + quietMs;
  const load = loadavg()[0]!;
  const filledMs = childrenMs();
  const { kept, size, made } = await measure();
  const workedMs = childrenMs() - filledMs;
  const { tookMs, heldMs, rows: read, bytes } = kept.opened!;
  const copyMs = Math.round(steps.get("copying")! - begun);
  const sealMs = Math.round(steps.get("sealing")! - begun) - copyMs;
  const during = (of: Record<Phase, number[]>) => [...of.copying, ...of.sealing, ...of.opening];
  // Of the moment of both files the loop is kept too, and that one is judged by itself.
  const other = during(lag)
    .toSorted((a, b) => b - a)
    .slice(1);
  const ms = (all: number[], share: number) => `${percentile(all, share).toFixed(1)} ms`;
  const lagMs = percentile(other, 0.99);
  const atMost = (name: string, got: number, most: number, words: string): Figure => ({
    ...{ name, got: words, aim: `at most ${most.toLocaleString("en")} ms`, pass: got <= most },
  });
  const slowest = Math.max(...made.map((one) => one.tookMs));
  const longest = Math.max(...made.map((one) => one.heldMs));
  const deltaLag = percentile(lag.delta, 0.99);
  const seconds = (took: number) => `${(took / 1_000).toFixed(1)} s`;
  const mb = (of: number) => `${(of / 1024 / 1024).toFixed(0)} MB`;
  finish({
    name: "copies",
    figures: [
      said(
        "rows in the copy; size of the data, and of the copy",
        `${read.toLocaleString("en")}; ${mb(size)}, ${mb(bytes)}`,
      ),
      atMost(
        "from the first page to the last check",
        tookMs,
        10_000,
        `${seconds(tookMs)} (copied ${seconds(copyMs)}, sealed ${seconds(sealMs)}, opened ${seconds(tookMs - copyMs - sealMs)})`,
      ),
      said(
        "of that the processor worked, beside the server; load of the machine before",
        `${seconds(workedMs)}; ${load.toFixed(1)}`,
      ),
      said(
        "of that the code by which a copy shows that it is ours, made and then checked, over as many bytes",
        `${codeMs(bytes)} ms`,
      ),
      atMost("nothing was stored for", heldMs, 150, `${heldMs} ms`),
      atMost("otherwise the event loop came late by, p99", lagMs, 25, `${lagMs.toFixed(1)} ms, worst ${ms(other, 1)}`),
      said("the same without a copy", `${ms(lag.quiet, 0.99)}, worst ${ms(lag.quiet, 1)}`),
      said(
        `${rate} messages a second: from their time to the disk, without a copy`,
        `p50 ${ms(stored.quiet, 0.5)}, p99 ${ms(stored.quiet, 0.99)} of ${stored.quiet.length}`,
      ),
      said(
        "the same while the copy is made",
        `p50 ${ms(during(stored), 0.5)}, p99 ${ms(during(stored), 0.99)}, worst ${ms(during(stored), 1)} of ${during(stored).length}`,
      ),
      said(
        `${deltas} deltas: pages (4 KiB) in the last of them, and its size`,
        `${made.at(-1)!.pages.toLocaleString("en")}; ${mb(made.at(-1)!.bytes)}`,
      ),
      atMost(
        "a delta, in all, the slowest",
        slowest,
        1_000,
        `${slowest} ms (${made.map((one) => one.tookMs).join(", ")})`,
      ),
      said("of that the processor worked, beside the server", `${made.map((one) => one.workedMs).join(", ")} ms`),
      atMost("nothing was stored for, the longest", longest, 150, `${made.map((one) => one.heldMs).join(", ")} ms`),
      atMost("the event loop came late by, p99", deltaLag, 25, `${deltaLag.toFixed(1)} ms, worst ${ms(lag.delta, 1)}`),
      said(
        "messages while deltas are made, to the disk",
        `p50 ${ms(stored.delta, 0.5)}, p99 ${ms(stored.delta, 0.99)}, worst ${ms(stored.delta, 1)} of ${stored.delta.length}`,
      ),
      none("messages that were refused", failed),
    ],
    raw: {
      rows: read,
      size,
      bytes,
      tookMs,
      copyMs,
      sealMs,
      workedMs,
      load,
      heldMs,
      lagMs,
      worstLagMs: percentile(other, 1),
      failed,
      deltas: made,
      deltaLag,
      worst: Object.fromEntries(
        Object.entries(lag).map(([name, all]) => [name, [percentile(all, 0.99), percentile(all, 1)]]),
      ),
    },
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
