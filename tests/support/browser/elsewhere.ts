import { createServer as createHttp, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, createServer, type Server } from "node:net";
import type { OutgoingKind } from "#src/outgoing/error.ts";
import { type AskServer, openOutgoing, type Resolve } from "#src/outgoing/outgoing.ts";
import { type Allow, readAllow } from "#src/outgoing/targets.ts";

/** Other servers: a stub at 127.0.0.7 that may be asked, and inside listeners that never may. */
export interface Elsewhere {
  port: number;
  /** What the stub does; each test sets it. */
  serve: (request: IncomingMessage, response: ServerResponse) => unknown;
  /** Requests to the stub, until `forget`. */
  requests: IncomingMessage[];
  gone: Promise<void>;
  /** To 127.0.0.1 and ::1, which must stay 0. */
  connections: number;
  forget(): void;
  close(): void;
}

/** Opens them. Linux answers on all of 127.0.0.0/8; without ::1 it says so and nothing listens there. */
export async function elsewhere(): Promise<Elsewhere> {
  const stub = createHttp((request, response) => {
    there.requests.push(request);
    there.gone = new Promise((resolve) => request.socket.once("close", () => resolve()));
    there.serve(request, response);
  });
  const port = await listening(stub, "127.0.0.7");
  const inside = () =>
    createServer((socket) => {
      there.connections += 1;
      socket.destroy();
    });
  const servers: Server[] = [stub];
  for (const host of ["127.0.0.1", "::1"]) {
    const server = inside();
    await listening(server, host, port).then(
      () => servers.push(server),
      () => console.warn(`Nothing can listen at ${host}, port ${port}, here.`),
    );
  }
  const there: Elsewhere = {
    port,
    serve: () => {},
    requests: [],
    gone: Promise.resolve(),
    connections: 0,
    forget: () => {
      there.requests.length = 0;
      there.connections = 0;
      there.serve = (_request, response) => response.end("hello");
    },
    close: () => {
      stub.closeAllConnections();
      for (const server of servers) server.close();
    },
  };
  there.forget();
  return there;
}

/** Listens at an address, on a given or free port; resolves with the port. */
export function listening(server: Server, host: string, port = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

/** Returns a resolver by which every name is the stub's, except those given. */
export function names(others: Record<string, string[]> = {}): Resolve {
  return async (host) =>
    (others[host] ?? ["127.0.0.7"]).map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
}

/** Returns a helpline's way to ask, with these places allowed besides public ones; the stub alone by default. */
export function asking(resolve = names(), allow = "127.0.0.7"): AskServer {
  return openOutgoing({ allow: readAllow(allow) as Allow, version: "1.2", resolve });
}

/** Returns why nothing came. */
export async function kindOf(work: Promise<unknown>): Promise<OutgoingKind | "answered"> {
  return work.then(
    () => "answered",
    (error) => error.kind,
  );
}
