import type { IncomingMessage, Server } from "node:http";
import type { Socket as TcpSocket } from "node:net";
import { createAdaptorServer, type HttpBindings } from "@hono/node-server";
import { createNodeWebSocket } from "@hono/node-ws";
import type { WSContext, WSEvents } from "hono/ws";
import { limits } from "./http/limits/limits.ts";
import { openApp, type Upgrade } from "./http/server/app.tsx";
import type { Env, Helpline } from "./http/server/context.ts";
import { doors } from "./http/server/doors.ts";
import {
  failed,
  goingAway,
  idleSeconds,
  type Listening,
  plainAddress,
  silentSeconds,
  whyNotListening,
} from "./listen.ts";

/** What we use of a socket of `ws`, under @hono/node-ws. */
interface Socket {
  readonly bufferedAmount: number;
  close(code: number, reason: string): void;
  terminate(): void;
  ping(): void;
  on(event: "pong" | "close", listener: (this: Socket) => void): void;
}

/** How long a browser has to answer the goodbye on its socket. */
const farewellMs = 2_000;

/** Opens the port on Node, with the limits that Bun has built in. Throws PortError. */
export async function listenOnNode(helpline: Helpline): Promise<Listening> {
  const { port, host } = helpline.config;
  const app = openApp(helpline, (events) => async (c, next) => {
    // A malformed upgrade arrives here without `incoming`, as an ordinary request.
    if ("incoming" in c.env)
      return await (nodeWs.upgradeWebSocket as unknown as Upgrade)(() => kept(events()))(c, next);
  });
  /** A frame that fails is reported and ends its socket, and no word of it is printed. */
  const kept = (events: WSEvents): WSEvents => {
    const tried = (socket: WSContext, work: () => void) => {
      try {
        work();
      } catch (error) {
        helpline.report("a frame of a socket failed", error);
        events.onError?.(new Event("error"), socket);
        socket.close(failed);
      }
    };
    return {
      onOpen: (event, socket) => tried(socket, () => events.onOpen?.(event, socket)),
      onMessage: (event, socket) => tried(socket, () => events.onMessage?.(event, socket)),
      onClose: (event, socket) => tried(socket, () => events.onClose?.(event, socket)),
      onError: (event, socket) => tried(socket, () => events.onError?.(event, socket)),
    };
  };
  const nodeWs = createNodeWebSocket({
    app: {
      request: async (url: URL, init: RequestInit, env: Env["Bindings"] & HttpBindings) => {
        const { socket } = env.incoming;
        const own = { ...env, peer: peerOf(env.incoming) };
        try {
          const answer = await app.request(url.href, init, own);
          // The library keeps a request with this mark, forever if its browser has left meanwhile, and forgets one without.
          if (socket.readable && socket.writable) Object.assign(env, own);
          return answer;
        } catch (error) {
          helpline.report("a socket could not be opened", error);
          return new Response(null, { status: 500 });
        }
      },
    } as unknown as typeof app,
  });
  const server = createAdaptorServer({
    fetch: (request, { incoming }) =>
      app.fetch(request, {
        peer: peerOf(incoming as IncomingMessage),
        server: { timeout: (_request, seconds) => incoming.socket.setTimeout(seconds * 1_000) },
      }),
    // Its quicker Response loses headers that are set later, for HEAD all of them.
    overrideGlobalObjects: false,
    serverOptions: { keepAliveTimeout: idleSeconds * 1_000, shouldUpgradeCallback: asksForSocket },
  }) as Server;
  server.timeout = idleSeconds * 1_000;
  server.on("upgrade", (_request, socket: TcpSocket) => {
    // Node hands the socket over bare: an error on it would end the process, and nobody else closes one that was refused.
    socket.on("error", () => socket.destroy());
    socket.setTimeout(idleSeconds * 1_000, () => socket.destroy());
  });
  const sockets = boundSockets(nodeWs.wss);
  nodeWs.injectWebSocket(server);
  await opened(server, port, host);
  server.on("error", (error) => helpline.report("a connection could not be taken", error));
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : port,
    stop: async () => {
      server.close();
      await sockets.stop();
      server.closeAllConnections();
    },
  };
}

function opened(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: unknown) => reject(whyNotListening(error, port, host));
    server.once("error", failed);
    server.listen(port, host, () => {
      server.off("error", failed);
      resolve();
    });
  });
}

const socketPaths = new Set(doors.filter((one) => one.socket).map((one) => one.path));

/** Whether a request properly asks for one of our sockets; any other upgrade is an ordinary request. */
export function asksForSocket({ method, url = "", headers }: IncomingMessage): boolean {
  return (
    method === "GET" &&
    socketPaths.has(url.split("?", 1)[0]!) &&
    headers.upgrade?.toLowerCase() === "websocket" &&
    headers["sec-websocket-version"] === "13" &&
    /^[+/0-9A-Za-z]{22}==$/.test(headers["sec-websocket-key"] ?? "")
  );
}

/** Limits sockets in frame size, unsent bytes and silence. Returns what closes them all. */
export function boundSockets(wss: {
  options: { WebSocket: new (...args: never[]) => Socket & { send(...args: unknown[]): void } };
  clients: Set<Socket>;
  on(event: "connection", listener: (socket: Socket) => void): void;
}) {
  class Bounded extends wss.options.WebSocket {
    override send(...args: unknown[]) {
      super.send(...args);
      if (this.bufferedAmount > limits.backlogBytes) this.terminate();
    }
  }
  Object.assign(wss.options, { WebSocket: Bounded, maxPayload: limits.frameBytes, closeTimeout: farewellMs });
  const asked = new Set<Socket>();
  const answered = function (this: Socket) {
    asked.delete(this);
  };
  wss.on("connection", (socket) => {
    socket.on("pong", answered);
    socket.on("close", answered);
  });
  const beat = setInterval(() => {
    for (const socket of wss.clients) {
      if (asked.has(socket)) socket.terminate();
      else {
        asked.add(socket);
        socket.ping();
      }
    }
  }, silentSeconds * 500);
  return {
    stop: async () => {
      clearInterval(beat);
      await Promise.all(
        [...wss.clients].map(async (socket) => {
          const closed = new Promise<void>((done) => socket.on("close", () => done()));
          socket.close(...goingAway);
          await closed;
        }),
      );
    },
  };
}

function peerOf(request: IncomingMessage): string | undefined {
  return plainAddress(request.socket.remoteAddress);
}
