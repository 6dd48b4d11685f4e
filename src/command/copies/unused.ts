import { existsSync, readdirSync, renameSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileOf } from "#src/backup/parts.ts";
import { systemClock } from "#src/clock.ts";
import type { Config } from "#src/config.ts";
import { keyFilesBeside } from "#src/crypto/keys/key-files.ts";
import { keepFolder, readMasterKey } from "#src/crypto/keys/master-key.ts";
import { openReadOnly } from "#src/db/connection.ts";

// A package starts the helpline as soon as it is there. Such data are no reason to refuse others, and are moved aside, not deleted.

/** What stands in the audit trail of a helpline in which nobody has an account. */
const byItself =
  /^(rules\.published|keys\.master_made|staff\.(invited|sign_in_refused)|access\.refused\..+|backup\.asked)$/;
/** What people make, or bring along by commands. */
const made = ["staff", "conversation", "service", "organization", "import_run", "directory_source", "audit_gone"];

/** Returns whether nobody has ever had an account in the data of a folder, nor put anything into them. */
export function isUnused({ dataDir, masterKeyFile }: Pick<Config, "dataDir" | "masterKeyFile">): boolean {
  if (Object.values(keyFilesBeside(masterKeyFile)).some((file) => existsSync(file))) return false;
  const found = asked(join(dataDir, fileOf.data), (all) => {
    const isEmpty = made.every((table) => all(`SELECT 1 AS found FROM ${table} LIMIT 1`).length === 0);
    const actions = all("SELECT DISTINCT action AS found FROM audit");
    return isEmpty && actions.length > 0 && actions.every((action) => byItself.test(String(action)));
  });
  return found ?? false;
}

/** Moves unused data aside, by one move. Returns where they lie then. Throws as renameSync. */
export function moveDataAside({ dataDir }: Pick<Config, "dataDir">): string {
  const stamp = new Date(systemClock.now()).toISOString().replace(/[-:]|\.\d+/g, "");
  return moved(dataDir, `${dataDir}.unused-${stamp}`);
}

/** Moves the master key of unused data that lie aside to them. Returns where it lies then; null if it is another. Throws as renameSync. */
export function moveKeyAside({ dataDir, masterKeyFile }: Pick<Config, "dataDir" | "masterKeyFile">): string | null {
  const key = readMasterKey(masterKeyFile);
  if (key === null || key === "unreadable") return null;
  const begin = `${basename(dataDir)}.unused-`;
  const aside = readdirSync(dirname(dataDir)).filter((name) => name.startsWith(begin));
  const own = aside.find((name) => {
    const keysFile = join(dirname(dataDir), name, fileOf.keys);
    return asked(keysFile, (all) => all("SELECT fingerprint AS found FROM master_key").includes(key.fingerprint));
  });
  return own === undefined ? null : moved(masterKeyFile, `${masterKeyFile}.unused-${own.slice(begin.length)}`);
}

function moved(from: string, to: string): string {
  renameSync(from, to);
  keepFolder(dirname(from));
  return to;
}

/** null where the file cannot be read, or is not of this Porchlight: nobody can say then what is in it. */
function asked<Answer>(file: string, ask: (all: (sql: string) => unknown[]) => Answer): Answer | null {
  if (!existsSync(file)) return null;
  try {
    const connection = openReadOnly(file);
    try {
      return ask((sql) => connection.prepare(sql).pluck().all());
    } finally {
      connection.close();
    }
  } catch {
    return null;
  }
}
