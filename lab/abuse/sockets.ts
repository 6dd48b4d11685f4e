import type { Figure } from "#lab/load/report/report.ts";
import { type Socket, socket } from "#tests/support/outside/socket.ts";
import { honest, honestFigures, memoryFigure, wholeFigure } from "./honest.ts";
import { type House, house } from "./house.ts";

interface SocketsPlan {
  program: string;
  flooding: number;
  idle: number;
  seconds: number;
  slack: number;
}

/** Most channels open for one chat (limits.ts). */
const each = 8;

/** A1, S10: sockets that send as fast as they can, and thousands that do nothing, beside an honest chat. */
export async function sockets({ program, flooding, idle, seconds, slack }: SocketsPlan): Promise<Figure[]> {
  const chats = 1 + flooding + Math.ceil(idle / each);
  const attacked = await house({ program, chats });
  try {
    const { young } = attacked.world;
    const noor = await honest(attacked);
    const before = attacked.memory();
    const open: Socket[] = [];
    for (let n = 0; n < idle; n += 50) {
      const some = Array.from(
        { length: Math.min(50, idle - n) },
        (_, i) => young[1 + flooding + Math.floor((n + i) / each)]!,
      );
      open.push(...(await Promise.all(some.map(({ cookie }) => socket(attacked.origin, "/live?after=0", cookie)))));
    }
    const until = performance.now() + seconds * 1_000;
    const codes: number[] = [];
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, attacked.memory());
    }, 100);
    const sent = await Promise.all(
      young.slice(1, 1 + flooding).map(({ cookie }) => flood(attacked, cookie, until, codes)),
    );
    clearInterval(watch);
    await noor.stop();
    const stillOpen = open.filter((one) => !one.isClosed()).length;
    const frames = sent.reduce((sum, one) => sum + one, 0);
    for (const one of open) one.close();
    return [
      ...honestFigures("A1", noor, 100, slack),
      memoryFigure("A1", before, most, 64),
      {
        name: `A1: ${flooding} that flood, ${frames} frames`,
        got: `closed ${codes.length} times, with ${[...new Set(codes)].join(", ")}`,
        aim: "each closed, with 1008",
        pass: codes.length >= flooding && codes.every((code) => code === 1008),
      },
      { name: "A1: idle sockets left alone", got: `${stillOpen} of ${idle}`, aim: "all", pass: stillOpen === idle },
      wholeFigure("A1", attacked),
    ];
  } finally {
    await attacked.stop();
  }
}

/** Sends until it is closed, and comes back. Returns the number of frames sent. */
async function flood({ origin }: House, cookie: string, until: number, codes: number[]): Promise<number> {
  let frames = 0;
  while (performance.now() < until) {
    const one = await socket(origin, "/live?after=0", cookie).catch(() => null);
    while (one && !one.isClosed() && performance.now() < until) {
      for (let n = 0; n < 100; n += 1) one.send("t");
      frames += 100;
      await Bun.sleep(5);
    }
    if (one?.isClosed()) codes.push(await one.closed);
    one?.close();
    await Bun.sleep(100);
  }
  return frames;
}
