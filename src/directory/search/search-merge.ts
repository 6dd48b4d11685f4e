import { sql } from "kysely";
import type { Db, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { rest } from "../time-slice.ts";

// Every change of the search leaves a small part of it beside the large ones. Left alone, SQLite puts them together now and then
// in the middle of some change, for up to half a second (sqlite.org/fts5.html, “automerge”, “crisismerge”, “deletemerge”): that
// is off, and it is done here, a few pages at a time.

/** A page is 4 kB of the search. As many as are written in some 3 ms, and enough to keep up with what comes in beside them. */
const pagesAtOnce = 16;

/** Puts some of the small parts of the search together: for between the pieces of work that brings much into it. */
export function mergeSome(db: Db): Promise<boolean> {
  return mergePages(db, pagesAtOnce);
}

/** Puts together whatever there is to put together. */
export async function mergeSearch(db: Db): Promise<void> {
  while (await mergeSome(db));
}

/** Of fewer that were taken out, the search keeps what is left of them. */
const clearFrom = 500;

/** Clears away what is left in the search of what was taken out, when that was much. */
export async function clearSearch(db: Db): Promise<void> {
  const takenOut = db.first(q.selectFrom("directory").select("taken_out"))!.taken_out;
  if (takenOut < clearFrom) return;
  // Below zero it begins with all there is, above it goes on (sqlite.org/fts5.html, “merge”).
  let isMore = await mergePages(db, -pagesAtOnce);
  while (isMore) isMore = await mergePages(db, pagesAtOnce);
  const cleared = q.updateTable("directory").set((of) => ({ taken_out: of("taken_out", "-", takenOut) }));
  await db.change("porchlight", (tx) => tx.run(cleared));
}

/** Writes so many pages; whether there was anything to do. */
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
