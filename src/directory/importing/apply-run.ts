import { sql } from "kysely";
import type { Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { touch } from "#src/directory/entry/state.ts";
import { noteDue, noteRenamed } from "#src/directory/search/search-due.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { addStagedRegions, removeStagedRegions } from "./staged-regions.ts";

const runOf = (id: number) => q.selectFrom("import_run").selectAll().where("id", "=", id);

/** Applies a run; `followChanges` must come after. Throws `not_found` unless it is ready, `taken` if what it touches changed. */
export function applyRun(tx: Tx, emit: Emit, { runId }: { runId: number }): void {
  const run = tx.first(runOf(runId));
  if (!run || run.read_at === null || run.applied_at !== null) throw new HelplineError("not_found");
  if (tx.first(changedMeanwhile(runId)) || tx.first(madeMeanwhile(runId))) throw new HelplineError("taken");
  for (const statement of [
    organizationsIn(runId),
    organizationsOver(runId),
    servicesIn(runId, tx.at),
    servicesOver(runId),
  ]) {
    tx.run(statement);
  }
  if (tx.first(homeless(runId))) throw new HelplineError("taken");
  addStagedRegions(tx, runId);
  noteDue(tx, versionsOf(runId, "version_before"));
  noteRenamed(tx, renamedBy(runId), runId);
  tx.run(q.updateTable("import_run").set({ applied_at: tx.at }).where("id", "=", runId));
  touch(tx);
  emit({ type: "directory.imported", runId });
}

const run = (statement: ReturnType<typeof sql<unknown>>) => ({ compile: () => statement.compile(q) });

// What a run leaves as it is may have changed, but not be gone. Of an organization its name counts, by which services are found.
function changedMeanwhile(runId: number) {
  return q
    .selectFrom("import_row as r")
    .leftJoin("service as s", "s.id", "r.object_id")
    .leftJoin("organization as o", "o.id", "r.object_id")
    .select("r.object_id")
    .where("r.run_id", "=", runId)
    .where(
      sql<boolean>`CASE
        WHEN r.kind = 'service' AND r.action = 'unchanged' THEN s.id IS NULL
        WHEN r.kind = 'service' THEN s.version_id IS NOT r.version_before
        WHEN r.kind = 'organization' AND r.action = 'unchanged' THEN o.name IS NOT r.after ->> 'name'
        WHEN r.kind = 'organization' THEN o.entry IS NOT r.before
      END`,
    )
    .limit(1);
}

function madeMeanwhile(runId: number) {
  const made = (kind: "organization" | "service") => sql<boolean>`r.kind = ${kind} AND EXISTS (
    SELECT 1 FROM ${sql.table(kind)} AS o WHERE o.source_id IS run.source_id AND o.external_id = r.external_id)`;
  return q
    .selectFrom("import_row as r")
    .innerJoin("import_run as run", "run.id", "r.run_id")
    .select("r.object_id")
    .where("r.run_id", "=", runId)
    .where("r.action", "=", "create")
    .where((of) => of.or([made("organization"), made("service")]))
    .limit(1);
}

function homeless(runId: number) {
  return q
    .selectFrom("import_row as r")
    .innerJoin("service as s", "s.version_id", "r.version_after")
    .innerJoin("service_version as v", "v.id", "s.version_id")
    .leftJoin("organization as o", "o.id", "v.organization_id")
    .select("s.id")
    .where("r.run_id", "=", runId)
    .where("r.kind", "=", "service")
    .where("o.id", "is", null)
    .limit(1);
}

const versionsOf = (runId: number, which: "version_before" | "version_after") =>
  sql`SELECT ${sql.ref(which)} FROM import_row WHERE run_id = ${runId} AND kind = 'service' AND action != 'unchanged'`;

const renamedBy = (runId: number) =>
  sql`SELECT object_id FROM import_row WHERE run_id = ${runId} AND kind = 'organization' AND action = 'update'
    AND before ->> 'name' IS NOT after ->> 'name'`;

const organizationsIn = (runId: number) =>
  run(sql`INSERT INTO organization (id, entry, source_id, external_id)
    SELECT r.object_id, r.after, run.source_id, r.external_id FROM import_row r JOIN import_run run ON run.id = r.run_id
    WHERE r.run_id = ${runId} AND r.kind = 'organization' AND r.action = 'create'`);

const organizationsOver = (runId: number) =>
  run(sql`UPDATE organization SET entry = r.after FROM import_row r
    WHERE r.run_id = ${runId} AND r.kind = 'organization' AND r.action = 'update' AND r.object_id = organization.id`);

const servicesIn = (runId: number, at: number) =>
  run(sql`INSERT INTO service (id, version_id, source_id, external_id, created_at)
    SELECT r.object_id, r.version_after, run.source_id, nullif(r.external_id, ''), ${at}
    FROM import_row r JOIN import_run run ON run.id = r.run_id
    WHERE r.run_id = ${runId} AND r.kind = 'service' AND r.action = 'create'`);

const servicesOver = (runId: number) =>
  run(sql`UPDATE service SET version_id = r.version_after FROM import_row r
    WHERE r.run_id = ${runId} AND r.kind = 'service' AND r.action IN ('update', 'gone') AND r.object_id = service.id`);

/** Undoes a run except what changed since; returns how many services. `followChanges` must come after. Throws `not_found`. */
export function undoRun(tx: Tx, emit: Emit, { runId }: { runId: number }): number {
  const found = tx.first(runOf(runId));
  if (!found || found.applied_at === null || found.undone_at !== null) throw new HelplineError("not_found");
  const kept = tx.all(changedSince(runId)).length;
  for (const statement of [
    servicesBack(runId),
    servicesOut(runId),
    organizationsBack(runId),
    organizationsOut(runId),
  ]) {
    tx.run(statement);
  }
  removeStagedRegions(tx, runId);
  noteDue(tx, versionsOf(runId, "version_before"));
  noteDue(tx, versionsOf(runId, "version_after"));
  noteRenamed(tx, renamedBy(runId));
  tx.run(itemsWait(found.source_id));
  tx.run(q.updateTable("import_run").set({ undone_at: tx.at }).where("id", "=", runId));
  touch(tx);
  emit({ type: "directory.import_undone", runId });
  return kept;
}

function changedSince(runId: number) {
  return q
    .selectFrom("import_row as r")
    .innerJoin("service as s", "s.id", "r.object_id")
    .select("r.object_id")
    .where("r.run_id", "=", runId)
    .where("r.kind", "=", "service")
    .where("r.action", "!=", "unchanged")
    .whereRef("s.version_id", "!=", "r.version_after");
}

const servicesBack = (runId: number) =>
  run(sql`UPDATE service SET version_id = r.version_before FROM import_row r
    WHERE r.run_id = ${runId} AND r.kind = 'service' AND r.action IN ('update', 'gone')
    AND r.object_id = service.id AND service.version_id = r.version_after`);

const servicesOut = (runId: number) =>
  run(sql`DELETE FROM service WHERE version_id IN (
    SELECT version_after FROM import_row WHERE run_id = ${runId} AND kind = 'service' AND action = 'create')`);

const organizationsBack = (runId: number) =>
  run(sql`UPDATE organization SET entry = r.before FROM import_row r
    WHERE r.run_id = ${runId} AND r.kind = 'organization' AND r.action = 'update'
    AND r.object_id = organization.id AND organization.entry = r.after`);

const organizationsOut = (runId: number) =>
  run(sql`DELETE FROM organization WHERE id IN (
    SELECT object_id FROM import_row WHERE run_id = ${runId} AND kind = 'organization' AND action = 'create')
    AND id NOT IN (SELECT v.organization_id FROM service s JOIN service_version v ON v.id = s.version_id)`);

// What was taken from the source waits there again.
function itemsWait(sourceId: number | null) {
  const here = q
    .selectFrom("service")
    .select("external_id")
    .where("source_id", "=", sourceId)
    .where("external_id", "is not", null);
  return q
    .updateTable("source_item")
    .set({ state: "new", accepted: null })
    .where("source_id", "=", sourceId)
    .where("state", "=", "accepted")
    .where("external_id", "not in", here.$castTo<{ external_id: string }>());
}
