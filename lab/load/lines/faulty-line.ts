import { connect, createServer, type Socket } from "node:net";
import { type Random, seeded } from "#lab/load/report/random.ts";
import { freePort } from "#tests/support/outside/port.ts";

export interface Faults {
  connections: number;
  dropsUp: number;
  dropsDown: number;
  delays: number;
  /** One direction closed, the other open. */
  halfClosesUp: number;
  halfClosesDown: number;
  /** Requests repeated on a connection of their own, and those the server took. */
  duplicates: number;
  duplicatesTaken: number;
}

interface FaultyLine {
  origin: string;
  faults: Faults;
  /** Resolves when nothing held back by now is on its way; channels that stay open always have something newer. */
  quiet(): Promise<void>;
  stop(): Promise<void>;
}

interface FaultyOptions {
  target: number;
  seed: number;
  delayMs: number;
  /** From 0 to 1: of connections, of pieces, of repeatable requests. */
  shares: { drop: number; halfClose: number; delay: number; duplicate: number };
  /** A POST to this path may come twice. */
  mayRepeat(path: string): boolean;
}

type Fate = "dropsUp" | "dropsDown" | "halfClosesUp" | "halfClosesDown" | null;

/** Opens a bad line; each connection's fate comes from the seed and its number. */
export async function faultyLine(options: FaultyOptions): Promise<FaultyLine> {
  const { target, seed, delayMs, shares } = options;
  const faults: Faults = {
    ...{ connections: 0, dropsUp: 0, dropsDown: 0, delays: 0, halfClosesUp: 0, halfClosesDown: 0 },
    ...{ duplicates: 0, duplicatesTaken: 0 },
  };
  const sockets = new Set<Socket>();
  const onTheWay = new Set<Promise<void>>();
  let stopped = false;

  function keep(socket: Socket): Socket {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
    return socket;
  }
  function track(work: Promise<void>) {
    onTheWay.add(work);
    void work.finally(() => onTheWay.delete(work));
  }
  const reach = () => keep(connect({ port: target, host: "127.0.0.1", allowHalfOpen: true }));

  /** Like a middlebox that retries: the whole request on another connection, its answer dropped. */
  async function repeat(request: Buffer, late: number) {
    faults.duplicates += 1;
    await Bun.sleep(late);
    if (stopped) return;
    await new Promise<void>((done) => {
      const far = reach();
      let status = "";
      far.on("data", (bytes) => {
        status += bytes.toString("latin1");
        if (!/^HTTP\/1\.1 \d{3}/.test(status)) return;
        if (/^HTTP\/1\.1 [23]/.test(status)) faults.duplicatesTaken += 1;
        far.destroy();
      });
      // A server that hangs up without an answer leaves this half open for ever.
      far.on("end", () => far.destroy());
      far.on("close", () => done());
      far.write(request);
    });
  }

  /** Carries one direction, in order, until its fate. */
  function carry(from: Socket, to: Socket, random: Random, strike: (piece: number, bytes: Buffer) => boolean) {
    let way: Promise<void> = Promise.resolve();
    let pieces = 0;
    let over = false;
    const next = (work: () => void | Promise<void>) => {
      way = way.then(work);
      track(way);
    };
    from.on("data", (bytes: Buffer) => {
      pieces += 1;
      const piece = pieces;
      const late = random() < shares.delay ? random() * delayMs : 0;
      if (late > 0) faults.delays += 1;
      next(async () => {
        if (late > 0) await Bun.sleep(late);
        if (over || to.destroyed) return;
        over = strike(piece, bytes);
        if (!over) to.write(bytes);
      });
    });
    // Giving up does not take back what is on its way.
    from.on("close", () => next(() => void to.end()));
    from.on("end", () => next(() => void to.end()));
  }

  const server = createServer({ allowHalfOpen: true }, (near) => {
    keep(near);
    faults.connections += 1;
    const random = seeded(seed * 1_000_003 + faults.connections);
    const far = reach();
    const fate = draw(random, shares);
    let isSocket = false;
    let struckAt = 1;
    const asked: Buffer[] = [];

    const cut = (name: "dropsUp" | "dropsDown", to: Socket, bytes: Buffer) => {
      faults[name] += 1;
      const part = bytes.subarray(0, Math.floor(random() * bytes.length));
      to.write(part, () => {
        near.destroy();
        far.destroy();
      });
      return true;
    };
    carry(near, far, random, (piece, bytes) => {
      if (piece === 1) {
        isSocket = /^GET [^\r]*\r\n[\s\S]*upgrade: websocket/i.test(bytes.toString("latin1"));
        // A channel that stays open meets its fate later.
        struckAt = isSocket ? Math.ceil(random() * 30) : 1;
      }
      if (!isSocket) {
        asked.push(bytes);
        const request = wholePost(Buffer.concat(asked), options.mayRepeat);
        if (request) asked.length = 0;
        if (request && random() < shares.duplicate) track(repeat(request, random() * delayMs));
      }
      if (piece < struckAt) return false;
      if (fate === "dropsUp") return cut("dropsUp", far, bytes);
      if (fate !== "halfClosesUp") return false;
      faults.halfClosesUp += 1;
      far.end(bytes);
      return true;
    });
    carry(far, near, random, (piece, bytes) => {
      if (piece < struckAt) return false;
      if (fate === "dropsDown") return cut("dropsDown", near, bytes);
      if (fate !== "halfClosesDown") return false;
      faults.halfClosesDown += 1;
      near.end(bytes.subarray(0, Math.floor(random() * bytes.length)));
      return true;
    });
  });
  const port = await freePort();
  await new Promise<void>((open) => server.listen(port, "127.0.0.1", open));

  return {
    origin: `http://127.0.0.1:${port}`,
    faults,
    quiet: async () => {
      await Promise.all(onTheWay);
    },
    stop: async () => {
      stopped = true;
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

function draw(random: Random, { drop, halfClose }: FaultyOptions["shares"]): Fate {
  const drawn = random();
  const up = random() < 0.5;
  if (drawn < drop) return up ? "dropsUp" : "dropsDown";
  if (drawn < drop + halfClose) return up ? "halfClosesUp" : "halfClosesDown";
  return null;
}

/** The request, if these bytes are one whole POST that may come twice. */
function wholePost(bytes: Buffer, mayRepeat: (path: string) => boolean): Buffer | null {
  const text = bytes.toString("latin1");
  const [, path, rest] = /^POST (\S+) HTTP\/1\.1\r\n([\s\S]*?\r\n)\r\n/.exec(text) ?? [];
  if (path === undefined || !mayRepeat(path)) return null;
  const length = Number(/^content-length: *(\d+)\r$/im.exec(rest!)?.[1] ?? Number.NaN);
  return text.length - text.indexOf("\r\n\r\n") - 4 === length ? bytes : null;
}
