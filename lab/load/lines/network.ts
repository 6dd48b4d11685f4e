import type { Trouble } from "#lab/load/failures/outbox.ts";
import { openServer } from "#lab/load/failures/process.ts";
import { hire, openCrowd } from "#lab/load/people/crowd.ts";
import { quick } from "#lab/load/people/kill.ts";
import { addUp, type Tally } from "#lab/load/report/judge.ts";
import { seeded } from "#lab/load/report/random.ts";
import { type Faults, faultyLine } from "./faulty-line.ts";

interface NetworkPlan {
  program: string[];
  chats: number;
  youth: number;
  counsellor: number;
  /** Longest delay, and share of delayed pieces. */
  delayMs: number;
  delayed: number;
  seed: number;
  say(text: string): void;
}

interface NetworkFindings {
  tally: Tally;
  troubles: Trouble[];
  faults: Faults;
  reconnects: number[];
  integrity: string[];
  overs: number;
  seconds: number;
}

/** Both sides of every chat write over a bad line; the server is left alone. */
export async function networkRun(plan: NetworkPlan): Promise<NetworkFindings> {
  const { program, chats, youth, counsellor, delayMs, delayed, seed, say } = plan;
  const random = seeded(seed);
  const server = await openServer(program);
  const from = performance.now();
  try {
    await server.start();
    const staff = await hire(server, chats);
    const line = await faultyLine({
      ...{ target: server.port, seed, delayMs },
      shares: { drop: 0.12, halfClose: 0.08, delay: delayed, duplicate: 0.1 },
      mayRepeat: (path) => /^\/(start|send|staff\/conversation\/\d+\/send)$/.test(path),
    });
    try {
      const patience = { ...quick, giveUpMs: 60_000 + 4 * delayMs, ownConnections: true };
      const crowd = await openCrowd({ server, staff, chats, origin: line.origin, prefix: "", patience, random });
      const telling = setInterval(
        () => say(told(crowd.pairs.flatMap(({ outboxes }) => Object.values(outboxes)))),
        10_000,
      );
      await crowd.write({ youth, counsellor }).finally(() => clearInterval(telling));
      // What was held back or repeated comes long after its copy.
      await line.quiet();
      await crowd.settle(60_000);
      const tally = addUp(await crowd.judge());
      const reconnects = crowd.lines().flatMap(({ liveness }) => liveness.reconnects);
      const overs = crowd.pairs.reduce((sum, { young }) => sum + young.overs(), 0);
      await crowd.end();
      const seconds = (performance.now() - from) / 1_000;
      const { faults } = line;
      const troubles = crowd.troubles();
      return { tally, troubles, faults, reconnects, overs, seconds, integrity: await server.stopAndCheck() };
    } finally {
      await line.stop();
    }
  } finally {
    await server.remove();
  }
}

function told(outboxes: { sent: readonly { acknowledged: boolean }[] }[]): string {
  const done = outboxes.map(({ sent }) => sent.filter((one) => one.acknowledged).length);
  return `${done.reduce((sum, one) => sum + one, 0)} messages acknowledged`;
}
