import { existsSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "./clock.ts";
import { type Config, ConfigError, processEnvironment, readConfig } from "./config.ts";
import { type Ask, answerCommands, askServer, carryOut, type Link } from "./control.ts";
import { acceptMasterKey } from "./crypto/keyring.ts";
import { readMasterKey } from "./crypto/master-key.ts";
import { FolderError, openFiles } from "./db/files.ts";
import { LockError, lockFolder } from "./db/lock.ts";
import { MigrationError } from "./db/migrate.ts";
import { demo } from "./demo/demo.ts";
import type { Role } from "./events.ts";
import { projectFile } from "./files.ts";
import { openHelpline } from "./helpline.ts";
import type { Helpline } from "./http/context.ts";
import { log } from "./log.ts";
import { controlPath, makeMasterKey, PortError, serve } from "./serve.ts";
import { hasStaff, invitationHours } from "./staff/invitation.ts";
import { roles } from "./staff/permissions.ts";

const help = `Porchlight: a chat helpline for young people, on one small server.

  porchlight serve         runs the helpline (also: npm start)
  porchlight demo          runs a made-up helpline to look around in (also: npm run demo)
  porchlight staff link    makes a link of one use for a new account; --roles ${roles}
  porchlight keys new      makes a new master key when the old one is lost for good
  porchlight --version

In the folder of Porchlight, “porchlight” is written: node bin/porchlight.mjs
Settings are given as PORT=9000 or as --port 9000. They are listed in README.md.
`;

/** Something in the way of a command. The message is for the person at the terminal. */
class CommandError extends Error {}

/** Runs one command. Exit codes: 0 done, 1 it could not be done, 2 the command was not understood. */
export async function main(args: string[]): Promise<number> {
  const [command = "--help", ...rest] = args;
  if (command === "help" || args.includes("--help") || args.length === 0) return say(help);
  if (command === "--version") return say(`porchlight ${JSON.parse(projectFile("package.json")).version}\n`);
  if (command === "serve") return serveCommand(settings(rest));
  if (command === "demo") return demo(settings(rest), { say, stopped });
  if (command === "staff" && rest[0] === "link") return staffLink(rest.slice(1));
  if (command === "keys" && rest[0] === "new") return newKey(settings(rest.slice(1)));
  process.stderr.write(`There is no command “${args.join(" ")}”.\n\n${help}`);
  return 2;
}

function settings(options: string[]): Config {
  return readConfig(processEnvironment(), options);
}

async function serveCommand(config: Config): Promise<number> {
  const running = await serve(config);
  const { address, helpline } = running;
  const closeControl = answerCommands(controlPath(config.dataDir), helpline.db, address);
  const stop = stopped();
  say(`Porchlight is open.\n\n  Young people go to  ${address}/\n  Staff go to         ${address}/staff\n\n`);
  const unused = !hasStaff(helpline.db);
  if (unused) {
    const { url } = await carryOut(helpline.db, address, { ask: "staff link", roles });
    say(
      `Nobody has an account yet. This link makes the first one. It works once, for ${invitationHours} hours:\n\n  ${url}\n\n`,
    );
  }
  const ready = helpline.db.keyring.state() === "ready";
  // Said until somebody has an account: a first start that failed after making the key must not be the only one to say it.
  if (ready && (running.newKey || unused)) say(keyAdvice(config));
  if (!ready) process.stderr.write(keyTrouble(config));
  await stop;
  closeControl();
  await running.stop();
  return 0;
}

/** A wish to stop that comes again this soon is the same one by another way (the group's signal, and npm's), ms. */
const sameWish = 2_000;

/** Resolves at Ctrl+C, when the terminal closes, or when the system wants this process to end. Asked again later, it ends at once. */
function stopped(): Promise<void> {
  return new Promise<void>((stop) => {
    let since: number | undefined;
    const wish = () => {
      since ??= systemClock.elapsed();
      if (systemClock.elapsed() - since > sameWish) process.exit(1);
      stop();
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, wish);
  });
}

async function staffLink(args: string[]): Promise<number> {
  const { wanted, options } = takeRoles(args);
  if (!wanted) {
    process.stderr.write(`Roles are ${roles.join(", ")}: --roles counsellor,supervisor\n`);
    return 2;
  }
  const link = await makeLink(settings(options), { ask: "staff link", roles: wanted });
  say(`This link makes one account (${link.roles.join(", ")}). It works once, for ${invitationHours} hours:\n\n`);
  return say(`  ${link.url}\n`);
}

/** How long a server that is just starting or stopping is waited for, ms. */
const patience = 5_000;

/** The running server makes the link; where none runs, the command opens the data itself. */
async function makeLink(config: Config, asked: Ask): Promise<Link> {
  refuseNoData(config);
  const giveUp = systemClock.elapsed() + patience;
  for (;;) {
    const link = await askServer(controlPath(config.dataDir), asked);
    if (link) return link;
    try {
      const address = config.publicAddress?.origin ?? `http://localhost:${config.port}`;
      return await withoutServer(config, (helpline) => carryOut(helpline.db, address, asked));
    } catch (error) {
      if (!(error instanceof LockError)) throw error;
      if (systemClock.elapsed() > giveUp) throw new CommandError("The helpline runs, but it does not answer.");
    }
    await Bun.sleep(100);
  }
}

/** Opens the data for one piece of work while no server runs on them. Throws LockError when one does. */
async function withoutServer<Result>(config: Config, work: (helpline: Helpline) => Promise<Result>): Promise<Result> {
  const unlock = lockFolder(config.dataDir);
  try {
    const files = openFiles(config.dataDir, systemClock.now());
    const master = readMasterKey(config.masterKeyFile);
    const helpline = await openHelpline({ config, clock: systemClock, ...files, master, report: log });
    try {
      return await work(helpline);
    } finally {
      helpline.db.close();
    }
  } finally {
    unlock();
  }
}

async function newKey(config: Config): Promise<number> {
  refuseNoData(config);
  if (existsSync(config.masterKeyFile)) {
    throw new CommandError(`There is a file ${config.masterKeyFile}. Move it away first: it is never overwritten.`);
  }
  await withoutServer(config, async ({ db }) => {
    makeMasterKey(config.masterKeyFile);
    const master = readMasterKey(config.masterKeyFile);
    if (master === null || master === "unreadable") throw new CommandError(`${config.masterKeyFile} cannot be read.`);
    await db.change("command line", (tx) => acceptMasterKey(tx.keys, master, tx.at));
  });
  say("A new master key was made. Words written under the old one stay closed unless its file comes back.\n\n");
  return say(keyAdvice(config));
}

/** A mistyped folder must not become a second, empty helpline. */
function refuseNoData(config: Config) {
  if (existsSync(join(config.dataDir, "porchlight.db"))) return;
  throw new CommandError(`There are no data in ${config.dataDir} yet. Start the helpline once, or set DATA_DIR.`);
}

function keyAdvice(config: Config): string {
  return `The master key is in ${config.masterKeyFile}.
Copy it to another place than the backups of the data (paper, a password safe).
Who has the key and the data can read the chats. Without it nobody can, and nobody can help.

`;
}

function keyTrouble(config: Config): string {
  return `Chats cannot be opened: the master key in ${config.masterKeyFile} is missing, cannot be read, or is not the one of these data.
Young people see that the chat is not working. Put the right file there and start again.
Only when it is lost for good: node bin/porchlight.mjs keys new (see docs/keys.md)

`;
}

function takeRoles(args: string[]): { wanted: Role[] | null; options: string[] } {
  const written = args.flatMap((arg) =>
    arg.startsWith("--roles=") ? ["--roles", arg.slice("--roles=".length)] : [arg],
  );
  const at = written.indexOf("--roles");
  if (at === -1) return { wanted: ["counsellor"], options: args };
  const named = (written[at + 1] ?? "").split(",");
  const known = roles.filter((role) => named.includes(role));
  const options = [...written.slice(0, at), ...written.slice(at + 2)];
  return { wanted: known.length === new Set(named).size ? known : null, options };
}

function say(text: string): number {
  process.stdout.write(text);
  return 0;
}

const explained = [CommandError, FolderError, LockError, MigrationError, PortError];

if (import.meta.main) {
  main(process.argv.slice(2)).then(
    (code) => process.exit(code),
    (error: unknown) => {
      const misunderstood = error instanceof ConfigError;
      if (misunderstood || explained.some((kind) => error instanceof kind)) {
        process.stderr.write(`${(error as Error).message}\n`);
      } else log("Porchlight could not go on", error);
      process.exit(misunderstood ? 2 : 1);
    },
  );
}
