import { fill, judgeFiles, openLive, writersOf } from "#lab/load/people/stage.ts";
import type { Tally } from "#lab/load/report/judge.ts";
import { seeded } from "#lab/load/report/random.ts";
import { openServer } from "./process.ts";

interface DrainFindings {
  sockets: number;
  /** How each socket was told to go, like `1001 restarting`, and how many. */
  told: Record<string, number>;
  endedMs: number;
  exitCode: number | null;
  backMs: number;
  tally: Tally;
  integrity: string[];
}

/** Ends a server while `chats` chats write over live sockets, starts it again, and looks for losses. */
export async function drainRun(plan: { program: string[]; chats: number; seed: number }): Promise<DrainFindings> {
  const { program, chats, seed } = plan;
  const server = await openServer(program);
  try {
    const world = await fill(server, chats);
    await server.start();
    const random = seeded(seed);
    const writers = writersOf(world, server, random);
    const live = () => Promise.all(writers.map((writer) => openLive(server.origin, writer)));
    const sockets = await live();
    let enough = false;
    const writing = Promise.all(writers.map((writer) => writer.write(Infinity, 200 + random() * 400, () => enough)));
    await Bun.sleep(700);
    const { sentAt, goneAt, exitCode } = await server.end("SIGTERM");
    enough = true;
    const told: Record<string, number> = {};
    for (const { closed } of sockets) {
      const how = await closed;
      told[how] = (told[how] ?? 0) + 1;
    }
    const from = performance.now();
    await server.start();
    await writing;
    for (const { close } of await live()) close();
    const backMs = performance.now() - from;
    await server.end("SIGTERM");
    const { tally, integrity } = judgeFiles(server.dataDir, writers);
    return { sockets: sockets.length, told, endedMs: goneAt - sentAt, exitCode, backMs, tally, integrity };
  } finally {
    await server.remove();
  }
}
