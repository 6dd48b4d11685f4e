import { resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fetchedDir, fetchedIn, isPromoted, keepFetched, tokenKept } from "#src/backup/standby/folder.ts";
import { removeMachineOf } from "#src/backup/standby/machines.ts";
import { whoAnswers } from "#src/backup/standby/wire.ts";
import { minuteMs, systemClock } from "#src/clock.ts";
import { processEnvironment, readConfig } from "#src/config.ts";
import { LockError, lockFolder } from "#src/db/lock.ts";
import { bringBack, takenAnyway, takenFrom } from "../copies/restore.ts";
import { misunderstood } from "../hours/hours.ts";
import { ownOptions } from "../own-options.ts";
import { CommandError, say } from "../terminal.ts";

/** Runs `porchlight promote [FOLDER]`. Throws CommandError, ConfigError, FolderError, LockError, MigrationError. */
export async function promote(args: string[]): Promise<number> {
  const { words, own, rest } = ownOptions(args, [], takenAnyway);
  if (words.length > 1) return misunderstood("Name one folder of fetched copies: porchlight promote");
  const config = readConfig(processEnvironment(), rest);
  const folder = words[0] === undefined ? fetchedDir(config.dataDir) : resolve(words[0]);
  const fetched = fetchedIn(folder);
  if (!fetched)
    throw new CommandError(
      `Nothing was fetched into ${folder}. Name the folder of the copies, or fetch some: porchlight fetch-backups`,
    );
  if (isPromoted(folder))
    return say(`This machine was promoted already: the data are in ${fetched.promotesTo}.\n${next(fetched.address)}`);
  if (!own.has("i-know")) await refuseWhileThere(new URL(fetched.address));
  const unlock = await hold(folder);
  try {
    const token = tokenKept(folder);
    const lost = await bringBack(config, () => folder, {
      ...takenFrom(own),
      settling: (tx, emit) => token !== null && removeMachineOf(tx, emit, token),
      // With the next step, the data are there, and nothing is fetched any more.
      placing: () => keepFetched(folder, { ...fetchedIn(folder)!, promotesTo: config.dataDir }),
    });
    return say(`${lost}\n${next(fetched.address)}`);
  } finally {
    unlock();
  }
}

async function refuseWhileThere(address: URL): Promise<void> {
  const who = await whoAnswers(address);
  if (who === "nobody") return;
  if (who === "silent") {
    say(
      `Nothing came from ${address.origin} in time: the old server is off, or the line to it is cut. See that it is off.\n`,
    );
    return;
  }
  if (who === "no_network")
    throw new CommandError(`This machine has no network now, or cannot look up ${address.hostname}, so it cannot tell whether the old server still
answers. Mend that first.
Only if you know that young people do not reach the old one, add --i-know to the command.`);
  const begin =
    who === "helpline"
      ? `The old server still answers at ${address.origin}.`
      : `Something answers at ${address.origin}, but its certificate is wrong, so nobody can tell whether it is the old server.`;
  throw new CommandError(`${begin} With two helplines some young people would write to one, and some to
the other, and nobody would see both. Stop the old one first, and see that it does not start again:
  sudo systemctl disable --now porchlight
Only if you know that young people do not reach it, add --i-know to the command.`);
}

/** As long as one file may go on coming, and a line be silent in the middle of it. */
const patienceMs = 2 * minuteMs;

/** A round of fetching may just be under way. */
async function hold(folder: string): Promise<() => void> {
  const giveUp = systemClock.elapsed() + patienceMs;
  for (;;) {
    try {
      return lockFolder(folder);
    } catch (error) {
      if (!(error instanceof LockError) || systemClock.elapsed() > giveUp) throw error;
    }
    await pause(100);
  }
}

function next(address: string): string {
  return `What comes next:
  1. See that the old server does not start again: sudo systemctl disable --now porchlight, or take it off its network.
  2. Let ${new URL(address).hostname} lead here: change its DNS entry. It takes a while to spread.
  3. Start the helpline here, and set up https where it is not yet: sudo porchlight setup
       sudo systemctl disable --now porchlight-standby
       sudo systemctl enable --now porchlight
  4. Sign in as an admin, look around, and open the door at /admin/open. Then let another machine fetch copies, at /admin/backup.
`;
}
