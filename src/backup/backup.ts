import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type Clock, hourMs } from "#src/clock.ts";
import type { Config } from "#src/config.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { keepFolder, masterKeyOf } from "#src/crypto/keys/master-key.ts";
import { type Opener, passingKey } from "#src/crypto/sealed-file.ts";
import type { Db } from "#src/db/db.ts";
import { projectFile } from "#src/files.ts";
import {
  copiesIn,
  forgetOldCopies,
  type Kept,
  nameOfCopy,
  type Opened,
  openedFile,
  partFile,
  sweepUnfinished,
} from "./kept.ts";
import { type Head, whats } from "./parts.ts";
import { letWork, WorkError } from "./work.ts";

/** How far a copy has come. `part` goes from 0 to 1 within its step. */
export interface BackupProgress {
  step: "copying" | "sealing" | "opening";
  part: number;
}

/** Why there is no new copy. `no_key` = neither a sheet nor a master key could open it; `disk` with its code; `not_whole` = damaged. */
export interface BackupFailure {
  why: "running" | "no_key" | "disk" | "not_whole";
  detail: string;
}

export class BackupError extends Error implements BackupFailure {
  constructor(
    readonly why: BackupFailure["why"],
    readonly detail = "",
  ) {
    super(`${why} ${detail}`.trim());
  }
}

/** How old the last copy may be until it counts as late, ms: a night that failed, and two hours to try again. */
export const copyLateMs = 26 * hourMs;

export interface Backups {
  /** The copies in the folder of the helpline, the newest first. */
  all(): Kept[];
  /** The newest of them that was opened and has both parts; null for none. */
  last(): Kept | null;
  state(): "ok" | "late" | "none";
  /** When the last copy was made, or this process began while there is none, ms UTC. */
  since(): number;
  /** The same once that is too long ago; null before. */
  lateSince(): number | null;
  /** What goes on now; null for nothing. */
  now(): BackupProgress | null;
  /** Why the last try made none; null once one was made. */
  failed(): BackupError | null;
  /** Makes a copy in a folder and opens it again: only then it counts. Throws BackupError, and leaves nothing of the try. */
  make(folder: string, tell?: (now: BackupProgress) => void): Promise<Kept>;
  /** Removes what was kept long enough. Throws if keys cannot be removed: they open what was erased. */
  forget(): void;
}

interface House {
  db: Db;
  clock: Clock;
  config: Pick<Config, "dataDir" | "masterKeyFile" | "backupDir">;
}

const workName = ".copy-";

/** Opens the backups of a helpline, and clears away what a try left that was cut off. */
export function openBackups(house: House): Backups {
  sweep(house.config);
  const { clock, config } = house;
  const begun = clock.now();
  let now: BackupProgress | null = null;
  let failed: BackupError | null = null;
  // Pages and jobs ask often, and a disk that hangs must not hold up a chat each time.
  let all = copiesIn(config.backupDir);

  // A clock that ran ahead once must not make an old copy the newest for years.
  const opened = () => all.filter((one) => one.opened && one.at <= clock.now() + hourMs);
  const since = () => opened()[0]?.at ?? begun;
  const isLate = () => clock.now() - since() > copyLateMs;

  return {
    all: () => all,
    last: () => opened().find(({ parts }) => parts.length === 2) ?? null,
    state: () => {
      if (opened().length === 0) return "none";
      return isLate() ? "late" : "ok";
    },
    since,
    lateSince: () => (isLate() ? since() : null),
    now: () => now,
    failed: () => failed,
    make: async (folder, tell = () => {}) => {
      if (now) throw new BackupError("running");
      now = { step: "copying", part: 0 };
      const progress = (step: BackupProgress["step"], part: number) => {
        now = { step, part };
        tell(now);
      };
      try {
        const kept = await backUp(house, folder, progress);
        failed = null;
        return kept;
      } catch (error) {
        failed = asBackupError(error);
        throw failed;
      } finally {
        now = null;
        all = copiesIn(config.backupDir);
      }
    },
    forget: () => {
      try {
        forgetOldCopies(config.backupDir, clock.now());
      } finally {
        all = copiesIn(config.backupDir);
      }
    },
  };
}

function sweep({ dataDir, backupDir }: House["config"]) {
  if (!existsSync(dataDir)) return;
  // A process that opens a copy there ends only a moment after the one that asked it to.
  const all = { recursive: true, force: true, maxRetries: 5 };
  for (const name of readdirSync(dataDir)) if (name.startsWith(workName)) rmSync(join(dataDir, name), all);
  rmSync(restoringDir(dataDir), all);
  sweepUnfinished(backupDir);
}

/** Returns the folder in which a copy is opened before its data take their place. */
export const restoringDir = (dataDir: string) => `${dataDir}.restoring`;

function asBackupError(error: unknown): BackupError {
  if (error instanceof BackupError) return error;
  if (error instanceof WorkError) {
    const isPart = error.message === "broken" || error.message === "not_ours";
    return new BackupError(isPart ? "not_whole" : "disk", error.message);
  }
  return new BackupError("disk", error instanceof Error && "code" in error ? String(error.code) : "unknown");
}

async function backUp(
  { db, clock, config }: House,
  folder: string,
  progress: (step: BackupProgress["step"], part: number) => void,
): Promise<Kept> {
  const begun = clock.elapsed();
  const opener = openerOf(db);
  if (!opener) throw new BackupError("no_key");
  const work = mkdtempSync(join(config.dataDir, workName));
  const made: string[] = [];
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    sweepUnfinished(folder);
    const at = nextSecond(folder, clock.now());
    const name = nameOfCopy(at);
    const copied = { data: join(work, "data"), keys: join(work, "keys") };
    const { standing, heldMs } = await db.copy(copied, (done, of) => progress("copying", done / of));
    const total = whats.reduce((sum, what) => sum + statSync(copied[what]).size, 0);

    // Its secret is known here until the copy was opened, and then to nobody.
    const { secret, recipient } = await passingKey();
    const openers = [opener, { recipient }];
    const about = { format: 1, id: newClientId(), at, version } as const;
    const last = { id: standing.id, mac: Buffer.from(standing.mac).toString("hex") };
    const parts = whats.map((what) => {
      const to = `${partFile(folder, name, what)}.part`;
      made.push(to);
      return { from: copied[what], to, head: { ...about, what, last } satisfies Head, openers };
    });
    await letWork({ do: "seal", parts }, (bytes) => progress("sealing", bytes / total));
    for (const what of whats) rmSync(copied[what]);

    // Read back from where it lies: a disk can say that it has written what it has not.
    progress("opening", 0);
    const from = whats.map((what, i) => ({ from: parts[i]!.to, what }));
    const looked = await letWork({
      do: "open",
      parts: from,
      by: { secret },
      folder: work,
      masterKeyFile: config.masterKeyFile,
    });
    const { rows, chats, damages, sawWords } = looked!;
    if (damages.length > 0) throw new BackupError("not_whole", damages.join("; "));
    if (!sawWords && db.keyring.state() === "ready") throw new BackupError("not_whole", "its words do not open");

    const bytes = parts.reduce((sum, { to }) => sum + statSync(to).size, 0);
    const opened: Opened = {
      at,
      openedAt: clock.now(),
      rows,
      chats,
      tookMs: Math.round(clock.elapsed() - begun),
      heldMs: Math.round(heldMs),
      bytes,
      sealedTo: "recipient" in opener ? "sheet" : "master",
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

function writeSynced(file: string, text: string) {
  const to = openSync(file, "wx", 0o600);
  try {
    writeFileSync(to, text);
    fsyncSync(to);
  } finally {
    closeSync(to);
  }
}

const { version } = JSON.parse(projectFile("package.json")) as { version: string };

/** The sheet that was shown to be at hand, whose secret is on paper only; else the master key; null where neither is there. */
function openerOf({ keyring }: Db): Opener | null {
  const sheet = keyring.sheets.good();
  if (sheet) return { recipient: sheet.recipient };
  const own = keyring.standsIn === null ? keyring.line() : null;
  const master = own && masterKeyOf(own.line);
  return master && { master: master.copies };
}
