import type { Trouble } from "#lab/load/failures/outbox.ts";
import { openServer } from "#lab/load/failures/process.ts";
import type { Liveness } from "#lab/load/lines/liveness.ts";
import type { Patience } from "#lab/load/lines/request.ts";
import { addUp, type Tally } from "#lab/load/report/judge.ts";
import { between, type Random, seeded } from "#lab/load/report/random.ts";
import { hire, openCrowd } from "./crowd.ts";

interface KillPlan {
  program: string[];
  kills: number;
  chats: number;
  seed: number;
  say(text: string): void;
}

interface KillFindings {
  tally: Tally;
  troubles: Trouble[];
  kills: number;
  killsAtStart: number;
  /** From a kill to a live channel with nothing missing, unless the next kill comes too soon to count slow pages. */
  reconnects: number[];
  stillAway: number;
  restarts: number[];
  integrity: string[];
  /** Pages told that their chat is over, though no one ended it. */
  overs: number;
}

/** Kills until all is checked and new chats begin, as a log of thousands of lines is no chat. */
const killsAChat = 10;

/** Every fourth kill is followed by a wait until all pages are back, up to a limit. */
const restEvery = 4;
const restMs = 5_000;

/** The real page waits 0.2 to 2.6 s between tries, to spare phones. */
export const quick: Patience = {
  sendMs: (tries) => (tries % 3 < 2 ? 4_000 : 20_000),
  retryMs: (random) => between(random, 20, 100),
  giveUpMs: 30_000,
  ownConnections: false,
};

/** Kills the server again and again under chats that write as fast as the limits let them. */
export async function killRun({ program, kills, chats, seed, say }: KillPlan): Promise<KillFindings> {
  const random = seeded(seed);
  const server = await openServer(program);
  const found: Omit<KillFindings, "tally" | "integrity"> = {
    ...{ troubles: [], kills: 0, killsAtStart: 0, reconnects: [], stillAway: 0, restarts: [], overs: 0 },
  };
  const tallies: Tally[] = [];
  try {
    await server.start();
    const staff = await hire(server, chats);
    for (let round = 0; found.kills < kills; round += 1) {
      const { origin } = server;
      const crowd = await openCrowd({ server, staff, chats, origin, prefix: `${round}`, patience: quick, random });
      let enough = false;
      const written = crowd.write({ youth: Infinity, counsellor: Infinity, enough: () => enough });
      const until = Math.min(kills, found.kills + killsAChat);
      const lines = crowd.lines().map(({ liveness }) => liveness);
      const cut = (at: number, from: number) => {
        for (const line of lines) line.cut(at, from);
      };
      while (found.kills < until) {
        await Bun.sleep(between(random, 100, 450));
        found.stillAway += lines.filter((line) => !line.isLive()).length;
        let since = performance.now();
        cut(since, Number.POSITIVE_INFINITY);
        found.kills += 1;
        await server.kill();
        if (random() < 0.1) {
          since = await killAtStart(server, random);
          found.killsAtStart += 1;
        }
        cut(since, performance.now());
        found.restarts.push(await server.start());
        if (found.kills % restEvery === 0) found.reconnects.push(...(await allBack(lines, since)));
      }
      enough = true;
      await written;
      await crowd.settle(30_000);
      // Once more, in a process that has never seen most of them.
      for (const { outboxes } of crowd.pairs) {
        for (const outbox of Object.values(outboxes)) await outbox.sendAgain(3);
      }
      tallies.push(...(await crowd.judge()));
      found.troubles.push(...crowd.troubles());
      for (const { young } of crowd.pairs) found.overs += young.overs();
      await crowd.end();
      say(`${found.kills} kills, ${addUp(tallies).acknowledged} messages acknowledged`);
    }
    return { ...found, tally: addUp(tallies), integrity: await server.stopAndCheck() };
  } finally {
    await server.remove();
  }
}

async function killAtStart(server: Awaited<ReturnType<typeof openServer>>, random: Random): Promise<number> {
  const started = server.start().catch(() => 0);
  await Bun.sleep(between(random, 0, 60));
  const { sentAt } = await server.kill();
  await started;
  return sentAt;
}

/** Each page's time since the kill, ms; one that is not back has the time it was given. */
async function allBack(lines: Liveness[], since: number): Promise<number[]> {
  await Promise.all(lines.map((line) => line.soon(restMs)));
  return lines.map((line) => (line.isLive() ? line.reconnects.at(-1)! : performance.now() - since));
}
