import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Config, forgetProxies } from "#src/config.ts";
import { hashPassword } from "#src/crypto/password.ts";
import type { Db, Tx } from "#src/db/db.ts";
import { FolderError } from "#src/db/files.ts";
import type { Emit, Role } from "#src/events.ts";
import type { DemoAccount } from "#src/http/server/context.ts";
import type { Listen } from "#src/listen.ts";
import { log } from "#src/log.ts";
import { serve } from "#src/serve.ts";
import { shippedEmergency } from "#src/settings/emergency.ts";
import { setSetting } from "#src/settings/settings.ts";
import { acceptInvitation, hasStaff, invite } from "#src/staff/accounts/invitation.ts";
import { startColleague } from "./colleague.ts";
import { DemoOver, openPace, type Pace } from "./pace.ts";
import type { Script } from "./scripts/script.ts";
import { scripts } from "./scripts/scripts.ts";
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
    const running = await serve(
      { ...config, ...placesIn(folder), publicAddress: null, store: null, metricsPort: null },
      listen,
      {
        demo: accounts,
      },
    );
    if (!hasStaff(running.helpline.db)) await furnish(running.helpline.db, maxYoungPeople);
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

const password = "come on in, the light is on";

interface Person {
  realName: string;
  account: DemoAccount;
}

const person = (name: string, realName: string, alias: string, roles: Role[]): Person => ({
  realName,
  account: { name, alias, roles, password },
});

/** The first is for the person trying the demo; the second is played by the demo itself. */
export const demoStaff = [
  person("mika", "Anna Peeters", "Mika", ["counsellor"]),
  person("luna", "Marek Dubois", "Luna", ["counsellor"]),
  person("sol", "Béla Kovács", "Sol", ["counsellor", "supervisor"]),
  person("robin", "Aino Virtanen", "Robin", ["counsellor", "supervisor", "admin"]),
] as const satisfies Person[];

/** Makes the accounts as their links would, and opens the helpline with room for `waiting` young people in line. */
async function furnish(db: Db, waiting: number) {
  await db.change("command line", (tx, emit) => openHouse(tx, emit, waiting));
  const passwordHash = await hashPassword(password);
  for (const { account, realName } of demoStaff) {
    const { name: signInName, alias, roles } = account;
    const rest = { signInName, realName, alias, passwordHash, language: "en", helplineName: null } as const;
    await db.change("command line", (tx, emit) => {
      const token = invite(tx, emit, { roles, first: false });
      return acceptInvitation(tx, emit, { ...rest, token });
    });
  }
}

/** Opens the helpline, with a country so that young people in danger read what they would in earnest. */
export function openHouse(tx: Tx, emit: Emit, waiting: number): void {
  setSetting(tx, emit, { name: "opening", value: "open" });
  setSetting(tx, emit, { name: "waitingPerCounsellor", value: waiting });
  setSetting(tx, emit, { name: "emergency", value: shippedEmergency.filter(({ country }) => country === "BE") });
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

The staff, all with the password “${you.account.password}” (the sign-in page has a button for each):

${rows.join("\n")}

Ctrl+C ends it.

`;
}
