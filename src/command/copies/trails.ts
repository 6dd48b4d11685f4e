import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileOf } from "#src/backup/parts.ts";
import type { Config } from "#src/config.ts";
import { readMasterKey } from "#src/crypto/keys/master-key.ts";
import { openReadOnly } from "#src/db/connection.ts";
import { CommandError } from "../terminal.ts";

interface Entry {
  id: number;
  mac: Uint8Array;
}

interface Trail {
  folder: string;
  last: Entry;
}

/**
 * Throws CommandError if the audit trail of restored data is neither a beginning nor a continuation of that of the data that were
 * moved aside here. Each code of it is made of all before, by the master key: two that have one entry in common have all before it.
 */
export function refuseOtherTrail(restored: string, config: Pick<Config, "dataDir" | "masterKeyFile">): void {
  const ours = newestAside(config);
  const theirs = lastIn(restored);
  if (!ours || !theirs) return;
  const at = Math.min(ours.last.id, theirs.id);
  const [one, other] = [entryIn(ours.folder, at), entryIn(restored, at)];
  // What was kept long enough is gone there.
  if (!one || !other || Buffer.compare(one.mac, other.mac) === 0) return;
  throw new CommandError(`The audit trail of this copy is not that of the data in ${ours.folder}: they differ at entry ${at}.
Either those data went another way after an earlier restore, or the copy is not ours. If you know that it is the first, add
--accept-other-trail to the command.`);
}

/** Of the data beside the place of ours that lie under the same master key, those that go furthest. */
function newestAside({ dataDir, masterKeyFile }: Pick<Config, "dataDir" | "masterKeyFile">): Trail | null {
  const key = readMasterKey(masterKeyFile);
  if (key === null || key === "unreadable" || !existsSync(dirname(dataDir))) return null;
  const folders = readdirSync(dirname(dataDir))
    .filter((name) => name.startsWith(`${basename(dataDir)}.`) && !/\.(restoring|unused-[^.]*)$/.test(name))
    .map((name) => join(dirname(dataDir), name));
  const all = folders.flatMap((folder) => {
    if (!isUnder(folder, key.fingerprint)) return [];
    const last = lastIn(folder);
    return last ? [{ folder, last }] : [];
  });
  return all.sort((a, b) => b.last.id - a.last.id)[0] ?? null;
}

const isUnder = (folder: string, fingerprint: string) =>
  first(join(folder, fileOf.keys), "SELECT 1 AS found FROM master_key WHERE fingerprint = ?", fingerprint) !== null;

const lastIn = (folder: string) =>
  first<Entry>(join(folder, fileOf.data), "SELECT id, mac FROM audit WHERE mac IS NOT NULL ORDER BY id DESC LIMIT 1");

const entryIn = (folder: string, id: number) =>
  first<Entry>(join(folder, fileOf.data), "SELECT id, mac FROM audit WHERE mac IS NOT NULL AND id = ?", id);

/** null also where the file cannot be read: it may be why something is restored. */
function first<Row>(file: string, sql: string, ...values: (string | number)[]): Row | null {
  if (!existsSync(file)) return null;
  try {
    const connection = openReadOnly(file);
    try {
      return (connection.prepare(sql).get(...values) as Row | undefined) ?? null;
    } finally {
      connection.close();
    }
  } catch {
    return null;
  }
}
