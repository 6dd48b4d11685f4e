import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { copiesIn } from "#src/backup/kept.ts";
import { minuteMs } from "#src/clock.ts";
import { misunderstood } from "#src/command/hours/hours.ts";
import { keyAdvice } from "#src/command/keys/keys.ts";
import { ownOptions } from "#src/command/own-options.ts";
import { wordsOnFirst } from "#src/command/staff-link.ts";
import { CommandError, say, typed } from "#src/command/terminal.ts";
import { type Config, readConfig } from "#src/config.ts";
import { askServer } from "#src/control.ts";
import { embedded } from "#src/embedded.ts";
import { askHealth } from "#src/health.ts";
import { settingsFile, settingsIn, unitDataDir } from "#src/installed.ts";
import { controlPath } from "#src/serve.ts";
import { doDeed, thisMachine } from "./machine.ts";
import { type Deed, nameIn, type Plan, planFor, type Server } from "./steps.ts";

/** A first start makes keys and tables, ms. */
const startMs = minuteMs;

/** Runs `porchlight setup [NAME]`. Throws CommandError, ConfigError. */
export async function setup(args: string[]): Promise<number> {
  const { words, own, rest } = ownOptions(args, [], ["dry-run", "yes", "no-caddy"]);
  if (words.length > 1) return misunderstood("Give one name: porchlight setup chat.example.org");
  if (rest.length > 0) return misunderstood(`Setup has no option ${rest[0]}. Settings belong into ${settingsFile}.`);
  const isDry = own.has("dry-run");
  if (!embedded || !process.versions.bun)
    throw new CommandError(
      "Setup installs Porchlight as one file. This one runs from a folder: docs/install.md says how to go on, under “From source”.",
    );
  if (!isDry) refuseWithoutMeans();
  if (!isDry && !own.has("yes") && !process.stdin.isTTY)
    return misunderstood("Nobody can be asked here. Say --yes to do it, or --dry-run only to look.");
  const machine = thisMachine();
  const name = await nameFor(machine, words[0]);
  const plan = planFor(machine, name, { isCaddyWanted: !own.has("no-caddy") });
  show(plan, name, isDry);
  if (isDry) return say("\nNothing was changed.\n");
  if (!own.has("yes") && !(await agrees())) return say("Nothing was changed.\n");
  carryOutAll(plan);
  return sayFirstLink(configOf(machine), name);
}

function refuseWithoutMeans() {
  if (process.getuid?.() !== 0)
    throw new CommandError(`Setup makes an account and writes into /etc, which only root may. Type: sudo ${process.execPath} setup
To see first what it would do: ${process.execPath} setup --dry-run`);
  if (!existsSync("/run/systemd/system"))
    throw new CommandError(`Setup lets systemd start Porchlight, and systemd does not run here. Nothing was changed.
Without it, have whatever starts programs on this machine run “porchlight serve” as an account of its own.`);
}

async function nameFor(machine: Server, given: string | undefined): Promise<string> {
  const now = settingsIn(machine.read(settingsFile) ?? "").PUBLIC_ADDRESS;
  const known = now === undefined ? null : nameIn(now);
  const question = `The name of the helpline${known ? ` [${known}]` : ", like chat.example.org"}: `;
  const answer = given ?? ((await typed(question)).trim() || known || "");
  const name = nameIn(answer);
  if (name !== null) return name;
  throw new CommandError(
    `“${answer}” is no name of a helpline. One is like chat.example.org: no port, no path, no network address.`,
  );
}

/** No file of more lines is shown in full but by --dry-run. */
const shortLines = 20;

function show({ steps, left }: Plan, name: string, isWhole: boolean) {
  say(`\nSo that this machine serves https://${name}:\n`);
  for (const [at, { says, deeds }] of steps.entries()) {
    say(`\n${at + 1}. ${says}${deeds.length === 0 ? " (done already)" : ""}\n`);
    for (const deed of deeds) say(shown(deed, isWhole));
  }
  for (const one of left) say(`\nLeft alone: ${one}\n`);
}

function shown(deed: Deed, isWhole: boolean): string {
  if ("run" in deed) return `     ${deed.run.join(" ")}\n`;
  if ("copy" in deed) return `     ${deed.copy}\n`;
  const lines = deed.text.trimEnd().split("\n");
  if (lines.length > shortLines && !isWhole)
    return `     (${lines.length} lines; to read them first, answer no and add --dry-run to the command)\n`;
  return lines
    .map((line) => `     | ${line}`.trimEnd())
    .join("\n")
    .concat("\n");
}

async function agrees(): Promise<boolean> {
  const answer = await typed("\nDo this? [y/N] ");
  return /^y(es)?$/i.test(answer.trim());
}

function carryOutAll({ steps }: Plan) {
  const open = steps.filter(({ deeds }) => deeds.length > 0);
  for (const { says, deeds } of open) {
    say(`\n${says} …\n`);
    deeds.forEach(doDeed);
  }
}

function configOf({ read }: Server): Config {
  return readConfig({ DATA_DIR: unitDataDir, ...settingsIn(read(settingsFile) ?? "") }, []);
}

async function sayFirstLink(config: Config, name: string): Promise<number> {
  const { well, words } = await askHealth(config, startMs);
  if (!well) throw new CommandError(`${words} This says why: sudo journalctl -u porchlight -o cat -n 30`);
  const url = await firstLink(config);
  if (url === null) return say(`\nPorchlight runs: https://${name}/staff\n`);
  say(`\nPorchlight runs. ${wordsOnFirst(url)}`);
  say(`It opens once ${name} leads to this machine and ports 80 and 443 are open.\n\n`);
  if (copiesIn(config.backupDir).length > 0) say(bringBackInstead(config));
  return say(keyAdvice(config));
}

/** Whoever missed that a restore was refused would think that all is lost. */
function bringBackInstead({ backupDir }: Config): string {
  return `Copies of a helpline lie in ${backupDir}. To bring it back instead of beginning a new one:
  sudo systemctl stop porchlight
  sudo porchlight restore ${backupDir}
  sudo systemctl start porchlight\n\n`;
}

/** It answers there a moment after it answers on its port. */
async function firstLink(config: Config): Promise<string | null> {
  for (let tries = 50; tries > 0; tries -= 1) {
    const answer = await askServer(controlPath(config.dataDir), { ask: "first link" });
    if (answer) return answer.url;
    await pause(100);
  }
  throw new CommandError("Porchlight runs, but it does not answer commands. Try: sudo systemctl restart porchlight");
}
