import { CommandError, say, stopped } from "./command/terminal.ts";
import type { Config } from "./config.ts";
import { TerminalError } from "./errors.ts";
import { projectFile, upgradeOption, workOption } from "./files.ts";
import type { CommandName } from "./help.ts";
import { lazily } from "./lazy.ts";
import type { Listen } from "./listen.ts";
import { log } from "./log.ts";

const { doWork } = lazily(() => import("./backup/work.ts"));
const { actAsOwner } = lazily(() => import("./command/as-owner.ts"));
const { checkAudit } = lazily(() => import("./command/audit.ts"));
const { backup, backupDrill } = lazily(() => import("./command/copies/backup.ts"));
const { restore } = lazily(() => import("./command/copies/restore.ts"));
const { exportPlaces } = lazily(() => import("./command/directory/export.ts"));
const { importPlaces } = lazily(() => import("./command/directory/import.ts"));
const { doctor } = lazily(() => import("./command/doctor.ts"));
const { showHours } = lazily(() => import("./command/hours/hours.ts"));
const { importHours } = lazily(() => import("./command/hours/hours-import.ts"));
const { newKey, recoverKey, rotateMasterKey } = lazily(() => import("./command/keys/keys.ts"));
const { keysDoctor } = lazily(() => import("./command/keys/keys-doctor.ts"));
const { printSheet } = lazily(() => import("./command/keys/keys-sheet.ts"));
const { serveCommand, serveOnce } = lazily(() => import("./command/serve.ts"));
const { printStaffLink } = lazily(() => import("./command/staff-link.ts"));
const { fetchBackups } = lazily(() => import("./command/standby/fetch-backups.ts"));
const { promote } = lazily(() => import("./command/standby/promote.ts"));
const { processEnvironment, readConfig } = lazily(() => import("./config.ts"));
const { demo } = lazily(() => import("./demo/demo.ts"));
const { askHealth } = lazily(() => import("./health.ts"));
const { listenOnBun } = lazily(() => import("./listen-bun.ts"));
const { setup } = lazily(() => import("./setup/setup.ts"));
const { doUpgradeWork } = lazily(() => import("./upgrade/hands.ts"));
const { replaceProgram } = lazily(() => import("./upgrade/steps.ts"));
const { rollback, upgrade } = lazily(() => import("./upgrade/upgrade.ts"));

const commands: Record<CommandName, (options: string[], listen: Listen) => Promise<number>> = {
  serve: async (options, listen) => serveCommand(await settings(options), listen),
  demo: async (options, listen) => demo(await settings(options), listen, { say, stopped }),
  health: async (options) => {
    const { well, words } = await askHealth(await settings(options));
    if (!well) throw new CommandError(words);
    return say(`${words}\n`);
  },
  "staff link": printStaffLink,
  hours: showHours,
  "hours import": importHours,
  import: importPlaces,
  export: exportPlaces,
  "audit check": checkAudit,
  backup,
  "backup drill": backupDrill,
  restore,
  "fetch-backups": fetchBackups,
  promote,
  setup,
  upgrade,
  rollback,
  doctor,
  "keys doctor": keysDoctor,
  "keys new": async (options) => newKey(await settings(options)),
  "keys recover": async (options) => recoverKey(await settings(options)),
  "keys rotate": async (options) => rotateMasterKey(await settings(options)),
  "keys sheet": async (options) => printSheet(await settings(options)),
};

/** They touch no data of the helpline, or have to be root. */
const ofAnyAccount: CommandName[] = ["setup", "upgrade", "rollback", "demo", "health"];

/** Runs one command. Exit codes: 0 done, 1 it could not be done, 2 the command was not understood. */
export async function main(args: string[], listen: Listen): Promise<number> {
  if (args[0] === workOption) return doWork(async (from, restored) => (await serveOnce(listen))(from, restored));
  if (args[0] === upgradeOption) return doUpgradeWork(replaceProgram);
  if (args[0] === "--version") return say(`porchlight ${JSON.parse(projectFile("package.json")).version}\n`);
  const { commandHelp, commandIn, wordsAfter } = await import("./help.ts");
  const asked = args[0] === "help" ? args.slice(1) : args;
  const option = asked.findIndex((arg) => arg.startsWith("-"));
  const words = option === -1 ? asked : asked.slice(0, option);
  const name = commandIn(words);
  const next = words.length === 1 ? wordsAfter(words[0]!) : [];
  const wantsHelp = args.length === 0 || args[0] === "help" || args.includes("--help") || args.includes("-h");
  if (wantsHelp && (name || next.length > 0 || words.length === 0)) return say(commandHelp(words));
  if (name) {
    if (!ofAnyAccount.includes(name)) await actAsOwner(args);
    return commands[name](args.slice(name.split(" ").length), listen);
  }
  const wrong =
    next.length > 0
      ? `“porchlight ${words[0]}” needs one more word: ${next.join(" or ")}.`
      : `There is no command “${args.join(" ")}”.`;
  process.stderr.write(`${wrong}\n\n${commandHelp(words)}`);
  return 2;
}

async function settings(options: string[]): Promise<Config> {
  return readConfig(await processEnvironment(), options);
}

/** Runs the command this process was started with, and ends it. `listen` is how the runtime opens a port. */
export function runCommand(listen: Listen) {
  endWith(main(process.argv.slice(2), listen));
}

/** Ends this process with the exit code of some work, and first says what stood in its way. */
export function endWith(work: Promise<number>) {
  work.then(
    (code) => process.exit(code),
    (error: unknown) => {
      const isPlain = error instanceof TerminalError;
      if (isPlain) process.stderr.write(`${error.message}\n`);
      else log("Porchlight could not go on", error);
      process.exit(isPlain ? error.exitCode : 1);
    },
  );
}

if (import.meta.main) runCommand(listenOnBun);
