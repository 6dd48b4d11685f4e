import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Config, forgetProxies } from "#src/config.ts";
import { FolderError } from "#src/db/files.ts";
import type { Listen } from "#src/listen.ts";
import { log } from "#src/log.ts";
import { serve } from "#src/serve.ts";
import { hasStaff } from "#src/staff/accounts/invitation.ts";
import { demoStaff, furnish } from "./accounts.ts";
import { most, openStreet } from "./arrivals.ts";
import { startColleague } from "./colleague.ts";
import { DemoOver, openPace } from "./pace.ts";
import { scripts } from "./scripts/scripts.ts";

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
    const own = { dataDir: join(folder, "data"), masterKeyFile: join(folder, "master.key"), publicAddress: null };
    const accounts = demoStaff.map(({ account }) => account);
    const running = await serve({ ...config, ...own }, listen, accounts);
    if (!hasStaff(running.helpline.db)) await furnish(running.helpline.db, most);
    terminal.say(invitation(running.address));
    void play(insideOrigin(config.host, running.address), over.signal);
    await stopped;
    over.abort();
    await running.stop();
    return 0;
  } finally {
    over.abort();
  }
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

The staff, all with the password “${you.account.password}” (the sign-in page has a button for each):

${rows.join("\n")}

Ctrl+C ends it.

`;
}
