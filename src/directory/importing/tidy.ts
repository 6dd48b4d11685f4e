import { sql } from "kysely";
import { dayMs } from "#src/clock.ts";
import type { Db, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { entryOf } from "#src/directory/entry/services.ts";
import { noteFindable } from "#src/directory/entry/state.ts";
import { readWords } from "#src/directory/search/indexed-words.ts";
import { opennessOf } from "#src/directory/search/openness.ts";
import { dueVersions, noteAll, noteDue, takeDueVersion } from "#src/directory/search/search-due.ts";
import {
  indexedNow,
  indexVersion,
  isIndexed,
  reindexWords,
  unindexVersion,
} from "#src/directory/search/search-index.ts";
import { mergeSome } from "#src/directory/search/search-merge.ts";
import { HelplineError } from "#src/errors.ts";
import { inPieces, inSlices } from "../time-slice.ts";
import { dropFiles } from "./taking/kept-files.ts";

// Keeps the search in order in the background, in pieces so small that no one notices.

/** Makes what a run replaced findable again before the run is undone. No one sees it yet. */
export async function reindexBefore(db: Db, runId: number): Promise<void> {
  const versions = db.all(
    q
      .selectFrom("import_row")
      .select("version_before as id")
      .where("run_id", "=", runId)
      .where("version_before", "is not", null)
      .where("action", "!=", "unchanged"),
  );
  await inPieces(
    db,
    versions,
    (tx, { id }) => {
      if (isIndexed(tx, id!)) return;
      indexVersion(tx, id!, entryOf(tx, id!));
      // If the run is not undone after all, it is removed again.
      noteDue(tx, sql`SELECT ${id}`);
    },
    { after: mergeSome },
  );
}

/** Updates the search after many services changed at once: what is shown is found, by its current words. */
export async function followChanges(db: Db): Promise<void> {
  await inPieces(db, dueVersions(db, "shown"), putInOrder, { after: mergeSome });
}

/** Does the same, and removes from the search what no service shows any more. */
export async function unindexOld(db: Db): Promise<void> {
  await inPieces(db, dueVersions(db, "all"), putInOrder, { after: mergeSome });
}

// What was noted when the piece began may have changed.
function putInOrder(tx: Tx, versionId: number) {
  const due = takeDueVersion(tx, versionId);
  if (!due) return;
  if (!due.isShown) return unindexVersion(tx, versionId);
  if (!isIndexed(tx, versionId)) indexVersion(tx, versionId, entryOf(tx, versionId));
  else if (due.isRenamed) reindexWords(tx, versionId);
  noteFindable(tx);
}

/** Forgets runs that no one has applied for a day at `at` (ms UTC), with all they prepared. */
export async function forgetRuns(db: Db, at: number): Promise<void> {
  const runs = db.all(
    q
      .selectFrom("import_run")
      .select("id")
      .where("applied_at", "is", null)
      .where("started_at", "<", at - dayMs),
  );
  for (const { id } of runs) await forgetRun(db, id);
}

/** Forgets a run with all it prepared. Throws `not_found` if it was applied or does not exist. */
export async function forgetRun(db: Db, runId: number): Promise<void> {
  // From here on no one can apply what is left of it.
  const given = q.updateTable("import_run").set({ read_at: null }).where("id", "=", runId);
  const found = await db.change("porchlight", (tx) => tx.run(given.where("applied_at", "is", null)));
  if (found === 0) throw new HelplineError("not_found");
  await emptyRun(db, runId);
  await dropFiles(db, runId);
  await db.change("porchlight", (tx) => tx.run(q.deleteFrom("import_run").where("id", "=", runId)));
}

/** Removes all that a run prepared, which nobody can apply meanwhile. */
export async function emptyRun(db: Db, runId: number): Promise<void> {
  const versions = db.all(q.selectFrom("service_version").select("id").where("run_id", "=", runId));
  await inPieces(
    db,
    versions,
    (tx, version) => {
      unindexVersion(tx, version.id);
      tx.run(q.deleteFrom("service_version").where("id", "=", version.id));
    },
    { after: mergeSome },
  );
  await db.change("porchlight", (tx) => {
    for (const table of ["import_row", "import_issue", "import_left_out"] as const) {
      tx.run(q.deleteFrom(table).where("run_id", "=", runId));
    }
  });
}

/** Caches the entries of a run before it is applied, for searches right after `at` (ms UTC). */
export async function warmRun(db: Db, runId: number, at: number): Promise<void> {
  await inSlices(warming(db, db.all(q.selectFrom("service_version").select("id").where("run_id", "=", runId)), at));
}

/** Updates the search where an upgrade has changed the words of the topics. */
export async function followTopics(db: Db): Promise<void> {
  const now = indexedNow();
  if (db.first(q.selectFrom("directory").select("indexed"))!.indexed === now) return;
  await db.change("porchlight", (tx) => {
    noteAll(tx);
    tx.run(q.updateTable("directory").set({ indexed: now }));
  });
  await followChanges(db);
}

/** Caches every entry, its openness at `at` (ms UTC) and the indexed words, in pieces, for the next search. */
export async function warm(db: Db, at: number): Promise<void> {
  await inSlices(readWords(db));
  await inSlices(warming(db, db.all(q.selectFrom("service").select("version_id as id")), at));
}

function* warming(db: Db, versions: { id: number }[], at: number): Generator<void, void> {
  for (const { id } of versions) {
    opennessOf(entryOf(db, id), at);
    yield;
  }
}
