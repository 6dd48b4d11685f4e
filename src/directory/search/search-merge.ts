import { sql } from "kysely";
import type { Db, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { rest } from "../time-slice.ts";

// SQLite would merge the small parts of the index in the middle of some change, for up to half a second
// (sqlite.org/fts5.html, “automerge”, “crisismerge”, “deletemerge”). That is off, and done here, a few pages at a time.

/** Pages of 4 kB written in some 3 ms, enough to keep up with what comes in. */
const pagesAtOnce = 16;

/** Merges some small parts of the search, between pieces of work that add to it. Returns whether there were any. */
export function mergeSome(db: Db): Promise<boolean> {
  return mergePages(db, pagesAtOnce);
}

/** Merges all there is to merge. */
export async function mergeSearch(db: Db): Promise<void> {
  while (await mergeSome(db));
}

const clearFrom = 500;

/** Clears the search of removed versions when they are many. */
export async function clearSearch(db: Db): Promise<void> {
  const takenOut = db.first(q.selectFrom("directory").select("taken_out"))!.taken_out;
  if (takenOut < clearFrom) return;
  // A negative number begins with all there is, a positive one goes on (sqlite.org/fts5.html, “merge”).
  let isMore = await mergePages(db, -pagesAtOnce);
  while (isMore) isMore = await mergePages(db, pagesAtOnce);
  const cleared = q.updateTable("directory").set((of) => ({ taken_out: of("taken_out", "-", takenOut) }));
  await db.change("porchlight", (tx) => tx.run(cleared));
}

async function mergePages(db: Db, pages: number): Promise<boolean> {
  const started = performance.now();
  const written = await db.change("porchlight", (tx) => mergedPages(tx, pages));
  await rest(started);
  return written;
}

function mergedPages(tx: Tx, pages: number): boolean {
  const before = tx.first(totalChanges)!.n;
  const merge = sql`INSERT INTO service_search (service_search, rank) VALUES ('merge', ${pages})`;
  tx.run({ compile: () => merge.compile(q) });
  return tx.first(totalChanges)!.n - before > 1;
}

const totalChanges = { compile: () => sql<{ n: number }>`SELECT total_changes() AS n`.compile(q) };
