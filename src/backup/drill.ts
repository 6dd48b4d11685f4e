import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Clock, dayMs, minuteMs } from "#src/clock.ts";
import { createMasterKeyFile, keepFolder, readMasterKey } from "#src/crypto/keys/master-key.ts";
import type { Db } from "#src/db/db.ts";
import { nameOfCopy, partFile, writeSynced } from "./kept.ts";
import { BackupError, type Copyable, type DrillStep, drillSteps, makeSealed, openerOf, workName } from "./making.ts";
import { letWork, WorkError } from "./work.ts";

/** A drill that came to its end. Stands beside the copies, so that it is still known after a restore. */
export interface Drill {
  /** When it began, ms UTC. */
  at: number;
  /** What each step took, s. */
  seconds: Record<DrillStep, number>;
}

/** How long ago the last drill may be, ms. */
export const drillDueMs = 31 * dayMs;

/** Longer than this no helpline may need to come back, ms. */
const startLimitMs = minuteMs;

/**
 * Makes a copy, opens it, restores it into a folder of its own, and starts Porchlight from it once more, where no mail leaves and no
 * server is asked; then all of it is deleted. Returns what it took. Throws BackupError, WorkError, and as a disk does.
 */
export async function runDrill(
  house: Copyable,
  progress: (step: DrillStep, part: number) => void,
  limitMs = startLimitMs,
): Promise<Drill> {
  const { db, clock, config } = house;
  const opener = openerOf(db);
  const key = keyAtHand(db, config.masterKeyFile);
  const at = Math.floor(clock.now() / 1000) * 1000;
  const work = mkdtempSync(join(config.dataDir, workName));
  const watch = openWatch(clock, progress);
  try {
    mkdirSync(config.backupDir, { recursive: true, mode: 0o700 });
    const [sealed, dataDir] = [join(work, "sealed"), join(work, "data")];
    for (const folder of [sealed, dataDir]) mkdirSync(folder, { mode: 0o700 });
    // The file itself, and what lies beside it, is not for the other process.
    const masterKeyFile = `${dataDir}.key`;
    createMasterKeyFile(masterKeyFile, key);
    const name = nameOfCopy(at);
    const to = { data: partFile(sealed, name, "data"), keys: partFile(sealed, name, "keys") };
    await makeSealed(house, { at, opener, work, to, into: dataDir, masterKeyFile }, watch.enter);
    rmSync(sealed, { recursive: true });
    watch.enter("restoring", 0);
    const once = letWork({ do: "start", dataDir, masterKeyFile, at }, () => watch.enter("starting", 0), {
      env: {},
      limitMs,
    });
    await once.catch((error: unknown) => {
      throw whyNotStarted(error);
    });
    const drill = { at, seconds: watch.end() };
    keepDrill(config.backupDir, drill);
    return drill;
  } finally {
    // The other process may have ended only a moment ago.
    rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The key of the file, as a restore would need it: what this process still knows would be of no help then. */
function keyAtHand({ keyring }: Db, file: string): string {
  const found = readMasterKey(file);
  const own = keyring.standsIn === null && keyring.state() === "ready" ? keyring.line() : null;
  if (!own || !found || found === "unreadable" || found.line !== own.line) throw new BackupError("no_key");
  return found.line;
}

const ofDisk = /^(ENOSPC|EDQUOT|EROFS|EACCES|EIO|SQLITE_FULL|SQLITE_IOERR.*)$/;

function whyNotStarted(error: unknown): unknown {
  if (!(error instanceof WorkError)) return error;
  if (error.message === "late") return new BackupError("too_slow");
  return new BackupError(ofDisk.test(error.message) ? "disk" : "not_started", error.message);
}

/** Tells each step, and notes what it took. */
function openWatch(clock: Clock, tell: (step: DrillStep, part: number) => void) {
  const seconds = Object.fromEntries(drillSteps.map((step) => [step, 0])) as Drill["seconds"];
  let now: { step: DrillStep; since: number } = { step: "copying", since: clock.elapsed() };
  const enter = (step: DrillStep, part: number) => {
    if (step !== now.step) {
      seconds[now.step] = Math.round(clock.elapsed() - now.since) / 1000;
      now = { step, since: clock.elapsed() };
    }
    tell(step, part);
  };
  const end = () => {
    seconds[now.step] = Math.round(clock.elapsed() - now.since) / 1000;
    return seconds;
  };
  return { enter, end };
}

/** Returns what all steps of a drill took together, s. */
export function secondsOf({ seconds }: Drill): number {
  return drillSteps.reduce((sum, step) => sum + seconds[step], 0);
}

const fileIn = (folder: string) => join(folder, "drill.json");

function keepDrill(folder: string, drill: Drill) {
  const next = `${fileIn(folder)}.part`;
  rmSync(next, { force: true });
  writeSynced(next, `${JSON.stringify(drill)}\n`);
  renameSync(next, fileIn(folder));
  keepFolder(folder);
}

/** Returns the last drill that is noted in a folder of copies; null for none, or none that can be read. */
export function keptDrill(folder: string): Drill | null {
  try {
    const { at, seconds } = JSON.parse(readFileSync(fileIn(folder), "utf8")) as Drill;
    const all = [at, ...drillSteps.map((step) => seconds[step])];
    return all.every((one) => Number.isFinite(one) && one >= 0) ? { at, seconds } : null;
  } catch {
    return null;
  }
}
