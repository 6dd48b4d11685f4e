import { setTimeout as pause } from "node:timers/promises";
import { letWork } from "#src/backup/work.ts";
import { minuteMs, systemClock } from "#src/clock.ts";
import { inWords } from "#src/command/copies/backup.ts";
import { CommandError } from "#src/command/terminal.ts";
import type { Config } from "#src/config.ts";
import { askServer } from "#src/control.ts";
import { isLockHeld, lockFolder } from "#src/db/lock.ts";
import { sqliteCode } from "#src/db/sqlite-errors.ts";
import { controlPath } from "#src/serve.ts";
import { copyData, nameOfCopies, removeCopies } from "./data.ts";
import type { Hands } from "./hands.ts";
import { keepUpgrade, type Program, readUpgrade, type UpgradeNow, type UpgradeRecord } from "./record.ts";
import type { Task } from "./task.ts";
import { pass, undo } from "./trial.ts";

/** How long the program of before may take to come back, ms. */
const backMs = minuteMs;
export const nothingChanged = "Nothing was changed.";
/** It must be well twice, so far apart, ms: one that ends at once is found out. */
const wellMs = 1_000;
const askMs = 200;

/** Returns the record of what is about to be done. */
export function recordOf(
  { dataDir }: Config,
  { from, to }: Task,
  { at, kind, takes }: Pick<UpgradeRecord, "at" | "kind" | "takes">,
): UpgradeRecord {
  const before = readUpgrade(dataDir);
  return {
    ...{ format: 1, kind, state: "trying", at, openedAt: null, from, to: to!, copies: nameOfCopies(at), takes },
    before,
  };
}

/** Puts a program into its place and waits until it is well. Returns how long the door was closed, ms. Whatever fails on the way, the program and the data of before are back, or come back. */
export async function swapBehindDoor(
  config: Config,
  task: Task,
  hands: Hands,
  record: UpgradeRecord,
  prepare: () => void,
): Promise<number> {
  const { dataDir } = config;
  const running = await runningOn(config.dataDir);
  await closeDoor(config, running);
  const closedAt = systemClock.elapsed();
  ignoreInterrupts();
  try {
    const unlock = lockFolder(dataDir);
    try {
      copyData(dataDir, record.copies);
      prepare();
      keepUpgrade(dataDir, record);
    } finally {
      unlock();
    }
    const isNew = record.takes === null;
    if (isNew) await letWork({ do: "migrate", dataDir }, () => {}, { by: task.next });
    await hands.swap();
    await hands.restart(running?.pid ?? null);
    await hands.say(`        It starts. The door opens once it is well …\n`);
    await untilWell(config, record, closedAt + task.closedMs);
  } catch (error) {
    await goBack(config, task, hands, record, running !== null || !task.isByHand);
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${record.to.version} was not taken: ${inWords(sqliteCode(error)) || why}
${record.from.version} serves again with the data of before, and nothing is lost.`);
  }
  pass(dataDir);
  await untilOpen(config, record.to);
  return systemClock.elapsed() - closedAt;
}

async function closeDoor(config: Config, running: UpgradeNow | null) {
  if (!running) return;
  if (await askServer(controlPath(config.dataDir), { ask: "upgrade drain" })) return;
  throw new CommandError(`A copy of the data is being made just now. ${nothingChanged} Try again in a few minutes.`);
}

/** From here it would be neither. */
export function ignoreInterrupts() {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
}

export async function goBack(config: Config, task: Task, hands: Hands, record: UpgradeRecord, wasRunning: boolean) {
  await hands.say(`        It is not well: ${record.from.version} comes back …\n`);
  await hands.unswap(record.from.sha256);
  if (readUpgrade(config.dataDir)?.state !== "trying") removeCopies(config.dataDir, record.copies);
  const now = await askRunning(config);
  if (wasRunning || now) {
    await hands.restart(now?.pid ?? null);
    await untilOpen(config, record.from, task.isByHand ? systemClock.elapsed() + task.closedMs : undefined);
    return;
  }
  const unlock = lockFolder(config.dataDir);
  try {
    if (readUpgrade(config.dataDir)?.state === "trying") undo(config.dataDir, record);
  } finally {
    unlock();
  }
}

/** How often a process that has the data is asked before it counts as none. */
const maxAsks = 5;

/** Returns how the process does that has the data; null if none has them. On a busy machine it can take longer than an answer may. */
export async function runningOn(dataDir: string): Promise<UpgradeNow | null> {
  for (let n = 1; ; n += 1) {
    const now = await askServer(controlPath(dataDir), { ask: "upgrade now" });
    if (now || n === maxAsks || !isLockHeld(dataDir)) return now;
    await pause(askMs);
  }
}

export const askRunning = (config: Config) => askServer(controlPath(config.dataDir), { ask: "upgrade now" });

export async function untilWell(config: Config, { to }: UpgradeRecord, limit: number) {
  let since: number | null = null;
  let wrong = "it does not answer";
  while (systemClock.elapsed() < limit) {
    const now = await askRunning(config);
    const isIt = now?.sha256 === to.sha256;
    // Without anyone who decides it has decided itself.
    if (isIt && now.state === "open") return;
    if (isIt) wrong = now.wrong ?? wrong;
    if (!isIt || now.wrong !== null) since = null;
    else since ??= systemClock.elapsed();
    if (since !== null && systemClock.elapsed() - since >= wellMs) return;
    await pause(since === null ? askMs : wellMs);
  }
  throw new CommandError(wrong);
}

export async function untilOpen(config: Config, program: Program, limit = systemClock.elapsed() + backMs) {
  while (systemClock.elapsed() < limit) {
    const now = await askRunning(config);
    if (now?.state === "open" && now.sha256 === program.sha256) return;
    await pause(askMs);
  }
  throw new CommandError(`Porchlight ${program.version} is in its place, but does not answer. Its log says why.`);
}

export const inSeconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
