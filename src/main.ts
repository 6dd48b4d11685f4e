import { doWork, workOption } from "./backup/work.ts";
import { actAsOwner } from "./command/as-owner.ts";
import { checkAudit } from "./command/audit.ts";
import { backup, backupDrill } from "./command/copies/backup.ts";
import { restore } from "./command/copies/restore.ts";
import { exportPlaces } from "./command/directory/export.ts";
import { importPlaces } from "./command/directory/import.ts";
import { doctor } from "./command/doctor.ts";
import { showHours } from "./command/hours/hours.ts";
import { importHours } from "./command/hours/hours-import.ts";
import { newKey, recoverKey, rotateMasterKey } from "./command/keys/keys.ts";
import { keysDoctor } from "./command/keys/keys-doctor.ts";
import { printSheet } from "./command/keys/keys-sheet.ts";
import { serveCommand, serveOnce } from "./command/serve.ts";
import { printStaffLink } from "./command/staff-link.ts";
import { fetchBackups } from "./command/standby/fetch-backups.ts";
import { promote } from "./command/standby/promote.ts";
import { CommandError, say, stopped } from "./command/terminal.ts";
import { type Config, ConfigError, processEnvironment, readConfig } from "./config.ts";
import { AddonError } from "./db/addon.ts";
import { MigrationError } from "./db/adoption/adopt.ts";
import { FolderError } from "./db/files.ts";
import { LockError } from "./db/lock.ts";
import { demo } from "./demo/demo.ts";
import { projectFile } from "./files.ts";
import { askHealth } from "./health.ts";
import { type CommandName, commandHelp, commandIn, wordsAfter } from "./help.ts";
import { type Listen, PortError } from "./listen.ts";
import { listenOnBun } from "./listen-bun.ts";
import { log } from "./log.ts";
import { setup } from "./setup/setup.ts";
import { doUpgradeWork, upgradeOption } from "./upgrade/hands.ts";
import { SignatureError } from "./upgrade/signature.ts";
import { replaceProgram } from "./upgrade/steps.ts";
import { rollback, upgrade } from "./upgrade/upgrade.ts";

const commands: Record<CommandName, (options: string[], listen: Listen) => Promise<number>> = {
  serve: (options, listen) => serveCommand(settings(options), listen),
  demo: (options, listen) => demo(settings(options), listen, { say, stopped }),
  health: async (options) => {
    const { well, words } = await askHealth(settings(options));
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
  "keys new": (options) => newKey(settings(options)),
  "keys recover": (options) => recoverKey(settings(options)),
  "keys rotate": (options) => rotateMasterKey(settings(options)),
  "keys sheet": (options) => printSheet(settings(options)),
};

/** They touch no data of the helpline, or have to be root. */
const ofAnyAccount: CommandName[] = ["setup", "upgrade", "rollback", "demo", "health"];

/** Runs one command. Exit codes: 0 done, 1 it could not be done, 2 the command was not understood. */
export async function main(args: string[], listen: Listen): Promise<number> {
  if (args[0] === workOption) return doWork(serveOnce(listen));
  if (args[0] === upgradeOption) return doUpgradeWork(replaceProgram);
  if (args[0] === "--version") return say(`porchlight ${JSON.parse(projectFile("package.json")).version}\n`);
  const asked = args[0] === "help" ? args.slice(1) : args;
  const option = asked.findIndex((arg) => arg.startsWith("-"));
  const words = option === -1 ? asked : asked.slice(0, option);
  const name = commandIn(words);
  const next = words.length === 1 ? wordsAfter(words[0]!) : [];
  const wantsHelp = args.length === 0 || args[0] === "help" || args.includes("--help") || args.includes("-h");
  if (wantsHelp && (name || next.length > 0 || words.length === 0)) return say(commandHelp(words));
  if (name) {
    if (!ofAnyAccount.includes(name)) actAsOwner(args);
    return commands[name](args.slice(name.split(" ").length), listen);
  }
  const wrong =
    next.length > 0
      ? `“porchlight ${words[0]}” needs one more word: ${next.join(" or ")}.`
      : `There is no command “${args.join(" ")}”.`;
  process.stderr.write(`${wrong}\n\n${commandHelp(words)}`);
  return 2;
}

function settings(options: string[]): Config {
  return readConfig(processEnvironment(), options);
}

const explained = [AddonError, CommandError, FolderError, LockError, MigrationError, PortError, SignatureError];

/** Runs the command this process was started with, and ends it. `listen` is how the runtime opens a port. */
export function runCommand(listen: Listen) {
  endWith(main(process.argv.slice(2), listen));
}

/** Ends this process with the exit code of some work, and first says what stood in its way. */
export function endWith(work: Promise<number>) {
  work.then(
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

if (import.meta.main) runCommand(listenOnBun);
