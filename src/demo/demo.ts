import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dayMs, systemClock } from "#src/clock.ts";
import { type Config, forgetProxies } from "#src/config.ts";
import { readMasterKey } from "#src/crypto/keys/master-key.ts";
import { FolderError, makeFolder, openFiles } from "#src/db/files.ts";
import { openHelpline } from "#src/helpline.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { askPartners } from "#src/jobs/outgoing.ts";
import type { Listen } from "#src/listen.ts";
import { log } from "#src/log.ts";
import { makeMasterKey, serve } from "#src/serve.ts";
import { startColleague } from "./colleague.ts";
import { askNeighbour, openMailbox } from "./outside.ts";
import { DemoOver, openPace, type Pace } from "./pace.ts";
import { livePast } from "./past/past.ts";
import { openPastClock, weeksBefore } from "./past/weeks.ts";
import type { Script } from "./scripts/script.ts";
import { scripts } from "./scripts/scripts.ts";
import { demoStaff } from "./staff.ts";
import { liveYoungPerson } from "./young-person.ts";

interface Terminal {
  say(text: string): void;
  stopped(): Promise<void>;
}

/**
 * Runs a demo in a temporary folder and returns the exit code. Throws FolderError, and as `serve`.
 * Only the settings PORT and HOST count, so that a real helpline's data and key are never touched.
 */
export async function demo(config: Config, listen: Listen, terminal: Terminal): Promise<number> {
  const folder = temporaryFolder();
  try {
    return await demoIn(folder, config, listen, terminal);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a demo in a folder that stays, and goes on with the data in it. Throws as `serve`. */
export async function demoIn(folder: string, config: Config, listen: Listen, terminal: Terminal): Promise<number> {
  forgetProxies();
  const stopped = terminal.stopped();
  const over = new AbortController();
  try {
    const accounts = demoStaff.map(({ account }) => account);
    const own = { ...config, ...placesIn(folder), publicAddress: null, store: null, metricsPort: null };
    if (!existsSync(own.masterKeyFile)) await furnish(own);
    const mailbox = openMailbox();
    const running = await serve(own, listen, { demo: { accounts, mailbox, ask: askNeighbour } });
    terminal.say(invitation(running.address));
    void settleIn(running.helpline, over.signal);
    void play(insideOrigin(config.host, running.address), over.signal);
    await stopped;
    over.abort();
    await running.stop();
    return 0;
  } finally {
    over.abort();
  }
}

/** Returns the places of a demo in a folder: nothing of a real helpline is read or written. */
export function placesIn(folder: string): Pick<Config, "dataDir" | "masterKeyFile" | "backupDir"> {
  return {
    dataDir: join(folder, "data"),
    masterKeyFile: join(folder, "master.key"),
    backupDir: join(folder, "copies"),
  };
}

function temporaryFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), "porchlight-demo-"));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new FolderError(
      `The demo lives in a temporary folder, and none can be made in ${tmpdir()} (${code}). Set TMPDIR to a folder where this account may write.`,
    );
  }
}

/** Lives the past of a new demo, on its own clock, before the helpline opens. */
async function furnish(config: Config) {
  const now = systemClock.now();
  makeFolder(config.dataDir);
  makeMasterKey(config.masterKeyFile);
  const clock = openPastClock(now - weeksBefore * 7 * dayMs);
  const files = openFiles(config.dataDir, clock.now());
  // It is thrown away at the end, so nothing has to be on the disk.
  for (const file of [files.data, files.keys]) file.pragma("synchronous = OFF");
  const master = readMasterKey(config.masterKeyFile);
  const { db } = await openHelpline({ config, clock, ...files, master, report: log });
  try {
    await livePast({ house: { db, clock }, clock, waiting: maxYoungPeople, until: now });
  } finally {
    db.close();
  }
}

/** What an evening would bring by itself, at once: the neighbour is asked, and a copy of the data is made and tried out. */
async function settleIn(helpline: Helpline, over: AbortSignal) {
  try {
    await askPartners()(helpline);
    await helpline.backups.make(helpline.config.backupDir);
    await helpline.backups.drill();
  } catch (error) {
    if (!over.aborted) log("the demo could not settle in", error);
  }
}

async function play(origin: string, over: AbortSignal) {
  const pace = openPace(over);
  const report = (what: string, error: unknown) => {
    if (!over.aborted && !(error instanceof DemoOver)) log(what, error);
  };
  try {
    const work = await startColleague(origin, demoStaff[1].account, scripts, pace);
    await Promise.all([openStreet({ origin, scripts, pace, report }), work()]);
  } catch (error) {
    report("the demo cannot go on", error);
  }
}

export const maxYoungPeople = 6;
/** Before each of the first ones, and before every later one. */
const firstMs = [500, 1_500, 2_000, 2_500];
const laterMs = 25_000;

interface Street {
  origin: string;
  scripts: Script[];
  pace: Pace;
  report(what: string, error: unknown): void;
}

/** Lets young people come one after the other. Throws DemoOver when the demo ends. */
export async function openStreet({ origin, scripts, pace, report }: Street): Promise<never> {
  const here = new Set<Script>();
  const rested = [...scripts];
  for (let count = 0; ; count += 1) {
    const soon = firstMs[count];
    await (soon === undefined ? pace.about(laterMs) : pace.pause(soon));
    const script = here.size < maxYoungPeople ? rested.shift() : undefined;
    if (!script) continue;
    here.add(script);
    void liveYoungPerson(origin, script, pace)
      .catch((error) => {
        if (!(error instanceof DemoOver)) report("a young person of the demo is gone", error);
      })
      .then(() => {
        here.delete(script);
        rested.push(script);
      });
  }
}

/** By the address it listens on, as names may lead elsewhere. */
function insideOrigin(host: string, address: string): string {
  const { port } = new URL(address);
  if (host === "0.0.0.0") return `http://127.0.0.1:${port}`;
  if (host === "::") return `http://[::1]:${port}`;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function invitation(address: string): string {
  const [you] = demoStaff;
  const rows = demoStaff.map(({ account }) => `  ${account.name.padEnd(7)}${account.roles.join(", ")}`);
  return `This is a demo of Porchlight. Nobody in it is real, and everything is thrown away at the end.

  1. Open the console and sign in as ${you.account.alias}:    ${address}/staff
  2. Take somebody who waits, and write to them.
  3. Be a young person yourself, in a private window:  ${address}/
  4. Read the mails, which nobody gets:       ${address}/staff/demo/mails

The staff, all with the password “${you.account.password}” (the sign-in page has a button for each):

${rows.join("\n")}

Ctrl+C ends it.

`;
}
