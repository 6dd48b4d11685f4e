import { connect, createServer, type Socket } from "node:net";
import { freePort } from "./port.ts";

/**
 * How a line between a browser and the server is cut. `freeze`: nothing passes, and what was on its way arrives later.
 * `dead`: the same, but connections of before the cut never wake again, as after a change of network. `refuse`: every
 * connection breaks at once and none is made.
 */
export type Cut = "freeze" | "dead" | "refuse";

/** A network of our own in front of a server. */
export interface Line {
  origin: string;
  /** How many WebSockets were asked for so far. */
  sockets(): number;
  /** Cuts the line; the promise resolves when it is whole again, after `ms`. */
  cut(how: Cut, ms: number): Promise<void>;
  stop(): Promise<void>;
}

interface Pipe {
  /** Its other end, once it may be reached. */
  begin(): void;
  flow(): void;
  end(): void;
  /** True for a connection that never wakes again. */
  lost: boolean;
}

/** Opens a line to a server on this machine. Without `sockets` every WebSocket is turned away, as some networks do. */
export async function line(to: string, options: { sockets: boolean }): Promise<Line> {
  const pipes = new Set<Pipe>();
  const target = Number(new URL(to).port);
  let cutNow: Cut | null = null;
  let asked = 0;

  const server = createServer((near) => {
    const pipe = join(near, target, {
      held: () => cutNow !== null || pipe.lost,
      upgrade: () => {
        asked += 1;
        return options.sockets;
      },
      over: () => pipes.delete(pipe),
    });
    pipes.add(pipe);
    if (cutNow === null) pipe.begin();
  });
  const port = await freePort();
  const open = () => new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  const shut = () => new Promise<void>((done) => server.close(() => done()));
  await open();

  return {
    origin: `http://localhost:${port}`,
    sockets: () => asked,
    cut: async (how, ms) => {
      cutNow = how;
      if (how === "dead") for (const pipe of pipes) pipe.lost = true;
      const closed = how === "refuse" ? shut() : undefined;
      if (how === "refuse") for (const pipe of pipes) pipe.end();
      await new Promise((done) => setTimeout(done, ms));
      await closed;
      if (how === "refuse") await open();
      cutNow = null;
      for (const pipe of pipes) if (!pipe.lost) pipe.flow();
    },
    stop: async () => {
      const closed = shut();
      for (const pipe of pipes) pipe.end();
      await closed;
    },
  };
}

interface Rules {
  held(): boolean;
  /** Whether a WebSocket may pass. */
  upgrade(): boolean;
  over(): void;
}

/** One connection of a browser and the one behind it; what cannot pass now is kept in order. */
function join(near: Socket, target: number, rules: Rules): Pipe {
  const kept: (() => void)[] = [];
  let far: Socket | null = null;
  let first = true;
  const pass = (work: () => void) => {
    if (rules.held() || !far) kept.push(work);
    else work();
  };
  const end = () => {
    near.destroy();
    far?.destroy();
    rules.over();
  };
  const begin = () => {
    if (far) return;
    far = connect(target, "127.0.0.1");
    far.on("data", (bytes) => pass(() => near.write(bytes)));
    far.on("end", () => pass(() => near.end()));
    far.on("error", () => pass(end));
    far.on("close", () => pass(end));
    flush();
  };
  const flush = () => {
    while (kept.length > 0 && !rules.held()) kept.shift()!();
  };
  near.on("data", (bytes) => {
    const upgrade = first && /^upgrade: *websocket/im.test(bytes.toString("latin1"));
    first = false;
    if (upgrade && !rules.upgrade()) end();
    else pass(() => far!.write(bytes));
  });
  near.on("end", () => pass(() => far!.end()));
  near.on("error", end);
  near.on("close", () => {
    if (!rules.held()) end();
  });
  return {
    begin,
    end,
    flow: () => {
      begin();
      flush();
    },
    lost: false,
  };
}
