import { type RawBuilder, sql } from "kysely";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";

// Versions whose place in the search may be wrong. What changes many services notes them with one statement,
// and `tidy.ts` looks at each later, in pieces.

/** Notes versions that a service now shows, or no longer shows. `versions` selects their ids; NULL is none. */
export function noteDue(tx: Tx, versions: RawBuilder<unknown>): void {
  run(
    tx,
    sql`WITH due (id) AS (${versions})
    INSERT OR IGNORE INTO search_due (version_id, renamed) SELECT id, 0 FROM due WHERE id IS NOT NULL`,
  );
}

/** Notes all services of renamed organizations (`organizations` selects ids), except those that the run `knownBy` made. */
export function noteRenamed(tx: Tx, organizations: RawBuilder<unknown>, knownBy = 0): void {
  run(
    tx,
    sql`INSERT OR REPLACE INTO search_due (version_id, renamed)
    SELECT s.version_id, 1 FROM service s JOIN service_version v ON v.id = s.version_id
    WHERE v.organization_id IN (${organizations}) AND v.run_id IS NOT ${knownBy}`,
  );
}

/** Notes every service, as all are found by other words now. */
export function noteAll(tx: Tx): void {
  run(tx, sql`INSERT OR REPLACE INTO search_due (version_id, renamed) SELECT version_id, 1 FROM service`);
}

function run(tx: Tx, statement: RawBuilder<unknown>) {
  tx.run({ compile: () => statement.compile(q) });
}

/** Returns the noted versions; `shown` = only those that a service shows. */
export function dueVersions(db: DataReader, which: "shown" | "all"): number[] {
  const due = q.selectFrom("search_due as d").select("d.version_id as id").orderBy("d.version_id");
  const shown = due.innerJoin("service as s", "s.version_id", "d.version_id");
  return db.all(which === "shown" ? shown : due).map(({ id }) => id);
}

/** Crosses a version off. Returns whether it is to be found, and by new words; undefined if it was not noted. */
export function takeDueVersion(tx: Tx, versionId: number): { isShown: boolean; isRenamed: boolean } | undefined {
  const due = tx.first(q.selectFrom("search_due").select("renamed").where("version_id", "=", versionId));
  if (!due) return undefined;
  tx.run(q.deleteFrom("search_due").where("version_id", "=", versionId));
  const by = tx.first(q.selectFrom("service").select("id").where("version_id", "=", versionId));
  return { isShown: by !== undefined, isRenamed: due.renamed === 1 };
}
