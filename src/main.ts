import { systemClock } from "./clock.ts";
import { type Config, ConfigError, processEnvironment, readConfig } from "./config.ts";
import { answerCommands, askServer, carryOut } from "./control.ts";
import { acceptMasterKey } from "./crypto/keyring.ts";
import { createMasterKeyFile, readMasterKey } from "./crypto/master-key.ts";
import { FolderError, openFiles } from "./db/files.ts";
import { MigrationError } from "./db/migrate.ts";
import { demo } from "./demo/demo.ts";
import type { Role } from "./events.ts";
import { projectFile } from "./files.ts";
import { openHelpline } from "./helpline.ts";
import { log } from "./log.ts";
import { controlPath, PortError, type Running, serve } from "./serve.ts";
import { hasStaff } from "./staff/invitation.ts";

const help = `Porchlight: a chat helpline for young people, on one small server.

  porchlight serve         runs the helpline (also: npm start)
  porchlight demo          runs a made-up helpline to look around in (also: npm run demo)
  porchlight staff link    makes a link of one use for a new account; --roles counsellor,supervisor,admin
  porchlight keys new      makes a new master key when the old one is lost for good
  porchlight --version

Settings are given as PORT=9000 or as --port 9000. They are listed in README.md.
`;

const allRoles: Role[] = ["counsellor", "supervisor", "admin"];

/** Runs one command. Exit codes: 0 done, 1 it could not be done, 2 the command was not understood. */
export async function main(args: string[]): Promise<number> {
  const [command = "--help", ...rest] = args;
  if (command === "--help" || command === "help") return say(help);
  if (command === "--version") return say(`porchlight ${JSON.parse(projectFile("package.json")).version}\n`);
  if (command === "serve") return serveCommand(readConfig(processEnvironment(), rest));
  if (command === "demo") return demo(readConfig(processEnvironment(), rest), untilStopped);
  if (command === "staff" && rest[0] === "link") return staffLink(rest.slice(1));
  if (command === "keys" && rest[0] === "new") return newKey(readConfig(processEnvironment(), rest.slice(1)));
  process.stderr.write(`There is no command “${args.join(" ")}”.\n\n${help}`);
  return 2;
}

async function serveCommand(config: Config): Promise<number> {
  const running = await serve(config);
  const closeControl = answerCommands(controlPath(config.dataDir), running.helpline.db);
  const { db } = running.helpline;
  say(
    `Porchlight is open.\n\n  Young people go to  ${running.address}/\n  Staff go to         ${running.address}/staff\n\n`,
  );
  if (!hasStaff(db)) {
    const token = await carryOut(db, { ask: "staff link", roles: allRoles, first: true });
    say(`Nobody has an account yet. This link makes the first one. It works once, for 24 hours:\n\n`);
    say(`  ${running.address}/staff/welcome/${token}\n\n`);
  }
  if (running.newKey) say(keyAdvice(config));
  await untilStopped(running);
  closeControl();
  return 0;
}

/** Waits for Ctrl+C or the system's wish to stop, then closes in good order. */
async function untilStopped(running: Running): Promise<void> {
  await new Promise<void>((stop) => {
    process.once("SIGINT", () => stop());
    process.once("SIGTERM", () => stop());
  });
  await running.stop();
}

async function staffLink(args: string[]): Promise<number> {
  const { roles, options } = takeRoles(args);
  if (!roles) {
    process.stderr.write(`Roles are ${allRoles.join(", ")}: --roles counsellor,supervisor\n`);
    return 2;
  }
  const config = readConfig(processEnvironment(), options);
  const asked = { ask: "staff link", roles, first: false } as const;
  const token = (await askServer(controlPath(config.dataDir), asked)) ?? (await withoutServer(config, asked));
  const address = config.publicAddress?.origin ?? `http://localhost:${config.port}`;
  say(`This link makes one account (${roles.join(", ")}). It works once, for 24 hours:\n\n`);
  return say(`  ${address}/staff/welcome/${token}\n`);
}

/** No server runs on these data: the command opens them itself. */
async function withoutServer(config: Config, asked: Parameters<typeof carryOut>[1]): Promise<string> {
  const files = openFiles(config.dataDir, systemClock.now());
  const master = readMasterKey(config.masterKeyFile);
  const helpline = await openHelpline({ config, clock: systemClock, ...files, master, report: log });
  const first = !hasStaff(helpline.db);
  const token = await carryOut(helpline.db, first ? { ...asked, roles: allRoles, first } : asked);
  helpline.db.close();
  return token;
}

async function newKey(config: Config): Promise<number> {
  if (readMasterKey(config.masterKeyFile) !== null) {
    process.stderr.write(`There is a file ${config.masterKeyFile}. Move it away first: it is never overwritten.\n`);
    return 1;
  }
  createMasterKeyFile(config.masterKeyFile);
  const master = readMasterKey(config.masterKeyFile);
  if (master === null || master === "unreadable") return 1;
  const files = openFiles(config.dataDir, systemClock.now());
  const helpline = await openHelpline({ config, clock: systemClock, ...files, master: null, report: log });
  await helpline.db.change("command line", (tx) => acceptMasterKey(tx.keys, master, tx.at));
  helpline.db.close();
  say("A new master key was made. Words written under the old one stay closed unless its file comes back.\n");
  say("If the helpline is running, start it again.\n\n");
  return say(keyAdvice(config));
}

function keyAdvice(config: Config): string {
  return `The master key is in ${config.masterKeyFile}.
Copy it to another place than the backups of the data (paper, a password safe).
Who has the key and the data can read the chats. Without it nobody can, and nobody can help.

`;
}

function takeRoles(args: string[]): { roles: Role[] | null; options: string[] } {
  const at = args.indexOf("--roles");
  if (at === -1) return { roles: ["counsellor"], options: args };
  const named = (args[at + 1] ?? "").split(",");
  const known = allRoles.filter((role) => named.includes(role));
  const options = [...args.slice(0, at), ...args.slice(at + 2)];
  return { roles: known.length === named.length ? known : null, options };
}

function say(text: string): number {
  process.stdout.write(text);
  return 0;
}

if (import.meta.main) {
  main(process.argv.slice(2)).then(
    (code) => process.exit(code),
    (error: unknown) => {
      const plain = [ConfigError, FolderError, MigrationError, PortError].some((kind) => error instanceof kind);
      if (plain) process.stderr.write(`${(error as Error).message}\n`);
      else log("Porchlight could not go on", error);
      process.exit(1);
    },
  );
}
