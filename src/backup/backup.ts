import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { hourMs } from "#src/clock.ts";
import { hashOfFile } from "#src/crypto/hash.ts";
import { keepFolder } from "#src/crypto/keys/master-key.ts";
import { firstPublishedAt } from "#src/settings/rules/published.ts";
import { baseFile } from "./delta/base.ts";
import { type Away, type Deltas, nowhere, openDeltas } from "./delta/deltas.ts";
import { type Drill, drillDueMs, keptDrill, runDrill } from "./drill.ts";
import {
  copiesIn,
  copyLateMs,
  forgetOldCopies,
  isPast as isPastAt,
  type Kept,
  nameOfCopy,
  type Opened,
  openedFile,
  partFile,
  sweepUnfinished,
  writeSynced,
} from "./kept.ts";
import {
  asBackupError,
  BackupError,
  type BackupProgress,
  type Copyable,
  type CopyProgress,
  makeSealed,
  openerOf,
  workName,
} from "./making.ts";
import { whats } from "./parts.ts";

/** How long after a start nobody is told that there is none, ms: the first one is just being made (jobs/backup.ts). */
const firstTryMs = hourMs;

export interface Backups extends Deltas {
  /** The copies in the folder of the helpline, the newest first. */
  all(): Kept[];
  /** The newest of them that was opened and has both parts; null for none. */
  last(): Kept | null;
  state(): "ok" | "late" | "none";
  /** When the last copy was made, or the helpline began while there is none, ms UTC. */
  since(): number;
  /** The same once that is too long ago; null before. */
  lateSince(): number | null;
  /** What goes on now; null for nothing. */
  now(): BackupProgress | null;
  /** Why the last try made none; null once one was made. */
  failed(): BackupError | null;
  /** Makes a copy in a folder and opens it again: only then it counts. Throws BackupError, and leaves nothing of the try. */
  make(folder: string, tell?: (now: CopyProgress) => void): Promise<Kept>;
  /** Tries a copy out, to the start from it, and deletes it. Throws BackupError, and leaves nothing of the try. */
  drill(tell?: (now: BackupProgress) => void): Promise<Drill>;
  /** The last drill that came to its end; null for none. */
  lastDrill(): Drill | null;
  /** Whether there was none within a month. */
  isDrillDue(): boolean;
  /** Why the last drill failed; null once one came to its end. */
  drillFailed(): BackupError | null;
  /** Whether copies go to a place that is not this machine. */
  isElsewhere(): boolean;
  /** Up to when data lie there, ms UTC; null for never, or if there is no such place. */
  savedUntil(): number | null;
  /** Removes what was kept long enough. Throws if keys cannot be removed: they open what was erased. */
  forget(): void;
}

/** Opens the backups of a helpline, and clears away what a try left that was cut off. */
export function openBackups(house: Copyable, away: Away = nowhere): Backups {
  sweep(house.config);
  const { clock, config, db } = house;
  const started = { now: clock.now(), elapsed: clock.elapsed() };
  let now: BackupProgress | null = null;
  let failed: BackupError | null = null;
  let drillFailed: BackupError | null = null;
  // Pages and jobs ask often, and a disk that hangs must not hold up a chat each time.
  let all = copiesIn(config.backupDir);
  let lastDrill = keptDrill(config.backupDir);

  // A clock that ran ahead once must not make an old copy the newest for years.
  const isPast = (one: { at: number }) => isPastAt(one, clock.now());
  const opened = () => all.filter((one) => one.opened && isPast(one));
  const whole = () => opened().filter(({ parts }) => parts.length === 2);
  const drill = () => (lastDrill && isPast(lastDrill) ? lastDrill : null);
  // As it is stored: a machine that is started each day must not begin to count each day.
  const begun = () => {
    const at = firstPublishedAt(db);
    return at !== null && isPast({ at }) ? at : started.now;
  };
  const since = () => opened()[0]?.at ?? begun();
  const isTried = () => opened().length > 0 || failed !== null || clock.elapsed() - started.elapsed >= firstTryMs;
  const isLate = () => clock.now() - since() > copyLateMs && isTried();

  const {
    over,
    forget: forgetDeltas,
    ...deltas
  } = openDeltas(house, away, { opened: whole, isBusy: () => now !== null });

  /** Does one thing after the other: two copies at once would only be slower. */
  async function alone<Now extends BackupProgress, Made>(
    first: Now,
    tell: (now: Now) => void,
    work: (note: (now: Now) => void) => Promise<Made>,
  ): Promise<Made> {
    if (now) throw new BackupError("running");
    now = first;
    try {
      await over();
      return await work((next) => {
        now = next;
        tell(next);
      });
    } finally {
      now = null;
      all = copiesIn(config.backupDir);
    }
  }

  function forget() {
    const failed: unknown[] = [];
    for (const one of [() => forgetOldCopies(config.backupDir, clock.now()), forgetDeltas]) {
      try {
        one();
      } catch (error) {
        failed.push(error);
      }
      all = copiesIn(config.backupDir);
    }
    if (failed.length > 0) throw failed[0];
  }

  return {
    ...deltas,
    isElsewhere: away.isElsewhere,
    savedUntil: () => (away.isElsewhere() ? away.savedUntil() : null),
    all: () => all,
    last: () => whole()[0] ?? null,
    state: () => {
      if (opened().length === 0) return "none";
      return isLate() ? "late" : "ok";
    },
    since,
    lateSince: () => (isLate() ? since() : null),
    now: () => now,
    failed: () => failed,
    make: (folder, tell = () => {}) =>
      alone<CopyProgress, Kept>({ step: "copying", part: 0 }, tell, async (note) => {
        try {
          const kept = await backUp(house, folder, (step, part) => note({ step, part }));
          failed = null;
          all = copiesIn(config.backupDir);
          forgetDeltas();
          return kept;
        } catch (error) {
          failed = asBackupError(error);
          throw failed;
        }
      }),
    drill: (tell = () => {}) =>
      alone<BackupProgress, Drill>({ step: "copying", part: 0, drill: true }, tell, async (note) => {
        try {
          lastDrill = await runDrill(house, (step, part) => note({ step, part, drill: true }));
          drillFailed = null;
          return lastDrill;
        } catch (error) {
          drillFailed = asBackupError(error);
          throw drillFailed;
        }
      }),
    lastDrill: drill,
    isDrillDue: () => clock.now() - (drill()?.at ?? Number.NEGATIVE_INFINITY) > drillDueMs,
    drillFailed: () => drillFailed,
    forget,
  };
}

function sweep({ dataDir, backupDir }: Copyable["config"]) {
  if (!existsSync(dataDir)) return;
  // A process that opens a copy there ends only a moment after the one that asked it to.
  const all = { recursive: true, force: true, maxRetries: 5 };
  for (const name of readdirSync(dataDir)) if (name.startsWith(workName)) rmSync(join(dataDir, name), all);
  for (const folder of [restoringDir(dataDir), fetchingDir(dataDir)]) rmSync(folder, all);
  sweepUnfinished(backupDir);
}

/** Returns the folder into which a copy is fetched to be restored at once. */
export const fetchingDir = (dataDir: string) => `${dataDir}.fetching`;

/** Returns the folder in which a copy is opened before its data take their place. */
export const restoringDir = (dataDir: string) => `${dataDir}.restoring`;

async function backUp(
  house: Copyable,
  folder: string,
  progress: (step: CopyProgress["step"], part: number) => void,
): Promise<Kept> {
  const { db, clock, config } = house;
  const begun = clock.elapsed();
  const opener = openerOf(db);
  const work = mkdtempSync(join(config.dataDir, workName));
  const made: string[] = [];
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    sweepUnfinished(folder);
    const at = nextSecond(folder, clock.now());
    const name = nameOfCopy(at);
    const to = { data: `${partFile(folder, name, "data")}.part`, keys: `${partFile(folder, name, "keys")}.part` };
    made.push(to.data, to.keys);
    const base = { to: join(work, "hashes"), name };
    const sealing = { at, opener, work, to, into: work, masterKeyFile: config.masterKeyFile, base };
    const { rows, chats, heldMs, sealedTo } = await makeSealed(house, sealing, progress);

    const sha256 = { data: await hashOfFile(to.data), keys: await hashOfFile(to.keys) };
    const opened: Opened = {
      at,
      openedAt: clock.now(),
      rows,
      chats,
      tookMs: Math.round(clock.elapsed() - begun),
      heldMs: Math.round(heldMs),
      bytes: statSync(to.data).size + statSync(to.keys).size,
      sha256,
      sealedTo,
    };
    const facts = openedFile(folder, name);
    made.push(`${facts}.part`);
    writeSynced(`${facts}.part`, `${JSON.stringify(opened)}\n`);
    // Its facts come last: a copy without them does not count.
    for (const file of [...whats.map((what) => partFile(folder, name, what)), facts]) {
      renameSync(`${file}.part`, file);
      made.push(file);
    }
    keepFolder(folder);
    made.length = 0;
    if (folder === config.backupDir) {
      renameSync(base.to, baseFile(config.dataDir, name));
      keepFolder(config.dataDir);
    }
    forgetOldCopies(folder, clock.now());
    return { name, at, parts: [...whats], opened };
  } finally {
    rmSync(work, { recursive: true, force: true });
    for (const file of made) remove(file);
  }
}

// On a disk that has gone it cannot; the next copy there removes what was begun.
function remove(file: string) {
  try {
    rmSync(file, { force: true });
  } catch {}
}

/** The second of an instant (ms UTC), or the first after it that no copy in the folder is named after. */
function nextSecond(folder: string, now: number): number {
  let at = Math.floor(now / 1000) * 1000;
  while (existsSync(partFile(folder, nameOfCopy(at), "data"))) at += 1000;
  return at;
}
