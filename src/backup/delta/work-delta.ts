import { statSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import {
  type BareHead,
  type DeltaHead,
  fileOf,
  type Head,
  isProved,
  openDeltaPart,
  type ProofKey,
  provingBy,
  sealPart,
  type What,
  whats,
} from "#src/backup/parts.ts";
import { type Opener, SealedFileError } from "#src/crypto/sealed-file.ts";
import { openReadOnly } from "#src/db/connection.ts";
import { readHashes } from "./base.ts";
import { hashMade, pagesIn, wholeHash, writeChanged } from "./pages.ts";

// What the process beside the helpline does for a delta, step by step, as the helpline lets it (make-delta.ts).

/** A delta is made of the files in `dataDir` since a base, of which `hashes` is the file of page hashes; `work` is a folder for it alone. */
export interface DeltaWork {
  do: "delta";
  dataDir: string;
  hashes: string;
  work: string;
  to: Record<What, string>;
  head: Omit<BareHead<DeltaHead>, "what" | "last" | "pages" | "hash">;
  openers: Opener[];
  proof: ProofKey | null;
  /** Opens it again; nobody keeps it. */
  secret: string;
}

/** What the helpline is told on the way: it can begin; it has begun, `false` if something was stored meanwhile; a file was read; all is sealed. */
export type DeltaTold = "ready" | { begun: boolean } | "read" | "sealed";

/** What the helpline then lets it do: begin to read, after an entry of the audit log; end that again, for it was too late; or go on. */
export type DeltaSaid = { begin: Head["last"] } | "end" | "go on";

/** How many pages were sealed. */
export interface DeltaMade {
  pages: number;
}

/** Reads what changed, seals it, and opens it again. Throws SealedFileError if it does not open as it was, and as a disk does. */
export async function makeDeltaParts(
  { dataDir, hashes, work, to, head, openers, proof, secret }: DeltaWork,
  ask: (told: DeltaTold) => Promise<DeltaSaid>,
  tell: (told: DeltaTold) => void,
): Promise<DeltaMade> {
  const base = readHashes(hashes);
  const reading = openBoth(dataDir);
  const last = await beginTogether(reading, ask);
  const changed = {} as Record<What, Awaited<ReturnType<typeof writeChanged>>>;
  // Keys first: one that is destroyed now is gone from the log as soon as nobody reads its file.
  for (const what of ["keys", "data"] as const) {
    changed[what] = await readOne(reading[what], (file) => writeChanged(file, plainIn(work, what), base[what]));
    tell("read");
  }
  const heads = whats.map((what): BareHead<DeltaHead> => {
    const { hashes } = changed[what];
    return { ...head, what, last, pages: pagesIn(hashes), hash: wholeHash(hashes) };
  });
  // Side by side, so that one is sealed while the disk keeps the other.
  const sealed = heads.map((own) =>
    sealPart({ from: plainIn(work, own.what), to: to[own.what], head: own, openers, proof }, () => {}),
  );
  await Promise.all(sealed);
  await ask("sealed");
  // Read back from where it lies: a disk can say that it has written what it has not.
  for (const own of heads) {
    const opened = `${plainIn(work, own.what)}.opened`;
    const [by, proving] = [{ secret }, provingBy(proof)];
    const found = await openDeltaPart({ from: to[own.what], to: opened, by, proving, isOnlyLookedAt: true });
    if (proof && !isProved(found, by, proving)) throw new SealedFileError("broken");
    if ((await hashMade(opened, base[own.what], own.pages)) !== own.hash) throw new SealedFileError("broken");
  }
  return { pages: changed.data.changed + changed.keys.changed };
}

const plainIn = (work: string, what: What) => join(work, what);

interface Reading {
  file: string;
  connection: ReturnType<typeof openReadOnly>;
}

function openBoth(dataDir: string): Record<What, Reading> {
  const one = (what: What): Reading => {
    const file = join(dataDir, fileOf[what]);
    const connection = openReadOnly(file);
    look({ connection });
    return { file, connection };
  };
  return { data: one("data"), keys: one("keys") };
}

const look = ({ connection }: Pick<Reading, "connection">) =>
  connection.prepare("SELECT count(*) FROM sqlite_schema").get();

/** Begins to read both files while nothing is stored, as often as the helpline says. Returns the last entry of the audit log. */
async function beginTogether(
  { data, keys }: Record<What, Reading>,
  ask: (told: DeltaTold) => Promise<DeltaSaid>,
): Promise<Head["last"]> {
  let last: Head["last"] = { id: 0, mac: "" };
  for (let said = await ask("ready"); said !== "go on"; ) {
    for (const { connection } of [keys, data]) if (connection.inTransaction) connection.exec("ROLLBACK");
    if (said === "end") {
      said = await ask({ begun: false });
      continue;
    }
    last = said.begin;
    for (const { connection } of [keys, data]) {
      connection.exec("BEGIN");
      look({ connection });
    }
    said = await ask({ begun: [keys, data].every(({ file }) => logBytes(file) === 0) });
  }
  return last;
}

const logBytes = (file: string) => statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;

/** Reads a file as it stands while its connection reads, and ends both. */
async function readOne<Read>(
  { file, connection }: Reading,
  read: (file: Awaited<ReturnType<typeof open>>) => Promise<Read>,
): Promise<Read> {
  const handle = await open(file, "r");
  const before = await handle.stat({ bigint: true });
  const found = await read(handle);
  const after = await handle.stat({ bigint: true });
  // By closing a file a process gives back all its locks on it, so that comes after its connection.
  connection.close();
  await handle.close();
  if (before.mtimeNs !== after.mtimeNs || before.size !== after.size) throw new SealedFileError("broken");
  return found;
}
