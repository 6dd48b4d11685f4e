import { connect, type Socket as Tcp } from "node:net";
import { chatsEach } from "#lab/load/people/world.ts";
import { said } from "#lab/load/report/figures.ts";
import { clientId } from "#lab/load/report/random.ts";
import { type Figure, percentile } from "#lab/load/report/report.ts";
import { honest, honestFigures, mb, wholeFigure } from "./honest.ts";
import { type House, house } from "./house.ts";

interface SlowPlan {
  program: string;
  each: number;
  deaf: number;
  slack: number;
}

const dripMs = 2_000;
/** A dripping connection must be closed by then. */
const closedMs = 15_000;

/** A2, S11: dripping headers and forms, and sockets never read, beside an honest chat and honest pages. */
export async function slow({ program, each, deaf, slack }: SlowPlan): Promise<Figure[]> {
  const attacked = await house({ program, chats: (1 + deaf) * chatsEach });
  try {
    const noor = await honest(attacked);
    const before = attacked.memory();
    const kinds = [
      "GET / HTTP/1.1\r\nHost: localhost\r\nX: ",
      formHead(""),
      formHead("Origin: https://else.example\r\n"),
    ];
    const drips = kinds.flatMap((head) => Array.from({ length: each }, () => drip(attacked, head)));
    const pages: number[] = [];
    let most = before;
    const look = async (took: number[]) => {
      const from = performance.now();
      await (await fetch(`${attacked.origin}/`)).text();
      took.push(performance.now() - from);
      most = Math.max(most, attacked.memory());
      await Bun.sleep(100);
    };
    const began = performance.now();
    while (performance.now() - began < closedMs && drips.some(({ tcp }) => !tcp.destroyed)) await look(pages);
    const open = drips.filter(({ tcp }) => !tcp.destroyed).length;
    const lived = Math.max(...drips.map(({ lived }) => lived()));
    for (const { tcp } of drips) tcp.destroy();
    await noor.stop();
    const beside: number[] = [];
    let goes = true;
    const deafs = Array.from({ length: deaf }, (_, n) => neverReads(attacked, (n + 1) * chatsEach));
    const closing = Promise.all(deafs).finally(() => {
      goes = false;
    });
    while (goes) await look(beside);
    const closed = (await closing).filter(Boolean).length;
    const longest = Math.max(...pages);
    return [
      ...honestFigures("A2", noor, 100, slack),
      {
        name: `A2: pages beside ${drips.length} that drip`,
        got: `p95 ${percentile(pages, 0.95).toFixed(1)} ms, longest ${longest.toFixed(1)} ms of ${pages.length}`,
        aim: "at most 500 ms",
        pass: longest <= 500 * slack,
      },
      {
        name: "A2: what drips is closed",
        got: `${drips.length - open} of ${drips.length}, the last after ${(lived / 1_000).toFixed(1)} s`,
        aim: "all, within 15 s",
        pass: open === 0,
      },
      {
        name: "A2: sockets that are never read are closed",
        got: `${closed} of ${deaf}`,
        aim: "all",
        pass: closed === deaf,
      },
      // Anyone signed in may ask for this much: reported, not judged.
      said("A2: the longest page beside them", `${Math.max(...beside).toFixed(0)} ms of ${beside.length}`),
      said("A2: memory before, and at its most", `${mb(before)}, ${mb(most)}`),
      wholeFigure("A2", attacked),
    ];
  } finally {
    await attacked.stop();
  }
}

/** A form that begins, or one that is refused with its words given back. */
const formHead = (more: string) =>
  `POST /start HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n${more}\r\n`;

function drip({ port }: House, head: string) {
  const from = performance.now();
  let end = 0;
  const tcp = connect(port, "127.0.0.1", () => tcp.write(head));
  const timer = setInterval(() => tcp.write("x"), dripMs);
  tcp.on("error", () => {});
  tcp.on("data", () => {});
  tcp.on("close", () => {
    clearInterval(timer);
    end = performance.now();
  });
  return { tcp, lived: () => (end || performance.now()) - from };
}

/** A console asks for the longest chat as often as it may, and reads nothing. Returns whether it was closed. */
async function neverReads({ origin, port, world }: House, n: number): Promise<boolean> {
  const { id, cookie: young, counsellor } = world.young[n]!;
  const { cookie } = world.counsellors[counsellor]!;
  for (let words = 0; words < 25; words += 1) {
    const body = new URLSearchParams({ client_id: clientId(), text: "<".repeat(3_950) });
    await fetch(`${origin}/send`, { method: "POST", headers: { Cookie: young, Origin: origin, "X-Chat": "1" }, body });
  }
  const tcp: Tcp = connect(port, "127.0.0.1");
  const closed = new Promise<boolean>((done) => {
    tcp.on("close", () => done(true));
    tcp.on("error", () => done(true));
  });
  tcp.pause();
  tcp.write(
    `GET /staff/live?open=${id} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${origin}\r\nCookie: ${cookie}\r\n` +
      "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
  );
  const ask = masked(`{"type":"open","ids":[${id}]}`);
  // Below the flood limit.
  for (let asked = 0; asked < 150; asked += 1) tcp.write(ask);
  return Promise.race([closed, watch(tcp)]);
}

/** A paused socket learns that it is closed only by writing. */
async function watch(tcp: Tcp): Promise<boolean> {
  for (let n = 0; n < 100 && !tcp.destroyed; n += 1) {
    await Bun.sleep(100);
    if (n > 20) tcp.write(masked('{"type":"lists"}'));
  }
  const gone = tcp.destroyed;
  tcp.destroy();
  return gone;
}

/** Returns a text frame as a browser sends it, masked with zeros (RFC 6455, 5.2). */
export function masked(text: string): Uint8Array {
  const bytes = Buffer.from(text);
  const length = bytes.length < 126 ? [0x80 | bytes.length] : [0xfe, bytes.length >> 8, bytes.length & 255];
  return Buffer.concat([Buffer.from([0x81, ...length, 0, 0, 0, 0]), bytes]);
}
