import type { Row } from "#lab/load/people/view.ts";
import { systemClock } from "#src/clock.ts";
import { openYouthPresence } from "#src/conversation/presence.ts";
import { messages } from "#src/conversation/reading.ts";
import { openKeyring } from "#src/crypto/keys/keyring.ts";
import { type MasterKey, readMasterKey } from "#src/crypto/keys/master-key.ts";
import type { DataReader } from "#src/db/db.ts";
import { type OpenFiles, openFiles } from "#src/db/files.ts";
import { q } from "#src/db/schema.ts";
import { writer } from "#src/db/statements.ts";
import { openCrowd } from "#src/queue/door/crowd.ts";

/** A message as it lies in the files; null for words that no key opens. */
type StoredRow = Omit<Row, "text"> & { text: string | null };

/** All messages of open files by conversation, in their order. */
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

/** What stands in a data folder that no server has, and what SQLite says of both files: "ok". Throws without its master key. */
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

/** The master key of a data folder, where it usually lies. Throws when there is none. */
export function keyOf(dataDir: string): MasterKey {
  const master = readMasterKey(`${dataDir}.key`);
  if (master === null || master === "unreadable") throw new Error(`there is no master key for ${dataDir}`);
  return master;
}
