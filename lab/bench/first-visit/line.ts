import { spawn } from "node:child_process";
import { connect, createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { freePort } from "#tests/support/outside/port.ts";
import { helpAddress } from "./addresses.ts";
import type { Profile } from "./profiles.ts";

export interface Line {
  counted: string;
  /** Whole IP packets, which the budgets are made for. */
  whole: boolean;
  /** Namespace of the browser; null = this one. */
  youngSide: string | null;
  /** Where a browser reaches a door on this port. */
  to(port: number): string;
  shape(profile: Profile): Promise<void>;
  /** Both ways so far, by the door's port. */
  bytes(): Promise<Record<number, number>>;
  stop(): void;
}

/** Lays a line between this namespace and the young person's. Throws if it cannot. */
export async function layLink(youngSide: string): Promise<Line> {
  const program = fileURLToPath(new URL("link.ts", import.meta.url));
  const child = spawn(process.execPath, [...process.execArgv, program, youngSide], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const waiting: ((text: string) => void)[] = [];
  createInterface({ input: child.stdout }).on("line", (text) => waiting.shift()?.(text));
  const answer = () =>
    new Promise<string>((got, failed) => {
      waiting.push(got);
      child.once("exit", (code) => failed(new Error(`the line between the namespaces ended with ${code}`)));
    });
  const ask = async (what: object): Promise<Record<number, number>> => {
    const answered = answer();
    child.stdin.write(`${JSON.stringify(what)}\n`);
    return JSON.parse(await answered);
  };
  child.setMaxListeners(0);
  await answer();
  return {
    counted: "every byte of IP on the line between two network namespaces",
    whole: true,
    youngSide,
    to: (port) => `${helpAddress}:${port}`,
    shape: async ({ rttMs, downBits, upBits }) => {
      await ask({ rttMs, downBits, upBits });
    },
    bytes: () => ask({}),
    stop: () => child.kill("SIGKILL"),
  };
}

/** Lays a relay on loopback before each port, which counts what TCP carries, where there are no namespaces. */
export async function layRelays(ports: number[]): Promise<Line> {
  const bytes: Record<number, number> = {};
  const open = new Set<Socket>();
  const relays = await Promise.all(
    ports.map(async (port) => {
      const server = createServer((near) => {
        const far = connect(port, "127.0.0.1");
        for (const [from, to] of [
          [near, far],
          [far, near],
        ] as const) {
          open.add(from);
          from.setNoDelay(true);
          from.on("data", (piece) => {
            bytes[port] = (bytes[port] ?? 0) + piece.length;
            if (!to.destroyed) to.write(piece);
          });
          from.on("error", () => to.destroy());
          from.on("close", () => {
            open.delete(from);
            to.destroy();
          });
        }
      });
      const at = await freePort();
      await new Promise<void>((listening) => server.listen(at, "127.0.0.1", listening));
      return { port, server, at };
    }),
  );
  return {
    counted: "what TCP carried over loopback, TLS included, without the headers of TCP and IP",
    whole: false,
    youngSide: null,
    to: (port) => `127.0.0.1:${relays.find((one) => one.port === port)!.at}`,
    shape: async () => {},
    bytes: async () => ({ ...bytes }),
    stop: () => {
      for (const { server } of relays) server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
