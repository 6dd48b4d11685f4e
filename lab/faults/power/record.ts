import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openServer } from "#lab/load/failures/process.ts";
import { keyOf } from "#lab/load/failures/stored.ts";
import { hire, openCrowd } from "#lab/load/people/crowd.ts";
import { quick } from "#lab/load/people/kill.ts";
import { startYoung } from "#lab/load/people/young.ts";
import { seeded } from "#lab/load/report/random.ts";
import type { MasterKey } from "#src/crypto/keys/master-key.ts";
import { binary } from "#tests/support/outside/binary.ts";
import { readLog, type Step, straceOptions } from "./log.ts";

const { findProgram } = (await import(new URL("../../../bin/chromium.mjs", import.meta.url).href)) as {
  findProgram(name: "strace" | "faketime"): string;
};

export interface Recorded {
  steps: Step[];
  master: MasterKey;
}

interface RecordPlan {
  /** `FULL` is the one file as shipped; `NORMAL` the same sources, waiting for less. */
  synchronous: "FULL" | "NORMAL";
  chats: number;
  messages: number;
  seed: number;
}

/** Words of which it is recorded whether anyone was told that they are stored. */
const told = /(?:c-)?0y\d+-\d+\./g;

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// Without our own settings Bun takes our pages for React's.
const fromSources = ["--no-env-file", `--tsconfig-override=${file("../../../tsconfig.json")}`];

/** Records what a real server does with its files from its very first start, while chats go on. */
export async function record({ synchronous, chats, messages, seed }: RecordPlan): Promise<Recorded> {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-strace-"));
  const log = join(folder, "log");
  const program =
    synchronous === "FULL"
      ? [binary()]
      : [process.execPath, ...fromSources, "--preload", file("normal.ts"), file("../../../src/main.ts")];
  const server = await openServer(program, { around: [findProgram("strace"), ...straceOptions, "-o", log] });
  const random = seeded(seed);
  try {
    await server.start();
    const staff = await hire(server, chats);
    const { origin } = server;
    const crowd = await openCrowd({ server, staff, chats, origin, prefix: "0", patience: quick, random });
    await crowd.write({ youth: messages, counsellor: messages });
    await crowd.settle(30_000);
    // Some who only looked in: their words and keys are deleted again.
    for (let n = 0; n < 3; n += 1) {
      const leaver = await startYoung({ origin, name: `leaver${n}`, way: "poll", patience: quick, random });
      await leaver.leave();
      leaver.close();
    }
    await crowd.end();
    await server.kill();
    return { steps: readLog(readFileSync(log, "latin1"), server.dataDir, told), master: keyOf(server.dataDir) };
  } finally {
    await server.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Returns how often a log was carried into its database during chats: only then are old pages overwritten. */
export function checkpoints({ steps }: Recorded): number {
  const begin = steps.findIndex(({ kind }) => kind === "told");
  return steps.slice(begin).filter((step) => step.kind === "sync" && /^(?:porchlight|keys)\.db$/.test(step.file))
    .length;
}
