import { connect, createServer, type Socket } from "node:net";
import { freePort } from "./port.ts";

/**
 * `through`: works. `frozen`: nothing moves, later everything goes on (a tunnel). `dead`: open connections stay dead, new ones
 * are held (a phone changes networks). `lost`: only the browser’s side is cut. `refused`: every connection is cut at once.
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
  /** Its bytes go nowhere from now on. */
  dead: boolean;
  held: (() => void)[];
}

/** Opens a line to a local port. `sockets: false`: no WebSocket gets through, as behind some firewalls. */
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
