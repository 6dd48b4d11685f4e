import { connect, createServer, type Socket } from "node:net";
import { freePort } from "./port.ts";

/**
 * How the line behaves. `through`: as it should. `frozen`: nothing moves, and everything that was held goes on
 * afterwards, as in a tunnel. `dead`: the same, but what was open stays dead for ever, as when a phone changes its
 * network; what is opened meanwhile is held, as a system goes on knocking. `lost`: the browser’s side is cut, and the
 * server’s side does not notice. `refused`: every connection is cut at once, as when there is nobody.
 */
export type Line = "through" | "frozen" | "dead" | "lost" | "refused";

/** A line between a browser and a server that can be cut. */
interface Proxy {
  origin: string;
  set(line: Line): void;
  stop(): Promise<void>;
}

interface Pair {
  sides: [Socket, Socket];
  /** Its bytes go nowhere, whatever happens later. */
  dead: boolean;
  held: (() => void)[];
}

/** Opens a line to a port of this machine. With `sockets: false` no WebSocket gets through, as behind some firewalls. */
export async function proxy(target: number, { sockets = true } = {}): Promise<Proxy> {
  let line: Line = "through";
  const pairs = new Set<Pair>();
  const port = await freePort();

  const cut = (pair: Pair) => {
    pairs.delete(pair);
    for (const side of pair.sides) side.destroy();
  };

  const carry = (pair: Pair, from: Socket, to: Socket) => {
    from.on("data", (bytes) => {
      if (!sockets && /^GET .*\r\nupgrade: websocket/is.test(bytes.toString("latin1"))) return cut(pair);
      const pass = () => void (to.destroyed || to.write(bytes));
      if (pair.dead) return;
      if (line === "frozen" || line === "dead") pair.held.push(pass);
      else pass();
    });
    from.on("error", () => cut(pair));
    from.on("close", () => {
      const pass = () => cut(pair);
      if (pair.dead) return;
      if (line === "frozen" || line === "dead") pair.held.push(pass);
      else pass();
    });
  };

  const server = createServer((near) => {
    if (line === "refused" || line === "lost") {
      near.destroy();
      return;
    }
    const far = connect(target, "127.0.0.1");
    const pair: Pair = { sides: [near, far], dead: false, held: [] };
    pairs.add(pair);
    carry(pair, near, far);
    carry(pair, far, near);
  });
  await new Promise<void>((open) => server.listen(port, "127.0.0.1", open));

  return {
    origin: `http://localhost:${port}`,
    set: (wanted) => {
      line = wanted;
      for (const pair of [...pairs]) {
        if (line === "refused") cut(pair);
        if (line === "dead" || line === "lost") pair.dead = true;
        if (line === "lost") pair.sides[0].destroy();
        if (line === "through" && !pair.dead) for (const pass of pair.held.splice(0)) pass();
      }
    },
    stop: async () => {
      for (const pair of [...pairs]) cut(pair);
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}
