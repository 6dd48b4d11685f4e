import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fillWorld, type World } from "#lab/load/people/world.ts";
import { systemClock } from "#src/clock.ts";
import { readConfig } from "#src/config.ts";
import { readMasterKey } from "#src/crypto/keys/master-key.ts";
import { makeFolder, openFiles } from "#src/db/files.ts";
import { openHelpline } from "#src/helpline.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { log } from "#src/log.ts";
import { makeMasterKey } from "#src/serve.ts";
import { freePort } from "#tests/support/outside/port.ts";

export interface House {
  origin: string;
  port: number;
  dataDir: string;
  masterKeyFile: string;
  world: World;
  memory(): number;
  isUp(): boolean;
  faults(): string[];
  stop(): Promise<void>;
}

interface Wanted {
  program: string;
  chats: number;
  arrange?: (helpline: Helpline) => Promise<unknown>;
  /** Limits are counted but refuse nothing, to see what they hide (bench/delivery/product.ts). */
  unlimited?: true;
}

const withoutLimits = fileURLToPath(new URL("../bench/delivery/product.ts", import.meta.url));

/** Fills new data and starts the program (the one file) on it. */
export async function house({ program, chats, arrange, unlimited }: Wanted): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-abuse-"));
  const config = readConfig({}, ["--data-dir", join(folder, "data")]);
  const world = await filled(config, chats, arrange);
  const wanted = await freePort();
  const command = unlimited
    ? [process.execPath, withoutLimits, folder]
    : [program, "serve", "--port", String(wanted), "--data-dir", config.dataDir];
  const env = { PATH: process.env.PATH, HOME: folder, TMPDIR: folder, NODE_ENV: "production" };
  const child = spawn(command[0]!, command.slice(1), { stdio: ["ignore", "pipe", "pipe"], env });
  const said = heard(child);
  // That program picks a port by itself, and says which.
  const portNow = () => (unlimited ? Number(/^\d+/.exec(said())?.[0] ?? 1) : wanted);
  while (!(await fetch(`http://127.0.0.1:${portNow()}/healthz`).catch(() => null))?.ok) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${said()}`);
    await Bun.sleep(10);
  }
  const port = portNow();
  const origin = `http://127.0.0.1:${port}`;
  return {
    ...{ origin, port, world, dataDir: config.dataDir, masterKeyFile: config.masterKeyFile },
    memory: () => Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))![1]) * 1024,
    isUp: () => child.exitCode === null && child.signalCode === null,
    faults: () => [...said().matchAll(/.* failed, reference .*/g)].map(([line]) => line),
    stop: async () => {
      const gone = new Promise((done) => child.once("exit", done));
      child.kill("SIGTERM");
      await Promise.race([gone, Bun.sleep(5_000)]);
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function filled(config: ReturnType<typeof readConfig>, chats: number, arrange: Wanted["arrange"]) {
  makeFolder(config.dataDir);
  makeMasterKey(config.masterKeyFile);
  const files = openFiles(config.dataDir, systemClock.now());
  const master = readMasterKey(config.masterKeyFile);
  const helpline = await openHelpline({ config, clock: systemClock, ...files, master, report: log });
  const world = await fillWorld(helpline, chats);
  await arrange?.(helpline);
  helpline.db.close();
  return world;
}

function heard(child: ChildProcess): () => string {
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      said += chunk;
    });
  }
  return () => said;
}
