import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBrowser } from "#lab/load/lines/request.ts";
import { fill, judgeFiles, openLive, writersOf } from "#lab/load/people/stage.ts";
import type { Tally } from "#lab/load/report/judge.ts";
import { seeded } from "#lab/load/report/random.ts";
import { openFiles } from "#src/db/files.ts";
import { openServer } from "./process.ts";

const { findProgram } = (await import(new URL("../../../bin/chromium.mjs", import.meta.url).href)) as {
  findProgram(name: "faketime"): string;
};

/** A change of the system's clock: what it is, and what the clock shows from then on. */
const hour = 3_600_000;
const justBefore = (instant: string) => () => Date.parse(instant);
const jumps: [string, (real: number) => number][] = [
  ["two hours ahead", (real) => real + 2 * hour],
  ["back again", (real) => real],
  ["a day back", (real) => real - 24 * hour],
  ["ahead again", (real) => real],
  ["into the hour that is skipped", justBefore("2027-03-28T00:59:58Z")],
  ["into the hour that comes twice", justBefore("2027-10-31T00:59:58Z")],
  ["into a leap day", justBefore("2028-02-28T23:59:58Z")],
  ["back again", (real) => real],
];

interface JumpFindings {
  jumps: number;
  /** Span of the clock by what was stored: that it really changed. */
  daysBetween: number;
  /** Silence steps, pauses and ends that no real clock made due. */
  timeouts: string[];
  closed: number;
  signedOut: number;
  tally: Tally;
  integrity: string[];
}

/** Changes a server's clock again and again under chats; one half writes, the other is only there. */
export async function jumpRun({ program, restMs, seed }: { program: string[]; restMs: number; seed: number }) {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-clock-"));
  const file = join(folder, "clock");
  const set = (to: (real: number) => number) => {
    const real = Date.now();
    const seconds = Math.round((to(real) - real) / 1_000);
    writeFileSync(file, seconds < 0 ? String(seconds) : `+${seconds}`);
  };
  const more = {
    ...{ LD_PRELOAD: libfaketime(), FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: "1" },
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
  };
  const server = await openServer(program, { more });
  const { origin, dataDir } = server;
  const random = seeded(seed);
  try {
    set((real) => real);
    const world = await fill(server, 8);
    await server.start();
    const writers = writersOf(world, server, random);
    const sockets = await Promise.all(writers.map((writer) => openLive(origin, writer)));
    let closed = 0;
    for (const socket of sockets) void socket.closed.then(() => (closed += 1));
    const desks = world.counsellors.map(({ cookie }) => {
      const [name, value] = cookie.split("=");
      return openBrowser(origin, { "HX-Request": "true" }, false, new Map([[name!, value!]]));
    });
    let enough = false;
    const writing = Promise.all(writers.slice(0, 4).map((writer) => writer.write(Infinity, 700, () => enough)));
    let signedOut = 0;
    for (const [, to] of jumps) {
      set(to);
      await Bun.sleep(restMs);
      for (const desk of desks) if ((await desk.get("/staff", 5_000))?.status !== 200) signedOut += 1;
    }
    enough = true;
    await writing;
    const stillThere = closed;
    await server.end("SIGTERM");
    const { timeouts, daysBetween } = lookInto(dataDir);
    const found = { jumps: jumps.length, daysBetween, timeouts, closed: stillThere, signedOut };
    return { ...found, ...judgeFiles(dataDir, writers) } satisfies JumpFindings;
  } finally {
    await server.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The library that gives a process another clock, by the program that brings it. */
function libfaketime(): string {
  const told = spawnSync(findProgram("faketime"), ["-f", "+0", "sh", "-c", "echo $LD_PRELOAD"], { encoding: "utf8" });
  return told.stdout.trim();
}

/** What happened to chats by itself, by what is stored. */
function lookInto(dataDir: string): Pick<JumpFindings, "timeouts" | "daysBetween"> {
  const { data, keys } = openFiles(dataDir, 0);
  try {
    const events = data.prepare("SELECT kind FROM conversation_event WHERE kind LIKE 'silence%'").pluck().all();
    const over = data
      .prepare("SELECT 'ended: ' || end_reason FROM conversation WHERE ended_at IS NOT NULL")
      .pluck()
      .all();
    const paused = data.prepare("SELECT 'paused' FROM conversation WHERE paused_at IS NOT NULL").pluck().all();
    const days = data.prepare("SELECT (max(at) - min(at)) / 86400000.0 FROM message").pluck().get();
    return { timeouts: [...events, ...over, ...paused].map(String), daysBetween: Math.round(Number(days)) };
  } finally {
    keys.close();
    data.close();
  }
}
