import { setTimeout as pause } from "node:timers/promises";
import { systemClock } from "#src/clock.ts";
import { askHelpline } from "#src/command/ask.ts";
import { inWords } from "#src/command/copies/backup.ts";
import { refuseNoData } from "#src/command/data.ts";
import { CommandError } from "#src/command/terminal.ts";
import { type Config, processEnvironment, readConfig } from "#src/config.ts";
import { holdUpgrade } from "#src/db/lock.ts";
import { sqliteCode } from "#src/db/sqlite-errors.ts";
import type { Hands } from "./hands.ts";
import { readUpgrade, type UpgradeRecord } from "./record.ts";
import { backUp, rehearse } from "./rehearsal.ts";
import { rollBack } from "./roll-back.ts";
import {
  askRunning,
  goBack,
  ignoreInterrupts,
  inSeconds,
  recordOf,
  swapBehindDoor,
  untilOpen,
  untilWell,
} from "./swap.ts";
import type { Task } from "./task.ts";
import { pass } from "./trial.ts";

/** Does a task. Returns the exit code. Throws CommandError, FolderError, LockError. */
export async function replaceProgram(task: Task, hands: Hands): Promise<number> {
  const config = readConfig(processEnvironment(), task.options);
  refuseNoData(config);
  const release = await onlyOne(config);
  try {
    const record = readUpgrade(config.dataDir);
    if (record?.state === "trying") return await bringToEnd(config, task, hands, record);
    if (task.do === "upgrade") await upgradeTo(config, task, hands);
    else await rollBack(config, task, hands, record);
    return 0;
  } catch (error) {
    const code = sqliteCode(error);
    if (code !== "") throw new CommandError(`Not done: ${inWords(code)}.`);
    throw error;
  } finally {
    release();
  }
}

/** A server that looks who is here holds it for a moment. */
async function onlyOne({ dataDir }: Config): Promise<() => void> {
  for (let n = 0; n < 20; n += 1) {
    const release = holdUpgrade(dataDir);
    if (release) return release;
    await pause(100);
  }
  throw new CommandError("Another upgrade is under way. Wait until it is over.");
}

async function upgradeTo(config: Config, task: Task, hands: Hands) {
  const { to, from } = task;
  await backUp(config, hands, "2 of 4");
  await hands.say("3 of 4  Trying it on a copy of the data …\n");
  await rehearse(config, task, async (folder) => {
    await askHelpline(config, { ask: "upgrade copy", folder });
  }).then((words) => hands.say(`        ${words}\n`));
  await hands.say(`4 of 4  Putting ${to!.version} into the place of ${from.version}; the door is closed meanwhile …\n`);
  const at = systemClock.now();
  const record = recordOf(config, task, { at, kind: "upgrade", takes: null });
  const ms = await swapBehindDoor(config, task, hands, record, () => {});
  await hands.say(`Porchlight ${to!.version} serves; the door was closed for ${inSeconds(ms)}.\n`);
}

/** An earlier try was cut off: goes on from where it stands. */
async function bringToEnd(config: Config, task: Task, hands: Hands, record: UpgradeRecord): Promise<number> {
  const { from, to, kind } = record;
  await hands.say(
    `An earlier ${kind}, from ${from.version} to ${to.version}, was cut off. It is brought to its end first.\n`,
  );
  ignoreInterrupts();
  const now = await askRunning(config);
  const isIn = task.from.sha256 === to.sha256;
  if (now?.sha256 !== task.from.sha256) await hands.restart(now?.pid ?? null);
  const limit = systemClock.elapsed() + task.closedMs;
  try {
    if (isIn) await untilWell(config, record, limit);
    else await untilOpen(config, task.from, limit);
  } catch (error) {
    await goBack(config, task, hands, record, true);
    throw error;
  }
  if (isIn) pass(config.dataDir);
  const there = isIn ? to : from;
  await untilOpen(config, there);
  await hands.say(`Porchlight ${there.version} serves. Type the command again if you want something else.\n`);
  return isIn ? 0 : 1;
}
