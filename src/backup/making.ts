import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "#src/clock.ts";
import type { Config } from "#src/config.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { masterKeyOf } from "#src/crypto/keys/master-key.ts";
import { type Opener, passingKey } from "#src/crypto/sealed-file.ts";
import type { Db } from "#src/db/db.ts";
import { projectFile } from "#src/files.ts";
import { openedBy } from "./delta/base.ts";
import type { Opened } from "./kept.ts";
import { type BareHead, type Head, type ProofKey, type What, whats } from "./parts.ts";
import { type LookedAt, letWork, WorkError } from "./work.ts";

const copySteps = ["copying", "sealing", "opening"] as const;
/** What a drill does, in this order; it goes on where a backup ends. */
export const drillSteps = [...copySteps, "restoring", "starting"] as const;
type CopyStep = (typeof copySteps)[number];
export type DrillStep = (typeof drillSteps)[number];

/** How far a copy has come. `part` goes from 0 to 1 within its step. */
export interface CopyProgress {
  step: CopyStep;
  part: number;
}
/** How far a copy has come, or a drill. */
export type BackupProgress = CopyProgress | { step: DrillStep; part: number; drill: true };

/**
 * Why there is no new copy, or a drill failed. `no_key` = neither a sheet nor a master key could open it; `disk` with its code;
 * `not_whole` = damaged; in a drill also `not_started` with what was seen, and `too_slow`.
 */
export interface BackupFailure {
  why: "running" | "no_key" | "disk" | "not_whole" | "not_started" | "too_slow";
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

/** What can be copied. */
export interface Copyable {
  db: Db;
  clock: Clock;
  config: Pick<Config, "dataDir" | "masterKeyFile" | "backupDir">;
}

/** How the folder begins in which a copy is made and opened; a start removes those that were left (backup.ts). */
export const workName = ".copy-";

/** Returns any error of making a copy as a BackupError. */
export function asBackupError(error: unknown): BackupError {
  if (error instanceof BackupError) return error;
  if (error instanceof WorkError) {
    const isPart = error.message === "broken" || error.message === "not_ours";
    return new BackupError(isPart ? "not_whole" : "disk", error.message);
  }
  return new BackupError("disk", error instanceof Error && "code" in error ? String(error.code) : "unknown");
}

/** The sheet that was shown to be at hand, whose secret is on paper only; else the master key. Throws BackupError without both. */
export function openerOf({ keyring }: Db): Opener {
  const sheet = keyring.sheets.good();
  if (sheet) return { recipient: sheet.recipient };
  const own = keyring.standsIn === null ? keyring.line() : null;
  const master = own && masterKeyOf(own.line);
  if (!master) throw new BackupError("no_key");
  return { master: master.copies };
}

/** What shows that a copy sealed now is ours: made by the sheet, or else by the master key; null while that is missing. */
export function copyProof({ keyring }: Db): ProofKey | null {
  const own = keyring.standsIn === null ? keyring.line() : null;
  if (!own) return null;
  const sheet = keyring.sheets.good();
  const key = sheet && keyring.sheets.proofOf(sheet.id);
  if (key) return { by: "sheet", key };
  return { by: "master", key: masterKeyOf(own.line)!.proof };
}

/** Whom a copy is sealed to, where it is copied first, where its parts lie, and into which folder it is opened again. */
interface Sealing {
  /** ms UTC */
  at: number;
  opener: Opener;
  work: string;
  to: Record<What, string>;
  into: string;
  masterKeyFile: string;
  /** Where the hashes of its pages go, so that deltas can be made since; none by default. */
  base?: { to: string; name: string };
}

/** Copies both files of the data, seals them into two parts, and opens these again. Throws BackupError, WorkError, and as a disk does. */
export async function makeSealed(
  { db }: Pick<Copyable, "db">,
  { at, opener, work, to, into, masterKeyFile, base }: Sealing,
  progress: (step: CopyStep, part: number) => void,
): Promise<Pick<LookedAt, "rows" | "chats"> & { heldMs: number; sealedTo: Opened["sealedTo"] }> {
  const copied = { data: join(work, "data.copied"), keys: join(work, "keys.copied") };
  const { standing, heldMs } = await db.copy(copied, (done, of) => progress("copying", done / of));
  const total = whats.reduce((sum, what) => sum + statSync(copied[what]).size, 0);

  // Its secret is known here until the copy was opened, and then to nobody.
  const { secret, recipient } = await passingKey();
  const openers = [opener, { recipient }];
  const proof = copyProof(db);
  const about = { id: newClientId(), at, version };
  const last = { id: standing.id, mac: Buffer.from(standing.mac).toString("hex") };
  const parts = whats.map((what) => ({
    ...{ from: copied[what], to: to[what], openers, proof },
    head: { ...about, what, last } satisfies BareHead<Head>,
  }));
  await letWork({ do: "seal", parts }, (bytes) => progress("sealing", bytes / total));
  for (const what of whats) rmSync(copied[what]);

  // Read back from where it lies: a disk can say that it has written what it has not.
  progress("opening", 0);
  const from = whats.map((what) => ({ from: to[what], what }));
  const { rows, chats, damages, sawWords } = await letWork({
    ...{ do: "open", parts: from, by: { secret }, proof, folder: into, masterKeyFile },
    ...(base && { base: { ...base, openedBy: openedBy(opener, proof) } }),
  });
  if (damages.length > 0) throw new BackupError("not_whole", damages.join("; "));
  if (!sawWords && db.keyring.state() === "ready") throw new BackupError("not_whole", "its words do not open");
  return { rows, chats, heldMs, sealedTo: "recipient" in opener ? "sheet" : "master" };
}

/** Of Porchlight. */
export const { version } = JSON.parse(projectFile("package.json")) as { version: string };
