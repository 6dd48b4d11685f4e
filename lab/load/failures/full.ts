import { mkdirSync } from "node:fs";
import { type Browser, openBrowser } from "#lab/load/lines/request.ts";
import { fill, judgeFiles, type Writer, writersOf } from "#lab/load/people/stage.ts";
import type { Sent, Tally } from "#lab/load/report/judge.ts";
import { between, clientId, type Random, seeded } from "#lab/load/report/random.ts";
import { type Disk, disks, type Kind } from "./disks.ts";
import { openServer, type Server } from "./process.ts";

export interface FullFindings {
  points: number;
  /** Points at which words were refused; each time the disk was spoiled to within some pages. */
  refused: number;
  /** Faults while the disk was spoiled, by kind. */
  failed: Record<string, number>;
  /** From a working disk, or the next start on a remounted one, until everything waiting was stored. */
  roomMs: number[];
  tally: Tally;
  integrity: string[];
}

/** If more messages fit at a point, there is room enough. */
const most = 20;
const long = "words that take room ".repeat(150);

/** Spoils a server's disk at many points soon after a start, when short logs must grow. `whyNoDisk` must be null. */
export async function fullRun(plan: {
  kind: Kind;
  program: string[];
  points: number;
  seed: number;
  say(text: string): void;
}) {
  const { kind, program, points, seed, say } = plan;
  const random = seeded(seed);
  const server = await openServer(program);
  const { dataDir } = server;
  mkdirSync(dataDir);
  const disk = disks[kind](dataDir);
  const found: Omit<FullFindings, "tally" | "integrity"> = { points: 0, refused: 0, failed: {}, roomMs: [] };
  try {
    const world = await fill(server, 20);
    const writers = writersOf(world, server, random);
    while (found.points < points) {
      const two = writers.slice((found.points * 2) % 20, ((found.points * 2) % 20) + 2);
      await onePoint(server, disk, two, random, found);
      found.points += 1;
      if (found.points % 20 === 0) say(`${found.points} points, refused at ${found.refused}`);
    }
    return { ...found, ...judgeFiles(dataDir, writers) } satisfies FullFindings;
  } finally {
    await server.end("SIGKILL");
    disk.close();
    await server.remove();
  }
}

async function onePoint(
  server: Server,
  disk: Disk,
  two: Writer[],
  random: Random,
  found: Omit<FullFindings, "tally" | "integrity">,
) {
  const { origin } = server;
  // A failed write in the background is noticed late.
  if (disk.isGivenUp()) disk.remount();
  await server.start();
  await Promise.all(two.map((writer) => writer.write(1, 0)));
  const refusals = () => two.reduce((sum, { outbox }) => sum + (outbox.trouble.refusals[503] ?? 0), 0);
  const before = refusals();
  disk.spoil(Math.floor(between(random, 0, 40)));
  let enough = false;
  const writing = Promise.all(two.map((writer) => writer.write(most, 0, () => enough, long)));
  let written = false;
  void writing.then(() => {
    written = true;
  });
  while (!written && refusals() === before) await Bun.sleep(5);
  if (refusals() > before) {
    found.refused += 1;
    for (const what of await wrongWhileFull(origin, two[0]!)) found.failed[what] = (found.failed[what] ?? 0) + 1;
  }
  enough = true;
  disk.mend();
  let from = performance.now();
  // A failed write in the background is noticed late: it may be given up only now.
  while (!written) {
    if (disk.isGivenUp()) {
      await server.end("SIGTERM");
      disk.remount();
      await server.start();
      from = performance.now();
    }
    await Bun.sleep(5);
  }
  await writing;
  found.roomMs.push(performance.now() - from);
  const { exitCode } = await server.end("SIGTERM");
  if (exitCode !== 0) found.failed["the server had ended"] = (found.failed["the server had ended"] ?? 0) + 1;
}

/** What a young person cannot do while nothing can be written, though they should. */
async function wrongWhileFull(origin: string, { browser, outbox }: Writer): Promise<string[]> {
  const somebody = openBrowser(origin, {}, false);
  const waits = outbox.sent.find((one) => !one.acknowledged);
  const wrong: [string, boolean][] = [
    ["the chat can be read", await says(browser, "/", 200, [outbox.sent.findLast((one) => one.acknowledged)!.text])],
    ["hours and the door can be read", await says(somebody, "/?l=en", 200, ["tel:"])],
    ["the way out leads out", (await somebody.get("/leave", 5_000))?.status === 303],
    ["the page of helplines can be read", await says(somebody, "/other?l=en", 200, [])],
    ["words are refused in a sentence that says so", waits === undefined || (await isTold(browser, waits))],
    ["whoever begins is told, their words are kept, and numbers stand there", await isRefusedWell(somebody)],
  ];
  return wrong.filter(([, isGood]) => !isGood).map(([what]) => what);
}

async function says(browser: Browser, path: string, status: number, words: string[]): Promise<boolean> {
  const answer = await browser.get(path, 5_000);
  return answer?.status === status && words.every((one) => answer.text.includes(one));
}

const sentence = "Not sent: we couldn’t save it. What you wrote is still here. Try again in a moment.";

/** The same words again, as the page sends them: either they just fit, or the answer says what happened. */
async function isTold(browser: Browser, { clientId: id, text }: Sent): Promise<boolean> {
  const answer = await browser.post("/send", { client_id: id, text }, 5_000);
  return answer?.status === 503 ? answer.text.startsWith(sentence) : [200, 429].includes(answer?.status ?? 0);
}

async function isRefusedWell(somebody: Browser): Promise<boolean> {
  const form = { client_id: clientId(), l: "en", rules: "1", line: "1", text: `a first word ${long}` };
  const answer = await somebody.post("/start", form, 5_000);
  if (answer?.status === 303) return true;
  // The door is shown again, as for any fault in its form.
  return answer?.status === 422 && [sentence, "a first word", "tel:"].every((words) => answer.text.includes(words));
}
