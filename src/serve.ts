import { join } from "node:path";
import { websocket } from "hono/bun";
import { systemClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { createMasterKeyFile, readMasterKey } from "./crypto/master-key.ts";
import { openFiles } from "./db/files.ts";
import { k } from "./db/schema.ts";
import { openHelpline } from "./helpline.ts";
import { openApp } from "./http/app.tsx";
import type { DemoAccount, Helpline } from "./http/context.ts";
import { limits } from "./http/limits.ts";
import { startJobs } from "./jobs.ts";
import { log } from "./log.ts";

export interface Running {
  helpline: Helpline;
  /** Where it listens, like http://localhost:8080. */
  address: string;
  /** True when this start made the master key. */
  newKey: boolean;
  stop(): Promise<void>;
}

/** The port is taken or may not be used. The message is for the person at the terminal. */
export class PortError extends Error {}

/** Opens the data, the helpline and the port. Throws FolderError, MigrationError, PortError. */
export async function serve(config: Config, demo?: DemoAccount[]): Promise<Running> {
  const files = openFiles(config.dataDir, systemClock.now());
  const newKey = firstMasterKey(config, files.keys);
  const helpline = await openHelpline({
    config,
    clock: systemClock,
    data: files.data,
    keys: files.keys,
    master: readMasterKey(config.masterKeyFile),
    report: log,
    ...(demo ? { demo } : {}),
  });
  const server = listen(helpline);
  const stopJobs = startJobs(helpline);
  return {
    helpline,
    address: config.publicAddress?.origin ?? `http://localhost:${server.port}`,
    newKey,
    stop: async () => {
      stopJobs();
      await server.stop(true);
      helpline.db.close();
    },
  };
}

/** The socket file in the data folder through which the command line asks the running server. */
export function controlPath(dataDir: string): string {
  return join(dataDir, "porchlight.sock");
}

/** A key is made only where none was ever known: over old data a missing key stays missing until somebody decides. */
function firstMasterKey(config: Config, keys: ReturnType<typeof openFiles>["keys"]): boolean {
  const query = k.selectFrom("master_key").select("id").limit(1).compile();
  if (keys.prepare(query.sql).get(...query.parameters) !== undefined) return false;
  if (readMasterKey(config.masterKeyFile) !== null) return false;
  createMasterKeyFile(config.masterKeyFile);
  return true;
}

/** Opens the port. Throws PortError. */
export function listen(helpline: Helpline) {
  const app = openApp(helpline);
  const { port, host } = helpline.config;
  try {
    return Bun.serve({
      port,
      hostname: host,
      development: false,
      // Slow senders are dropped after this; polls and streams ask for more (`patient`).
      idleTimeout: 12,
      maxRequestBodySize: 2 * limits.bodyBytes,
      fetch: (request, server) => app.fetch(request, { server, peer: server.requestIP(request)?.address }),
      websocket: {
        ...websocket,
        idleTimeout: 60,
        maxPayloadLength: limits.frameBytes,
        backpressureLimit: limits.backlogBytes,
        closeOnBackpressureLimit: true,
        sendPings: true,
      },
    });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "EADDRINUSE")
      throw new PortError(`Port ${port} is in use. Choose another: PORT=${port + 1} npm start`);
    if (code === "EACCES") throw new PortError(`This account may not listen on port ${port}. Choose one above 1023.`);
    throw error;
  }
}
