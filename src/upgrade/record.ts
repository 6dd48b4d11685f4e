import { readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeSynced } from "#src/backup/kept.ts";
import { keepFolder } from "#src/crypto/keys/master-key.ts";
import { sha256OfFile } from "#src/crypto/signed.ts";
import { embedded } from "#src/embedded.ts";
import { projectFile } from "#src/files.ts";

// An older and a newer Porchlight read the same record: its form changes only together with `format`.

/** A program, by what it calls itself and by its bytes. */
export interface Program {
  version: string;
  sha256: string;
}

/** The last time that the program was replaced; stands in the data folder. */
export interface UpgradeRecord {
  format: 1;
  kind: "upgrade" | "rollback";
  /** `trying`: the door stays closed until someone has seen that the new program is well. */
  state: "trying" | "done";
  /** When the door was closed and when it was opened again (null = not yet), ms UTC. */
  at: number;
  openedAt: number | null;
  from: Program;
  to: Program;
  /** Ends the names of the copies of both files from before. */
  copies: string;
  /** The copies that a rollback begins from, and their moment, ms UTC. */
  takes: { copies: string; at: number } | null;
  /** What holds again if this is undone. */
  before: Omit<UpgradeRecord, "before"> | null;
}

/** How a process on the data does, for whoever replaces its program. */
export interface UpgradeNow {
  pid: number;
  version: string;
  /** null = it is not the one file. */
  sha256: string | null;
  state: "open" | "trying" | "closed";
  /** In words; null = it is well. */
  wrong: string | null;
}

const fileIn = (dataDir: string) => join(dataDir, "upgrade.json");

/** Returns the record of a data folder; null for none, or none that can be read. */
export function readUpgrade(dataDir: string): UpgradeRecord | null {
  try {
    const record = JSON.parse(readFileSync(fileIn(dataDir), "utf8")) as UpgradeRecord;
    return record.format === 1 ? record : null;
  } catch {
    return null;
  }
}

/** Replaces the record in one move, and syncs it; null removes it. */
export function keepUpgrade(dataDir: string, record: UpgradeRecord | null): void {
  if (record === null) rmSync(fileIn(dataDir), { force: true });
  else {
    const next = `${fileIn(dataDir)}.part`;
    rmSync(next, { force: true });
    writeSynced(next, `${JSON.stringify(record)}\n`);
    renameSync(next, fileIn(dataDir));
  }
  keepFolder(dataDir);
}

const versionIn = (dataDir: string) => join(dataDir, ".version");

/** Returns the version that ran last on a data folder; null if nobody knows. */
export function readVersion(dataDir: string): string | null {
  try {
    return /^\d+\.\d+\.\d+\S{0,40}$/.exec(readFileSync(versionIn(dataDir), "utf8").trim())?.[0] ?? null;
  } catch {
    return null;
  }
}

/** Keeps the version that runs now. */
export function keepVersion(dataDir: string, version: string): void {
  if (readVersion(dataDir) === version) return;
  const next = `${versionIn(dataDir)}.part`;
  rmSync(next, { force: true });
  writeSynced(next, `${version}\n`);
  renameSync(next, versionIn(dataDir));
  keepFolder(dataDir);
}

let own: string | null | undefined;

/** Returns SHA-256 of the one file that runs in this process; null from its folder or on Node. */
export function ownSha256(): string | null {
  // What lies at its path may be another program by now.
  own ??= embedded && process.versions.bun ? sha256OfFile("/proc/self/exe") : null;
  return own;
}

/** Returns the version of this Porchlight, like 0.1.0. */
export function ownVersion(): string {
  return (JSON.parse(projectFile("package.json")) as { version: string }).version;
}
