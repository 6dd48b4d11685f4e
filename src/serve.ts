import { join } from "node:path";
import { type BunWebSocketData, websocket } from "hono/bun";
import { systemClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { createMasterKeyFile, readMasterKey } from "./crypto/master-key.ts";
import { FolderError, openFiles } from "./db/files.ts";
import { lockFolder } from "./db/lock.ts";
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

/** Opens the data, the helpline and the port. Throws LockError, FolderError, MigrationError, PortError. */
export async function serve(config: Config, demo?: DemoAccount[]): Promise<Running> {
  const unlock = lockFolder(config.dataDir);
  const opened: (() => void)[] = [unlock];
  const closeAll = () => {
    while (opened.length > 0) opened.pop()!();
  };
  try {
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
    opened.push(() => helpline.db.close());
    const server = listen(helpline);
    opened.push(startJobs(helpline));
    return {
      helpline,
      address: config.publicAddress?.origin ?? `http://localhost:${server.port}`,
      newKey,
      stop: async () => {
        await server.stop();
        closeAll();
      },
    };
  } catch (error) {
    closeAll();
    throw error;
  }
}

/** The socket file in the data folder through which the command line asks the running server. */
export function controlPath(dataDir: string): string {
  return join(dataDir, "porchlight.sock");
}

/** Makes the file of a new master key. Throws FolderError when it cannot be written. */
export function makeMasterKey(file: string) {
  try {
    createMasterKeyFile(file);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new FolderError(`The master key cannot be written to ${file} (${code}). Choose another MASTER_KEY_FILE.`);
  }
}

/** A key is made only where none was ever known: over old data a missing key stays missing until somebody decides. */
function firstMasterKey(config: Config, keys: ReturnType<typeof openFiles>["keys"]): boolean {
  const query = k.selectFrom("master_key").select("id").limit(1).compile();
  if (keys.prepare(query.sql).get(...query.parameters) !== undefined) return false;
  if (readMasterKey(config.masterKeyFile) !== null) return false;
  makeMasterKey(config.masterKeyFile);
  return true;
}

type Socket = Bun.ServerWebSocket<BunWebSocketData>;

/** Browsers read this as "the server goes away" and come back by themselves (RFC 6455, 7.4.1). */
const goingAway = 1001;

/** Opens the port. Throws PortError. */
export function listen(helpline: Helpline) {
  const app = openApp(helpline);
  const { port, host } = helpline.config;
  const sockets = new Set<Socket>();
  try {
    const server = Bun.serve<BunWebSocketData>({
      port,
      hostname: host,
      development: false,
      // Bun shares a port with other processes otherwise: half of the young people would reach another helpline.
      reusePort: false,
      // Slow senders are dropped after this; polls and streams ask for more (`patient`).
      idleTimeout: 12,
      maxRequestBodySize: 64 * limits.bodyBytes,
      fetch: (request, own) => app.fetch(request, { server: own, peer: plain(own.requestIP(request)?.address) }),
      websocket: {
        ...websocket,
        open: (socket) => {
          sockets.add(socket);
          websocket.open(socket);
        },
        close: (socket, code, reason) => {
          sockets.delete(socket);
          websocket.close(socket, code, reason);
        },
        idleTimeout: 60,
        maxPayloadLength: limits.frameBytes,
        backpressureLimit: limits.backlogBytes,
        closeOnBackpressureLimit: true,
        sendPings: true,
      },
    });
    return {
      port: server.port,
      /** Says good-bye to every socket and takes nothing more. */
      stop: async () => {
        for (const socket of sockets) socket.close(goingAway);
        await server.stop(true);
      },
    };
  } catch (error) {
    throw explained(error, port, host);
  }
}

/** An IPv4 address as it is written, also where the server listens on IPv6 and sees it wrapped. */
function plain(address: string | undefined): string | undefined {
  return address?.replace(/^::ffff:(?=\d+\.)/, "");
}

function explained(error: unknown, port: number, host: string): unknown {
  const code = error instanceof Error && "code" in error ? error.code : "";
  if (code === "EADDRINUSE") {
    const other = port < 65_535 ? port + 1 : port - 1;
    return new PortError(`Port ${port} is in use. Choose another with PORT, for example PORT=${other}.`);
  }
  if (code === "EACCES") return new PortError(`This account may not listen on port ${port}. Choose one above 1023.`);
  if (code === "EADDRNOTAVAIL" || code === "EINVAL") {
    return new PortError(`HOST must be an address of this machine, like 127.0.0.1 or 0.0.0.0, not “${host}”.`);
  }
  return error;
}
