import { type BunWebSocketData, upgradeWebSocket, websocket } from "hono/bun";
import { openApp } from "./http/app.tsx";
import type { Helpline } from "./http/context.ts";
import { limits } from "./http/limits.ts";
import { goingAway, idleSeconds, type Listening, plainAddress, silentSeconds, whyNotListening } from "./listen.ts";

type Socket = Bun.ServerWebSocket<BunWebSocketData>;

/** Opens the port on Bun. Throws PortError. */
export function listen(helpline: Helpline): Listening {
  const app = openApp(helpline, upgradeWebSocket);
  const { port, host } = helpline.config;
  const sockets = new Set<Socket>();
  try {
    const server = Bun.serve<BunWebSocketData>({
      port,
      hostname: host,
      development: false,
      // Bun shares a port with other processes otherwise: half of the young people would reach another helpline.
      reusePort: false,
      idleTimeout: idleSeconds,
      maxRequestBodySize: 64 * limits.bodyBytes,
      fetch: (request, own) => app.fetch(request, { server: own, peer: plainAddress(own.requestIP(request)?.address) }),
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
        for (const socket of sockets) socket.close(goingAway);
        await server.stop(true);
      },
    };
  } catch (error) {
    throw whyNotListening(error, port, host);
  }
}
