import type { Row } from "#lab/load/people/view.ts";
import { systemClock } from "#src/clock.ts";
import { openYouthPresence } from "#src/conversation/presence.ts";
import { messages } from "#src/conversation/reading.ts";
import { openKeyring } from "#src/crypto/keys/keyring.ts";
import { type MasterKey, readMasterKey } from "#src/crypto/keys/master-key.ts";
import type { DataReader } from "#src/db/db.ts";
import { type OpenFiles, openFiles } from "#src/db/files.ts";
import { writer } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { openCrowd } from "#src/queue/door/crowd.ts";

/** null = no key opens the words. */
type StoredRow = Omit<Row, "text"> & { text: string | null };

/** Returns all messages of open files by conversation, in order. */
export function rowsIn({ data, keys }: OpenFiles, master: MasterKey): Map<number, StoredRow[]> {
  const { all, first } = writer(data);
  const db: DataReader = {
    all,
    first,
    keyring: openKeyring(writer(keys), master),
    crowd: openCrowd(openYouthPresence(systemClock)),
  };
  const ids = all(q.selectFrom("conversation").select("id").orderBy("id")).map(({ id }) => id);
  return new Map(
    ids.map((id) => [
      id,
      messages(db, id).map(({ seq, clientId, author, text }) => ({ seq, clientId, side: author, text })),
    ]),
  );
}

/** Returns what a folder without a server holds, and SQLite's check of both files ("ok"). Throws without its master key. */
export function stored(dataDir: string): { rows: Map<number, StoredRow[]>; integrity: string[] } {
  const master = keyOf(dataDir);
  const files = openFiles(dataDir, 0);
  try {
    const integrity = [files.data, files.keys].map((file) => String(file.pragma("integrity_check", { simple: true })));
    return { rows: rowsIn(files, master), integrity };
  } finally {
    files.data.close();
    files.keys.close();
  }
}

/** Returns the master key of a data folder. Throws if there is none. */
export function keyOf(dataDir: string): MasterKey {
  const master = readMasterKey(`${dataDir}.key`);
  if (master === null || master === "unreadable") throw new Error(`there is no master key for ${dataDir}`);
  return master;
}
