import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Asked } from "#lab/load/lines/ask.ts";
import { quick } from "#lab/load/people/kill.ts";
import { fill, judgeFiles, writersOf } from "#lab/load/people/stage.ts";
import { startYoung } from "#lab/load/people/young.ts";
import type { Tally } from "#lab/load/report/judge.ts";
import { type Random, seeded } from "#lab/load/report/random.ts";
import { openServer } from "./process.ts";

interface BusyFindings {
  tally: Tally;
  integrity: string[];
  waits: { held: number[]; before: number[] };
  /** Questions not answered well while a file was held. */
  unanswered: number;
  /** Must be 0: nothing can be written while a file is held. */
  acknowledgedWhileHeld: number;
  /** Temporary refusals by status: the words are sent again. */
  refusals: Record<string, number>;
  newcomers: number;
  freeMs: number;
}

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const holder = file("hold.ts");
const asker = file("../lines/ask.ts");

/** Lets another process hold each file's write lock in turn for some ms while people write. */
export async function busyRun(plan: { program: string[]; chats: number; holdMs: number; seed: number }) {
  const { program, chats, holdMs, seed } = plan;
  const server = await openServer(program);
  try {
    const world = await fill(server, chats);
    await server.start();
    const random = seeded(seed);
    const writers = writersOf(world, server, random);
    const found: Omit<BusyFindings, "tally" | "integrity"> = {
      ...{ waits: { held: [], before: [] }, unanswered: 0, acknowledgedWhileHeld: 0 },
      ...{ refusals: {}, newcomers: 0, freeMs: 0 },
    };
    const acknowledged = () => writers.flatMap(({ outbox }) => outbox.sent).filter((one) => one.acknowledged).length;

    for (const name of ["porchlight.db", "keys.db"]) {
      let enough = false;
      const writing = Promise.all(writers.map((writer) => writer.write(Infinity, 400, () => enough)));
      found.waits.before.push(...(await probed(server.origin, 1_000)).waits);
      const hold = held(join(server.dataDir, name), holdMs);
      await hold.begun;
      // What was on its way when it began.
      await Bun.sleep(100);
      const before = acknowledged();
      // Only starting a chat needs keys.db.
      const coming = name === "keys.db" ? newcomers(server.origin, random) : Promise.resolve([]);
      const { waits, unanswered } = await probed(server.origin, holdMs - 500);
      if (name === "porchlight.db") found.acknowledgedWhileHeld += acknowledged() - before;
      found.waits.held.push(...waits);
      found.unanswered += unanswered;
      await hold.ended;
      const free = performance.now();
      enough = true;
      await writing;
      found.newcomers += (await coming).length;
      found.freeMs = Math.max(found.freeMs, performance.now() - free);
    }
    for (const { outbox } of writers) {
      for (const [status, count] of Object.entries(outbox.trouble.refusals)) {
        found.refusals[status] = (found.refusals[status] ?? 0) + count;
      }
    }
    await server.end("SIGTERM");
    return { ...found, ...judgeFiles(server.dataDir, writers) } satisfies BusyFindings;
  } finally {
    await server.remove();
  }
}

/** Three young people begin at the door; resolves when all have a place. */
async function newcomers(origin: string, random: Random) {
  const names = ["Noor", "Sam", "Mia"];
  const come = (name: string) => startYoung({ origin, name, way: "poll", patience: quick, random });
  const all = await Promise.all(names.map(come));
  for (const one of all) one.close();
  return all;
}

function held(file: string, ms: number) {
  const child = spawn(process.execPath, ["--no-env-file", "--no-install", holder, file, String(ms)]);
  const ended = new Promise<void>((resolve, reject) => {
    child.once("close", (code) => (code === 0 ? resolve() : reject(new Error(`the file was not held (${code})`))));
  });
  const begun = Promise.race([new Promise<void>((resolve) => child.stdout.once("data", () => resolve())), ended]);
  return { begun, ended };
}

/** Asks how the server is, again and again, for so many ms. */
async function probed(origin: string, ms: number): Promise<Asked> {
  const child = spawn(process.execPath, ["--no-env-file", "--no-install", asker, origin, String(ms)]);
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk;
  });
  await new Promise((gone) => child.once("close", gone));
  return JSON.parse(said);
}
