import type { WSContext, WSEvents } from "hono/ws";
import { limits } from "./http/limits/limits.ts";
import { openApp, type Upgrade } from "./http/server/app.tsx";
import type { Helpline } from "./http/server/context.ts";
import {
  failed,
  goingAway,
  idleSeconds,
  type Listening,
  plainAddress,
  silentSeconds,
  whyNotListening,
} from "./listen.ts";

type Socket = Bun.ServerWebSocket<WSEvents>;

const upgrade: Upgrade = (events) => async (c) => {
  const server = c.env.server as Bun.Server<WSEvents>;
  if (server.upgrade(c.req.raw, { data: events() })) return new Response(null);
};

/** hono/bun's own wrapper keeps five objects and two addresses for each socket, and as many for each frame. */
const asHono = (socket: Socket) => socket as unknown as WSContext;

/** By path; only `npm run dev` has any. */
export type PathsBeside = Record<string, (request: Request) => Response>;

/** Opens the port on Bun. Throws PortError. */
export function listenOnBun(helpline: Helpline, beside?: PathsBeside): Listening {
  const app = openApp(helpline, upgrade);
  const { port, host } = helpline.config;
  const sockets = new Set<Socket>();

  /** A socket that fails must not take others with it. */
  function tried(socket: Socket, work: (events: WSEvents) => void) {
    try {
      work(socket.data);
    } catch (error) {
      helpline.report("a frame of a socket failed", error);
      socket.data.onError?.(new Event("error"), asHono(socket));
      // A page reconnects by itself; with a socket that only seems alive it would wait forever.
      socket.close(failed);
    }
  }

  try {
    const server = Bun.serve<WSEvents>({
      port,
      hostname: host,
      development: false,
      // Otherwise Bun shares a port with other processes, and half of the young people would reach another helpline.
      reusePort: false,
      idleTimeout: idleSeconds,
      maxRequestBodySize: limits.requestBytes,
      ...(beside ? { routes: beside } : {}),
      fetch: (request, own) => {
        const address = own.requestIP(request)?.address;
        return app.fetch(request, {
          server: own,
          get peer() {
            return plainAddress(address);
          },
        });
      },
      websocket: {
        open: (socket) => {
          sockets.add(socket);
          tried(socket, (events) => events.onOpen?.(new Event("open"), asHono(socket)));
        },
        message: (socket, data) =>
          tried(socket, (events) => events.onMessage?.(new MessageEvent("message", { data }), asHono(socket))),
        close: (socket, code, reason) => {
          sockets.delete(socket);
          tried(socket, (events) => events.onClose?.(new CloseEvent("close", { code, reason }), asHono(socket)));
        },
        idleTimeout: silentSeconds,
        maxPayloadLength: limits.frameBytes,
        backpressureLimit: limits.backlogBytes,
        closeOnBackpressureLimit: true,
        sendPings: true,
      },
    });
    return {
      port: server.port!,
      stop: async () => {
        for (const socket of sockets) socket.close(...goingAway);
        await server.stop(true);
      },
    };
  } catch (error) {
    throw whyNotListening(error, port, host);
  }
}
