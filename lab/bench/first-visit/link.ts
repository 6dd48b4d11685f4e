// A line between two network namespaces, in its own process: each IP packet waits for the line's rate and half a round trip.
// Needs only tun devices, as not every kernel has netem. One JSON line in sets it, one out counts bytes since the start.
import { dlopen } from "bun:ffi";
import { execFileSync } from "node:child_process";
import { openSync, read, writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { helpAddress, youngAddress } from "./addresses.ts";

const [youngSide = ""] = process.argv.slice(2);
const near = "porch-help";
const far = "porch-young";

const libc = dlopen("libc.so.6", { ioctl: { args: ["i32", "u64", "ptr"], returns: "i32" } });
// linux/if_tun.h: TUNSETIFF; IFF_TUN, whole IP packets, with IFF_NO_PI, nothing before them.
const setInterface = 0x400454ca;
const plainPackets = 0x0001 | 0x1000;

function openTun(name: string): number {
  const fd = openSync("/dev/net/tun", "r+");
  const request = Buffer.alloc(40);
  request.write(name, 0, "latin1");
  request.writeUInt16LE(plainPackets, 16);
  if (libc.symbols.ioctl(fd, setInterface, request) !== 0) throw new Error(`no tun device ${name}`);
  return fd;
}

/** IP bytes both ways, by the helpline's TCP port. */
const bytes: Record<number, number> = {};

interface Way {
  bitsPerMs: number;
  delayMs: number;
  free: number;
  underWay: { at: number; packet: Buffer }[];
}

/** No router queues more. */
const mostWaiting = 1_000;
const way = (): Way => ({ bitsPerMs: 1e6, delayMs: 0, free: 0, underWay: [] });

function carry(from: number, to: number, line: Way, portAt: number) {
  const room = Buffer.alloc(4096);
  let awaited = false;
  const waitFor = ({ at }: { at: number }) => {
    awaited = true;
    setTimeout(deliver, Math.max(0, at - performance.now()));
  };
  const deliver = () => {
    awaited = false;
    const now = performance.now();
    while (line.underWay[0] && line.underWay[0].at <= now + 0.3) writeSync(to, line.underWay.shift()!.packet);
    const next = line.underWay[0];
    if (next) waitFor(next);
  };
  const take = () =>
    read(from, room, 0, room.length, null, (error, length) => {
      if (error) throw error;
      const packet = Buffer.from(room.subarray(0, length));
      take();
      if (packet[0]! >> 4 !== 4 || line.underWay.length >= mostWaiting) return;
      const port = packet.readUInt16BE((packet[0]! & 15) * 4 + portAt);
      bytes[port] = (bytes[port] ?? 0) + length;
      line.free = Math.max(line.free, performance.now()) + (length * 8) / line.bitsPerMs;
      line.underWay.push({ at: line.free + line.delayMs, packet });
      if (!awaited) waitFor(line.underWay[0]!);
    });
  take();
}

const ip = (...args: string[]) => execFileSync("ip", args);

const nearFd = openTun(near);
const farFd = openTun(far);
ip("link", "set", far, "netns", youngSide);
for (const [device, own, other, into] of [
  [near, helpAddress, youngAddress, []],
  [far, youngAddress, helpAddress, ["-n", youngSide]],
] as const) {
  // Without its own address IPv6 stays silent, so only their talk is counted.
  ip(...into, "link", "set", device, "addrgenmode", "none");
  ip(...into, "addr", "add", own, "peer", other, "dev", device);
  ip(...into, "link", "set", device, "up");
  ip(...into, "link", "set", "lo", "up");
}

const down = way();
const up = way();
carry(nearFd, farFd, down, 0);
carry(farFd, nearFd, up, 2);
process.stdout.write("{}\n");

createInterface({ input: process.stdin })
  .on("line", (text) => {
    const { rttMs, downBits, upBits } = JSON.parse(text);
    if (rttMs !== undefined) {
      down.delayMs = up.delayMs = rttMs / 2;
      down.bitsPerMs = downBits / 1000;
      up.bitsPerMs = upBits / 1000;
    }
    process.stdout.write(`${JSON.stringify(bytes)}\n`);
  })
  .on("close", () => process.exit(0));
