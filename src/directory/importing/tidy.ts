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

// What the search is made of, kept in order behind the back of everybody: in pieces, so that nobody notices.

/** Before a run is taken back: what it replaced is made findable again, seen by nobody yet. */
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
      // Where nobody takes the run back after all, it goes out again.
      noteDue(tx, sql`SELECT ${id}`);
    },
    { after: mergeSome },
  );
}

/** Makes the search follow what has just changed for many services at once: what is shown is found, and by the words of now. */
export async function followChanges(db: Db): Promise<void> {
  await inPieces(db, dueVersions(db, "shown"), putInOrder, { after: mergeSome });
}

/** The same, and takes out of the search what no service says any more. */
export async function unindexOld(db: Db): Promise<void> {
  await inPieces(db, dueVersions(db, "all"), putInOrder, { after: mergeSome });
}

/** What was noted when the piece began may be otherwise by now. */
function putInOrder(tx: Tx, versionId: number) {
  const due = takeDueVersion(tx, versionId);
  if (!due) return;
  if (!due.isShown) return unindexVersion(tx, versionId);
  if (!isIndexed(tx, versionId)) indexVersion(tx, versionId, entryOf(tx, versionId));
  else if (due.isRenamed) reindexWords(tx, versionId);
  noteFindable(tx);
}

/** Forgets runs that nobody has applied for a day, with all they had laid ready. */
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

/** Forgets a run that was not applied, with all it had laid ready. Throws `not_found` for one that was, or is not there. */
export async function forgetRun(db: Db, runId: number): Promise<void> {
  // From here on nobody can apply what is left of it.
  const given = q.updateTable("import_run").set({ read_at: null }).where("id", "=", runId);
  const found = await db.change("porchlight", (tx) => tx.run(given.where("applied_at", "is", null)));
  if (found === 0) throw new HelplineError("not_found");
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
  await db.change("porchlight", (tx) => tx.run(q.deleteFrom("import_run").where("id", "=", runId)));
}

/** Before a run is applied: whoever searches right after it finds its entries read. `at` is ms UTC. */
export async function warmRun(db: Db, runId: number, at: number): Promise<void> {
  await inSlices(warming(db, db.all(q.selectFrom("service_version").select("id").where("run_id", "=", runId)), at));
}

/** After an upgrade has brought other words for the topics: everything is found by them. */
export async function followTopics(db: Db): Promise<void> {
  const now = indexedNow();
  if (db.first(q.selectFrom("directory").select("indexed"))!.indexed === now) return;
  await db.change("porchlight", (tx) => {
    noteAll(tx);
    tx.run(q.updateTable("directory").set({ indexed: now }));
  });
  await followChanges(db);
}

/** Reads every entry and asks its hours, and reads the words, in pieces: whoever searches next finds it done. `at` is ms UTC. */
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
