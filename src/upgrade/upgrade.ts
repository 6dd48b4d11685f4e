import { accessSync, constants, existsSync, rmSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { refuseNoData } from "#src/command/data.ts";
import { misunderstood } from "#src/command/hours/hours.ts";
import { ownOptions } from "#src/command/own-options.ts";
import { CommandError, say, typed } from "#src/command/terminal.ts";
import { readConfig } from "#src/config.ts";
import { sha256OfFile } from "#src/crypto/signed.ts";
import { type DataOwner, dataOwner, type Hands, letOwnerWork } from "./hands.ts";
import {
  besideProgram,
  compareVersions,
  layBefore,
  layNext,
  mendBefore,
  refuseOtherMachine,
  runToEnd,
  swapProgram,
  swapProgramBack,
  versionOf,
} from "./program.ts";
import { type Program, readUpgrade, type UpgradeNow } from "./record.ts";
import { findInstalled, type Installed } from "./service.ts";
import { runningOn } from "./swap.ts";
import type { Task } from "./task.ts";
import { checkTrust } from "./trust.ts";

/** Runs `porchlight upgrade FILE`, or `--installed` from a package. Throws CommandError, ConfigError, SignatureError. */
export async function upgrade(args: string[]): Promise<number> {
  const { words, own, rest } = ownOptions(args, ["key", "sha256", "sums", "closed"], ["installed", "again"]);
  const file = words[0] === undefined ? null : resolve(words[0]);
  if (own.has("installed") ? file !== null : file === null || words.length > 1)
    return misunderstood("Name the file of the newer Porchlight: porchlight upgrade porchlight-linux-x64");
  const place = placeOf(rest, own.get("closed"));
  if (file === null) return takeInstalled(place, own.has("again"));
  if (place.isCutOff) return letOwnerDo(place, { do: "upgrade", to: null });

  const { program, owner } = place;
  say("1 of 4  Looking at the file …\n");
  refuseNoFile(file);
  refuseOtherMachine(file, file);
  const { next } = besideProgram(program);
  try {
    const sha256 = layNext(file, program);
    const trust = { key: own.get("key"), sha256: own.get("sha256"), sums: own.get("sums") };
    const from = await programAt(program, owner);
    if (sha256 === from.sha256) return say(`${file} is the Porchlight ${from.version} that is here already.\n`);
    // Before it is started for the first time.
    say(`        ${await checkTrust({ file, laid: next, sha256 }, trust)}\n`);
    const to = { sha256, version: await versionOf(next, owner, file) };
    const order = compareVersions(to.version, from.version);
    if (order < 0)
      throw new CommandError(
        `${file} is Porchlight ${to.version}, older than ${from.version}, which is here. The way back is “porchlight rollback”.`,
      );
    if (order === 0 && !own.has("again"))
      return say(
        `${file} is Porchlight ${to.version}, as is here, in another build. To take it all the same: --again\n`,
      );
    return await letOwnerDo(place, { do: "upgrade", to, from });
  } finally {
    rmSync(next, { force: true });
  }
}

/** Runs `porchlight rollback`. Throws CommandError, ConfigError. */
export async function rollback(args: string[]): Promise<number> {
  const { words, own, rest } = ownOptions(args, ["closed"], []);
  if (words.length > 0) return misunderstood("It needs no other word: porchlight rollback");
  const place = placeOf(rest, own.get("closed"));
  const { before, next } = besideProgram(place.program);
  try {
    const to = existsSync(before) && !place.isCutOff ? await programAt(before, place.owner) : null;
    if (to) layBefore(place.program);
    return await letOwnerDo(place, { do: "rollback", to });
  } finally {
    rmSync(next, { force: true });
  }
}

/** The package has put the newer program into its place, and left the one of before beside it. */
async function takeInstalled(place: Place, isAgain: boolean): Promise<number> {
  const { program, owner, dataDir } = place;
  if (place.isCutOff) return letOwnerDo(place, { do: "upgrade", to: null });
  const { before, next } = besideProgram(program);
  const now = await runningOn(dataDir);
  if (!now) return say(`Porchlight does not run here; its next start is ${await versionOf(program, owner)}.\n`);
  if (now.sha256 !== sha256OfFile(program)) return changePlaces(place, now);
  const from = await programAt(program, owner);
  const isAlone = !existsSync(before) || sha256OfFile(before) === from.sha256;
  const to = isAlone ? null : await programAt(before, owner);
  // What is older is what the last upgrade left.
  if (to === null || compareVersions(to.version, from.version) < (isAgain ? 0 : 1))
    return say(`Porchlight ${from.version} runs here already.\n`);
  say(`1 of 4  From ${from.version} to ${to.version}, which the package has brought.\n`);
  layBefore(program);
  try {
    return await letOwnerDo(place, { do: "upgrade", to, from });
  } finally {
    rmSync(next, { force: true });
  }
}

/**
 * Until the door is closed, what runs stays in its place: it starts itself for copies, and is started there after a crash. It also
 * judges the newer one, which may not run here at all.
 */
function changePlaces({ program }: Place, { sha256, version }: UpgradeNow): number {
  const { before } = besideProgram(program);
  if (sha256 === null || !existsSync(before) || sha256OfFile(before) !== sha256)
    throw new CommandError(
      `What runs here is Porchlight ${version}, and it is not at ${before}. After a restart of the service the one in its place runs.`,
    );
  swapProgramBack(program, sha256);
  outliveTerminal();
  return runToEnd(program, [...process.argv.slice(2), "--again"]);
}

/** How long the door may be closed until the new program is well, s; a way back still fits into a minute then. */
const closedSeconds = 50;
/** Someone who starts it by hand needs longer. */
const byHandSeconds = 600;

interface Place extends Installed {
  dataDir: string;
  owner: DataOwner;
  isCutOff: boolean;
  closedMs: number;
}

function placeOf(options: string[], closed: string | undefined): Place {
  if (closed !== undefined && !/^[1-9]\d{0,3}$/.test(closed))
    throw new CommandError("--closed is a number of seconds, like --closed 120.");
  const service = findInstalled(options);
  process.chdir(service.folder);
  const { dataDir } = readConfig(service.env, service.options);
  refuseNoData({ dataDir });
  const owner = dataOwner(dataDir);
  try {
    accessSync(dirname(service.program), constants.W_OK);
  } catch {
    throw new CommandError(`This account may not replace ${service.program}. Type the command with sudo.`);
  }
  const record = readUpgrade(dataDir);
  const wayBack = record?.state === "trying" ? record.takes && record.to : record?.from;
  if (wayBack) mendBefore(service.program, wayBack.sha256);
  const seconds = Number(closed ?? (service.isByHand ? byHandSeconds : closedSeconds));
  return {
    ...service,
    dataDir,
    owner,
    closedMs: seconds * 1000,
    isCutOff: record?.state === "trying",
  };
}

function refuseNoFile(file: string) {
  if (!existsSync(file) || !statSync(file).isFile()) throw new CommandError(`There is no file ${file}.`);
}

async function programAt(program: string, owner: DataOwner): Promise<Program> {
  return { version: await versionOf(program, owner), sha256: sha256OfFile(program) };
}

async function letOwnerDo(place: Place, work: Pick<Task, "do" | "to"> & { from?: Program }): Promise<number> {
  const { program, owner, env, options, isByHand, closedMs, restart } = place;
  const { next } = besideProgram(program);
  const from = work.from ?? (await programAt(program, owner));
  outliveTerminal();
  const hands: Hands = {
    say: async (text) => void say(text),
    ask: typed,
    swap: async () => {
      if (work.to) swapProgram(program, work.to.sha256);
    },
    unswap: async (sha256) => swapProgramBack(program, sha256),
    restart,
  };
  const task = { ...work, from, options, program, next, isByHand, closedMs };
  return letOwnerWork(task, { owner, env, hands });
}

/** A terminal that goes away must not stop it half way; whoever works says when it can be stopped. */
function outliveTerminal() {
  for (const signal of ["SIGINT", "SIGHUP", "SIGTERM"] as const) process.on(signal, () => {});
  process.stdout.on("error", () => {});
}
