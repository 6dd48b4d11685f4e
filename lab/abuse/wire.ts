import { connect } from "node:net";
import { deflateRawSync, gzipSync } from "node:zlib";
import type { Figure } from "#lab/load/report/report.ts";
import { honest, honestFigures, memoryFigure, wholeFigure } from "./honest.ts";
import { type House, house } from "./house.ts";
import { masked } from "./slow.ts";

const end = "Host: localhost\r\nConnection: close\r\n";
const form = "Content-Type: application/x-www-form-urlencoded\r\n";
const post = (more: string, body: string | Uint8Array) => [`POST /start HTTP/1.1\r\n${end}${form}${more}\r\n`, body];
const packed = gzipSync(`text=${"x".repeat(60_000)}`);
const chunked = `${(100_000).toString(16)}\r\n${"x".repeat(100_000)}\r\n0\r\n\r\n`;

/** A3: what no browser sends as a request. RFC 9112, and what smuggles requests past proxies. */
const requests: Record<string, (string | Uint8Array)[]> = {
  "a header of 20 kB": [`GET / HTTP/1.1\r\n${end}X: ${"x".repeat(20_000)}\r\n\r\n`],
  "300 headers": [`GET / HTTP/1.1\r\n${end}${Array.from({ length: 300 }, (_, n) => `X-${n}: 1\r\n`).join("")}\r\n`],
  "both lengths": post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
  "two lengths": post("Content-Length: 5\r\nContent-Length: 6\r\n", "hello!"),
  "a length with a sign": post("Content-Length: +5\r\n", "hello"),
  "a bare line feed": [`GET / HTTP/1.1\nHost: localhost\nConnection: close\n\n`],
  "a folded header": [`GET / HTTP/1.1\r\n${end}X: 1\r\n 2\r\n\r\n`],
  "a space before the colon": [`POST /start HTTP/1.1\r\n${end}Content-Length : 5\r\n\r\nhello`],
  "no host": ["GET / HTTP/1.1\r\nConnection: close\r\n\r\n"],
  "two hosts": [`GET / HTTP/1.1\r\n${end}Host: other.example.org\r\n\r\n`],
  TRACE: [`TRACE / HTTP/1.1\r\n${end}\r\n`],
  CONNECT: [`CONNECT example.org:443 HTTP/1.1\r\n${end}\r\n`],
  "a chunk of nonsense": post("Transfer-Encoding: chunked\r\n", "zz\r\nhello\r\n0\r\n\r\n"),
  "a NUL in a header": [`GET / HTTP/1.1\r\n${end}X: a\0b\r\n\r\n`],
  "100 kB of text": post("Content-Length: 100005\r\n", `text=${"x".repeat(100_000)}`),
  "100 kB in chunks": post("Transfer-Encoding: chunked\r\n", chunked),
  "a form that is packed": post(`Content-Encoding: gzip\r\nContent-Length: ${packed.length}\r\n`, packed),
  "an unknown version": [`GET / HTTP/9.9\r\n${end}\r\n`],
};
/** Bun accepts these, wrongly, as a plain GET: shown, and judged by doing nothing else. */
const harmless = /^HTTP\/1\.1 (200|303|4\d\d|501|505)|^$/;
const refused = /^HTTP\/1\.1 (4\d\d|501|505)|^$/;
const mayPass = new Set(["300 headers", "a bare line feed", "a folded header", "two hosts", "a header of 20 kB"]);

const frame = (first: number, bytes: Uint8Array, isMasked = true): Uint8Array => {
  const mask = isMasked ? 0x80 : 0;
  const length =
    bytes.length < 126
      ? [mask | bytes.length]
      : bytes.length < 65_536
        ? [mask | 126, bytes.length >> 8, bytes.length & 255]
        : [mask | 127, 0, 0, 0, 0, ...be32(bytes.length)];
  return Buffer.concat([Buffer.from([first, ...length, ...(isMasked ? [0, 0, 0, 0] : [])]), bytes]);
};
const be32 = (n: number) => [(n >>> 24) & 255, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];
const bomb = deflateRawSync(Buffer.alloc(64 * 1024 * 1024, 97));

/** A4: frames that no page sends; each must close its socket. */
const frames: Record<string, Uint8Array> = {
  "longer than may be": frame(0x81, Buffer.alloc(100_000, 97)),
  "longer than may be, in pieces": Buffer.concat([
    frame(0x01, Buffer.alloc(200, 97)),
    frame(0x00, Buffer.alloc(200, 97)),
    frame(0x80, Buffer.alloc(200, 97)),
  ]),
  "without a mask": frame(0x81, Buffer.from("t"), false),
  "no text": frame(0x81, Buffer.from([0xff, 0xfe])),
  "a reserved bit": frame(0xc1, Buffer.from("t")),
  "a reserved kind": frame(0x83, Buffer.from("t")),
  "a long ping": frame(0x89, Buffer.alloc(126, 97)),
  "a bomb of 64 MB": frame(0xc1, bomb),
  "a hundred thousand empty ones": Buffer.concat(Array.from({ length: 100_000 }, () => frame(0x81, Buffer.alloc(0)))),
  "JSON as deep as a hundred thousand": frame(0x81, Buffer.from("[".repeat(100_000))),
  "bytes instead of text": frame(0x82, Buffer.from("t")),
  "another word": Buffer.from(masked("hello")),
};

/** A3 and A4: what no browser sends, byte for byte, beside an honest chat. */
export async function wire({
  program,
  times,
  slack,
}: {
  program: string;
  times: number;
  slack: number;
}): Promise<Figure[]> {
  const attacked = await house({ program, chats: 2 });
  try {
    const noor = await honest(attacked);
    const before = attacked.memory();
    let most = before;
    const odd: string[] = [];
    let sent = 0;
    const look = async (name: string, parts: (string | Uint8Array)[], wanted: RegExp) => {
      const answer = await raw(attacked, parts);
      sent += 1;
      most = Math.max(most, attacked.memory());
      if (!wanted.test(answer ?? "open")) odd.push(`${name}: ${answer?.slice(0, 30) ?? "not closed"}`);
    };
    const upgrades = sockets(attacked);
    for (let n = 0; n < times; n += 1) {
      for (const [name, parts] of Object.entries(requests))
        await look(name, parts, mayPass.has(name) ? harmless : refused);
      for (const [name, bytes] of Object.entries(frames))
        await look(name, [upgrades[n % 2]!, bytes], /^HTTP\/1\.1 (101|429)/);
    }
    const trace = await raw(attacked, requests.TRACE!);
    await noor.stop();
    return [
      ...honestFigures("A3, A4", noor, 100, slack),
      {
        name: "A3, A4: requests and frames that no browser sends",
        got: `${sent} sent, ${odd.length} not refused and closed${odd.length > 0 ? `: ${[...new Set(odd)].join("; ")}` : ""}`,
        aim: "all refused, and closed",
        pass: odd.length === 0,
      },
      {
        name: "A3: TRACE",
        got: trace?.slice(9, 12) ?? "",
        aim: "405",
        pass: trace?.startsWith("HTTP/1.1 405") === true,
      },
      memoryFigure("A3, A4", before, most, 64),
      wholeFigure("A3, A4", attacked),
    ];
  } finally {
    await attacked.stop();
  }
}

function sockets({ origin, port, world }: House): [string, string] {
  const { cookie, counsellor } = world.young[1]!;
  const upgrade = (path: string, who: string) =>
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${origin}\r\nCookie: ${who}\r\n` +
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
  return [upgrade("/live?after=0", cookie), upgrade("/staff/live", world.counsellors[counsellor]!.cookie)];
}

/** Sends bytes and reads until the server closes; "" if it just closes, null if it does not in time. */
export function raw(
  { port }: Pick<House, "port">,
  parts: (string | Uint8Array)[],
  patienceMs = 14_000,
): Promise<string | null> {
  return new Promise((resolve) => {
    const got: Buffer[] = [];
    const text = () => Buffer.concat(got).toString("latin1");
    const tcp = connect(port, "127.0.0.1", () => {
      for (const part of parts) tcp.write(part);
    });
    const late = setTimeout(() => {
      tcp.destroy();
      resolve(null);
    }, patienceMs);
    const over = () => {
      clearTimeout(late);
      resolve(text());
    };
    tcp.on("data", (part) => got.push(Buffer.from(part)));
    tcp.on("close", over);
    tcp.on("error", over);
  });
}
