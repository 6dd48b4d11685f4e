import { type Outbox, openOutbox } from "#lab/load/failures/outbox.ts";
import type { Server } from "#lab/load/failures/process.ts";
import { stored } from "#lab/load/failures/stored.ts";
import { type Browser, openBrowser } from "#lab/load/lines/request.ts";
import { addUp, judge, type Tally } from "#lab/load/report/judge.ts";
import type { Random } from "#lab/load/report/random.ts";
import { systemClock } from "#src/clock.ts";
import { readConfig } from "#src/config.ts";
import { readMasterKey } from "#src/crypto/keys/master-key.ts";
import { openFiles } from "#src/db/files.ts";
import { openHelpline } from "#src/helpline.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { makeMasterKey } from "#src/serve.ts";
import { quick } from "./kill.ts";
import { readRows } from "./view.ts";
import { fillWorld, type World } from "./world.ts";

export interface Writer {
  conversationId: number;
  browser: Browser;
  outbox: Outbox;
  /** Writes messages with a pause (ms) after each, until `enough`; `more` ends each of them. */
  write(most: number, pauseMs: number, enough?: () => boolean, more?: string): Promise<void>;
}

/** Does something in the data folder of a stopped server. */
export async function inFolder<Result>(
  dataDir: string,
  work: (helpline: Helpline) => Promise<Result>,
): Promise<Result> {
  const config = readConfig({}, ["--data-dir", dataDir]);
  const files = openFiles(dataDir, systemClock.now());
  if (readMasterKey(config.masterKeyFile) === null) makeMasterKey(config.masterKeyFile);
  const master = readMasterKey(config.masterKeyFile);
  const helpline = await openHelpline({ config, clock: systemClock, ...files, master, report: () => {} });
  try {
    return await work(helpline);
  } finally {
    helpline.db.close();
  }
}

/** Fills the empty data folder of a server that has not started with chats, each with a counsellor. */
export function fill({ dataDir }: Pick<Server, "dataDir">, chats: number): Promise<World> {
  return inFolder(dataDir, (helpline) => fillWorld(helpline, chats));
}

/** Returns a world's young people at their pages; each message is sent until it is stored. */
export function writersOf(world: World, { origin }: Pick<Server, "origin">, random: Random): Writer[] {
  return world.young.map(({ id, cookie }, place) => {
    const [name, value] = cookie.split("=");
    const browser = openBrowser(origin, { "X-Chat": "1" }, true, new Map([[name!, value!]]));
    const outbox = openOutbox({
      post: ({ clientId, text }, ms) => browser.post("/send", { client_id: clientId, text }, ms),
      seqIn: (answer, { clientId }) => {
        const row = readRows(answer.text)[0]?.row;
        return row?.clientId === clientId ? row.seq : undefined;
      },
      isShown: () => false,
      live: async () => {},
      patience: quick,
      random,
    });
    let number = 0;
    return {
      conversationId: id,
      browser,
      outbox,
      write: async (most, pauseMs, enough = () => false, more = "") => {
        for (let n = 0; n < most && outbox.isOpen() && !enough(); n += 1) {
          number += 1;
          await outbox.send(`young ${place}, ${number}. ${more}`.trim());
          await Bun.sleep(pauseMs);
        }
      },
    };
  });
}

/** Resolves, once something came down, with the socket's end (code and reason) and a way to close it. */
export async function openLive(origin: string, { browser, conversationId }: Writer) {
  const socket = new WebSocket(`${origin.replace(/^http/, "ws")}/live?after=0&v=`, { headers: browser.headers() });
  const closed = new Promise<string>((resolve) => {
    socket.onclose = ({ code, reason }) => resolve(`${code} ${reason}`.trim());
  });
  await Promise.race([
    new Promise((heard) => {
      socket.onmessage = heard;
    }),
    closed.then((how) => Promise.reject(new Error(`the socket of conversation ${conversationId} was refused: ${how}`))),
  ]);
  return { closed, close: () => socket.terminate() };
}

/** Compares what writers were told with the files. The server must have ended. */
export function judgeFiles(dataDir: string, writers: readonly Writer[]): { tally: Tally; integrity: string[] } {
  const { rows, integrity } = stored(dataDir);
  const first = { text: "hello", clientId: "", acknowledged: true, seqs: [] };
  const tallies = writers.map(({ conversationId, outbox }) => {
    const anew = (rows.get(conversationId) ?? []).map((row) => ({ ...row, text: row.text ?? "(no key opens it)" }));
    return judge({ sent: { youth: [first, ...outbox.sent], counsellor: [] }, views: [], anew: [anew] });
  });
  return { tally: addUp(tallies), integrity };
}
